using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Companion.Messages;

namespace Companion.Platforms.Slack;

/// <summary>Shapes cards into Block Kit within every limit: what is too long for one block is parted between words, what is too long for one message is paged.</summary>
internal static class Renderer
{
    /// <summary>The action of every button that carries a command line.</summary>
    public const string SayAction = "say";

    private const int LongestFallback = 3000;

    /// <summary>Cards as a message: blocks, and the titles as text for notifications.</summary>
    /// <param name="source">How the cards are found again when somebody turns the page.</param>
    public static JsonObject Message(ImmutableArray<Card> cards, Look look, string source, int page = 1)
    {
        var blocks = new List<Block>();
        foreach (var (place, card) in cards.Index())
        {
            if (place > 0)
                blocks.Add(Block.Divider);
            blocks.AddRange(Blocks(card, look, blocks));
        }

        return new()
        {
            ["text"] = SlackText.Clip(string.Join("\n", cards.Select(c => SlackText.Escape(c.Title))), LongestFallback),
            ["blocks"] = Block.Array(Pages.Of(blocks, page, source, look).Select(b => b.Json)),
        };
    }

    public static JsonObject Message(Card card, Look look, string source, int page = 1) => Message([card], look, source, page);

    /// <summary>A card as blocks, not yet paged.</summary>
    /// <param name="before">What stands above it in the same message: Slack takes one table.</param>
    public static List<Block> Blocks(Card card, Look look, IReadOnlyCollection<Block>? before = null)
    {
        var blocks = new List<Block>(Block.Header(card.Title));
        var drawing = new Drawing(look) { HasTable = before?.Any(IsTable) ?? false };
        foreach (var group in Grouped(card.Parts))
            blocks.AddRange(drawing.Draw(group));
        return blocks;
    }

    private static bool IsTable(Block block) => (string?)block.Json["type"] is "table";

    // Fields that follow each other stand in one block, one a line.
    public static IEnumerable<ImmutableArray<Part>> Grouped(ImmutableArray<Part> parts)
    {
        for (var at = 0; at < parts.Length;)
        {
            var end = at + 1;
            while (parts[at] is Part.Field && end < parts.Length && parts[end] is Part.Field)
                end++;
            yield return parts[at..end];
            at = end;
        }
    }
}
