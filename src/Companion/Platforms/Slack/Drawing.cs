using System.Collections.Immutable;
using System.Diagnostics;
using Companion.Messages;

namespace Companion.Platforms.Slack;

/// <summary>The parts of one message in order; it remembers whether the message has its table.</summary>
internal sealed class Drawing(Look look)
{
    private const int MostChildren = 10;

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
            yield return Block.Actions(row.Select(b => Block.Button(b.Label, $"{Renderer.SayAction}-{_actions++}", b.Command, StyleOf(b))));
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
        var children = Renderer.Grouped(fold.Parts).SelectMany(Draw).ToList();
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
