using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Companion.Messages;

namespace Companion.Platforms.Slack;

/// <summary>A table as Slack's own block where it fits, else as a list: one bullet a row, each value after the title of its column.</summary>
internal static class TableRenderer
{
    private const int MostRows = 100;
    private const int MostColumns = 20;
    private const int MostCharacters = 8000;

    public static bool Fits(Part.Table table, Look look) =>
        look.Surface is Surface.Message
        && table.Rows.Length is > 0 and < MostRows
        && Columns(table) is > 0 and <= MostColumns
        && table.Rows.Sum(r => r.Sum(c => RichText.Leaves(c, look.UserOf).Sum(l => l.Text.Length))) <= MostCharacters;

    public static Block AsTable(Part.Table table, Look look)
    {
        var columns = Columns(table);
        var length = 0;
        var rows = new JsonArray { Block.Array(Enumerable.Range(0, columns).Select(c => Title(c < table.Header.Length ? table.Header[c] : ""))) };
        foreach (var row in table.Rows)
        {
            rows.Add(Block.Array(Enumerable.Range(0, columns).Select(c =>
            {
                var leaves = c < row.Length ? RichText.Leaves(row[c], look.UserOf).ToList() : [];
                length += leaves.Sum(l => l.Text.Length);
                return Cell(leaves);
            })));
        }

        var settings = Block.Array(Enumerable.Range(0, columns).Select(_ => new JsonObject { ["is_wrapped"] = true }));
        return new(new() { ["type"] = "table", ["rows"] = rows, ["column_settings"] = settings }, length);
    }

    public static IEnumerable<Block> AsList(Part.Table table, Look look) => RichText.Bullets(table.Rows.Select(row => Row(row, table.Header, look)));

    private static IEnumerable<RichText.Leaf> Row(ImmutableArray<Line> row, ImmutableArray<string> header, Look look)
    {
        foreach (var (column, cell) in row.Index())
        {
            var leaves = RichText.Leaves(cell, look.UserOf).ToList();
            if (leaves.Count == 0)
                continue;
            if (column > 0)
                yield return new(column < header.Length ? $" · {SlackText.Clean(header[column])}: " : " · ", RichText.Normal);
            foreach (var leaf in leaves)
                yield return column == 0 && leaf.Style == RichText.Normal ? leaf with { Style = RichText.Bold } : leaf;
        }
    }

    private static int Columns(Part.Table table) => Math.Max(table.Header.Length, table.Rows.Select(r => r.Length).DefaultIfEmpty(0).Max());

    private static JsonObject Title(string title) => title.Length == 0
        ? Raw("–")
        : new JsonObject { ["type"] = "rich_text", ["elements"] = new JsonArray { RichText.Section([new(SlackText.Clean(title), RichText.Bold)]) } };

    // An empty cell is refused.
    private static JsonObject Cell(List<RichText.Leaf> leaves) => leaves.Count == 0
        ? Raw("–")
        : new JsonObject { ["type"] = "rich_text", ["elements"] = new JsonArray { RichText.Section(leaves) } };

    private static JsonObject Raw(string text) => new() { ["type"] = "raw_text", ["text"] = text };
}
