using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Companion.Messages;

namespace Companion.Platforms.Slack;

/// <summary>Shapes cards into Block Kit within every limit: what is too long for one block is parted between words, what is too long for one message is paged.</summary>
internal static class Renderer
{
    /// <summary>The action of every button that carries a command line.</summary>
    public const string SayAction = "say";

    private const int LongestFallback = 3000;
    private const int MostChildren = 10;

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
    private static IEnumerable<ImmutableArray<Part>> Grouped(ImmutableArray<Part> parts)
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

    /// <summary>The parts of one message in order; it remembers whether the message has its table.</summary>
    private sealed class Drawing(Look look)
    {
        private int _actions;

        public bool HasTable { get; set; }

        public IEnumerable<Block> Draw(ImmutableArray<Part> group) => group[0] is Part.Field
            ? RichText.Paragraph(group.Cast<Part.Field>().SelectMany((f, place) => Field(f, isFirst: place == 0)))
            : Draw(group[0]);

        private IEnumerable<Block> Draw(Part part) => part switch
        {
            Part.Text text => RichText.Paragraph(RichText.Leaves(text.Line, look.UserOf)),
            Part.Heading heading => Heading(heading.Title),
            Part.Field field => RichText.Paragraph(Field(field, isFirst: true)),
            Part.Meter meter => RichText.Paragraph(MeterText.Leaves(meter)),
            Part.Table table => Table(table),
            Part.Bullets bullets => RichText.Bullets(bullets.Lines.Select(l => RichText.Leaves(l, look.UserOf))),
            Part.Actions actions => Actions(actions.Buttons),
            Part.Fold fold => Fold(fold),
            Part.Divider => [Block.Divider],
            _ => throw new UnreachableException(),
        };

        private static IEnumerable<Block> Heading(string title) =>
            title.Trim().Length == 0 ? [] : RichText.Paragraph([new(SlackText.Clean(title), RichText.Bold)]);

        private IEnumerable<RichText.Leaf> Field(Part.Field field, bool isFirst) =>
            [new($"{(isFirst ? "" : "\n")}{SlackText.Clean(field.Label)}: ", RichText.Bold), .. RichText.Leaves(field.Value, look.UserOf)];

        private IEnumerable<Block> Table(Part.Table table)
        {
            if (HasTable || !TableRenderer.Fits(table, look))
                return TableRenderer.AsList(table, look);

            HasTable = true;
            return [TableRenderer.AsTable(table, look)];
        }

        private IEnumerable<Block> Actions(ImmutableArray<Button> buttons)
        {
            // A line that is too long for a button can still be typed.
            foreach (var tooLong in buttons.Where(b => b.Command.Length > Block.LongestValue))
            {
                foreach (var block in RichText.Paragraph([new($"{SlackText.Clean(tooLong.Label)}: ", RichText.Normal), new(SlackText.Clean(tooLong.Command), RichText.Code)]))
                    yield return block;
            }

            foreach (var row in buttons.Where(b => b.Command.Length <= Block.LongestValue).Chunk(Block.MostButtons))
                yield return Block.Actions(row.Select(b => Block.Button(b.Label, $"{SayAction}-{_actions++}", b.Command, StyleOf(b))));
        }

        private static string? StyleOf(Button button) => button.Style switch
        {
            ButtonStyle.Normal => null,
            ButtonStyle.Primary => "primary",
            ButtonStyle.Danger => "danger",
            _ => throw new UnreachableException(),
        };

        // Where nothing can be folded it stands open below its summary; what is too much then goes to the next page.
        private IEnumerable<Block> Fold(Part.Fold fold)
        {
            var children = Grouped(fold.Parts).SelectMany(Draw).ToList();
            if (!look.IsRich || children.Count == 0 || children.Any(c => (string?)c.Json["type"] is "container"))
                return [.. Heading(fold.Summary), .. children];

            var parts = children.Chunk(MostChildren).ToList();
            return parts.Select((part, place) => new Block(
                new()
                {
                    ["type"] = "container",
                    ["title"] = Block.Plain(SlackText.Clip(parts.Count == 1 ? fold.Summary : $"{fold.Summary} ({place + 1} of {parts.Count})", Block.LongestHeader)),
                    ["is_collapsible"] = true,
                    ["default_collapsed"] = true,
                    ["child_blocks"] = Block.Array(part.Select(c => c.Json)),
                },
                part.Sum(c => c.Length)));
        }
    }
}
