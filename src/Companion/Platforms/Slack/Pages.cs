using System.Globalization;

namespace Companion.Platforms.Slack;

/// <summary>Blocks in pages that a message or a view holds; buttons turn them.</summary>
internal static class Pages
{
    public const string Action = "page";

    /// <summary>What one page shows at most; a payload that is longer is refused as a whole.</summary>
    public const int MostCharacters = 12_000;

    /// <summary>One page of the blocks, with buttons for the others where there are any.</summary>
    /// <param name="source">How the same blocks are found again: what the buttons carry beside the number of the page.</param>
    public static List<Block> Of(IReadOnlyList<Block> blocks, int page, string source, Look look)
    {
        var pages = Parts(blocks, look.MostBlocks).ToList();
        if (pages.Count <= 1)
            return [.. blocks];

        var at = Math.Clamp(page, 1, pages.Count);
        var shown = pages[at - 1];
        var turn = new List<System.Text.Json.Nodes.JsonObject>();
        if (at > 1)
            turn.Add(Block.Button($"Back to {at - 1} of {pages.Count}", $"{Action}-back", Value(at - 1, source)));
        if (at < pages.Count)
            turn.Add(Block.Button($"More: {at + 1} of {pages.Count}", $"{Action}-more", Value(at + 1, source)));
        shown.Add(Block.Actions(turn));
        return shown;
    }

    /// <summary>What a button of a page carries, read back.</summary>
    public static (int Page, string Source)? Read(string value)
    {
        var space = value.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && int.TryParse(value.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? (page, value[(space + 1)..]) : null;
    }

    private static string Value(int page, string source) => string.Create(CultureInfo.InvariantCulture, $"{page} {source}");

    private static IEnumerable<List<Block>> Parts(IReadOnlyList<Block> blocks, int most)
    {
        if (blocks.Count <= most && blocks.Sum(b => b.Length) <= MostCharacters)
        {
            yield return [.. blocks];
            yield break;
        }

        var (page, length) = (new List<Block>(), 0);
        foreach (var block in blocks)
        {
            // One place is kept for the buttons.
            if (page.Count == most - 1 || (page.Count > 0 && length + block.Length > MostCharacters))
            {
                yield return page;
                (page, length) = ([], 0);
            }

            page.Add(block);
            length += block.Length;
        }

        if (page.Count > 0)
            yield return page;
    }
}
