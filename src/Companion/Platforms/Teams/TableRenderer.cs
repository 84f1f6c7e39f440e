using System.Collections.Immutable;
using Companion.Messages;

namespace Companion.Platforms.Teams;

/// <summary>Tables: a real one while its columns fit a chat, else one block a row.</summary>
internal static class TableRenderer
{
    private const int MostColumns = 4;

    // A page is cut between elements, so a long table is several.
    private const int RowsInOne = 12;

    // Weights of columns, in letters.
    private const int Narrowest = 9;
    private const int Widest = 36;

    // A word of a header is bold, and never broken: a column of short numbers is as wide as its name.
    private const int AroundHeader = 5;

    public static void Render(Part.Table table, Elements into)
    {
        if (table.Header.Length > MostColumns)
        {
            foreach (var row in table.Rows)
                Block(table.Header, row, into);
            return;
        }

        foreach (var rows in table.Rows.Chunk(RowsInOne).DefaultIfEmpty([]))
            Table(table, rows, into);
    }

    private static void Table(Part.Table table, IReadOnlyCollection<ImmutableArray<Line>> rows, Elements into)
    {
        var json = into.Json;
        json.WriteStartObject();
        json.WriteString("type", "Table");
        json.WriteBoolean("firstRowAsHeaders", true);
        json.WriteBoolean("showGridLines", false);
        json.WriteStartArray("columns");
        for (var column = 0; column < table.Header.Length; column++)
        {
            json.WriteStartObject();
            json.WriteNumber("width", Width(table, column));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("rows");
        Row(table.Header.Select(h => LineRenderer.Strong(h)), into, "emphasis");
        foreach (var row in rows)
            Row(row.Select(cell => LineRenderer.Render(cell, into)), into, null);
        json.WriteEndArray();
        json.WriteEndObject();
        into.End();
    }

    // The widest cell, within limits: one long sentence does not squeeze the others to a letter.
    private static int Width(Part.Table table, int column)
    {
        var longest = table.Rows.Where(r => column < r.Length).Select(r => r[column].Inlines.Sum(Length)).DefaultIfEmpty(0).Max();
        return Math.Clamp(Math.Max(longest + 2, table.Header[column].Length + AroundHeader), Narrowest, Widest);
    }

    private static int Length(Inline inline) => inline switch
    {
        Inline.Plain plain => plain.Text.Length,
        Inline.Strong strong => strong.Text.Length,
        Inline.Person person => person.Name.Length,
        Inline.Moment => 16,
        Inline.Link link => link.Text.Length,
        Inline.Typed typed => typed.Text.Length,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static void Row(IEnumerable<string> cells, Elements into, string? style)
    {
        var json = into.Json;
        json.WriteStartObject();
        json.WriteString("type", "TableRow");
        if (style is not null)
            json.WriteString("style", style);
        json.WriteStartArray("cells");
        foreach (var cell in cells)
        {
            json.WriteStartObject();
            json.WriteString("type", "TableCell");
            json.WriteStartArray("items");
            Text.Write(json, cell);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // The first cell leads, the last has room to be a sentence, what is between stands in one line with it.
    private static void Block(ImmutableArray<string> header, ImmutableArray<Line> row, Elements into)
    {
        var json = into.Json;
        json.WriteStartObject();
        json.WriteString("type", "Container");
        json.WriteString("spacing", "Small");
        json.WriteBoolean("separator", true);
        json.WriteStartArray("items");
        var texts = row.Select(cell => LineRenderer.Render(cell, into)).ToList();
        Text.Write(json, $"{LineRenderer.Strong($"{header[0]} ")} **{texts[0]}** · {string.Join(" · ", texts[1..^1].Where(t => t.Length > 0))}");
        if (texts[^1].Length > 0)
            Text.Write(json, texts[^1], subtle: true, spacing: "None");
        json.WriteEndArray();
        json.WriteEndObject();
        into.End();
    }
}
