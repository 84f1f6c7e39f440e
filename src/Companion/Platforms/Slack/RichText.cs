using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Companion.Messages;

namespace Companion.Platforms.Slack;

/// <summary>Lines as rich text: its leaves are text and nothing else, so what people wrote can neither become markup nor call anybody.</summary>
/// <remarks>See https://docs.slack.dev/reference/block-kit/blocks/rich-text-block.</remarks>
internal static class RichText
{
    public static readonly TextStyle Normal = new(false, false);
    public static readonly TextStyle Bold = new(true, false);
    public static readonly TextStyle Code = new(false, true);

    /// <summary>A line as paragraphs: one, or as many as it takes to stay within a block.</summary>
    public static IEnumerable<Block> Paragraph(IEnumerable<Leaf> leaves) =>
        Chunks(leaves, Block.LongestText).Select(chunk => Block.Rich(chunk.Length, Section(chunk.Leaves)));

    public static JsonObject Section(IEnumerable<Leaf> leaves) => new() { ["type"] = "rich_text_section", ["elements"] = Block.Array(leaves.Select(l => l.ToJson())) };

    /// <summary>Bullets, in as many lists as it takes.</summary>
    public static IEnumerable<Block> Bullets(IEnumerable<IEnumerable<Leaf>> lines)
    {
        var (items, length) = (new List<JsonObject>(), 0);
        foreach (var chunk in lines.SelectMany(l => Chunks(l, Block.LongestText)))
        {
            if (items.Count > 0 && length + chunk.Length > Block.LongestText)
            {
                yield return List(items, length);
                (items, length) = ([], 0);
            }

            items.Add(Section(chunk.Leaves));
            length += chunk.Length;
        }

        if (items.Count > 0)
            yield return List(items, length);
    }

    private static Block List(List<JsonObject> items, int length) =>
        Block.Rich(length, new JsonObject { ["type"] = "rich_text_list", ["style"] = "bullet", ["elements"] = Block.Array(items) });

    /// <summary>The leaves in groups of at most so many characters; a long text is parted between words.</summary>
    public static IEnumerable<(List<Leaf> Leaves, int Length)> Chunks(IEnumerable<Leaf> leaves, int most)
    {
        var (chunk, length) = (new List<Leaf>(), 0);
        foreach (var leaf in leaves.SelectMany(l => l.Split(most)))
        {
            if (length > 0 && length + leaf.Text.Length > most)
            {
                yield return (chunk, length);
                (chunk, length) = ([], 0);
            }

            chunk.Add(leaf);
            length += leaf.Text.Length;
        }

        if (chunk.Count > 0)
            yield return (chunk, length);
    }

    public static IEnumerable<Leaf> Leaves(Line line, Func<Guid, string?> userOf)
    {
        foreach (var inline in line.Inlines)
        {
            if (Of(inline, userOf) is { Text.Length: > 0 } leaf)
                yield return leaf;
            // A link whose address cannot be clicked is shown beside its text.
            if (inline is Inline.Link { Address: var address, Text: var text } && !IsWeb(address) && text != address)
                yield return new($" ({SlackText.Clean(address)})", Normal);
        }
    }

    private static Leaf Of(Inline inline, Func<Guid, string?> userOf) => inline switch
    {
        Inline.Plain plain => new(SlackText.Clean(plain.Text), Normal),
        Inline.Strong strong => new(SlackText.Clean(strong.Text), Bold),
        Inline.Person person => new(SlackText.Clean(person.Name), Normal) { User = userOf(person.Id) },
        Inline.Moment moment => new(Fallback(moment), Normal) { Moment = moment },
        Inline.Link link => new(SlackText.Clean(link.Text.Length == 0 ? link.Address : link.Text), Normal) { Url = IsWeb(link.Address) ? link.Address : null },
        Inline.Typed typed => new(SlackText.Clean(typed.Text), Code),
        _ => throw new UnreachableException(),
    };

    private static bool IsWeb(string address) =>
        address.Length <= 3000 && Uri.TryCreate(address, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);

    // Shown only where Slack cannot turn the instant into the reader's own time.
    private static string Fallback(Inline.Moment moment) => moment.At.UtcDateTime.ToString(moment.Style == MomentStyle.Day ? "ddd d MMM yyyy" : "ddd d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    internal sealed record TextStyle(bool IsBold, bool IsCode);

    /// <summary>One run of text: as itself, or as somebody, an instant or a link.</summary>
    internal sealed record Leaf(string Text, TextStyle Style)
    {
        public string? User { get; init; }

        public Inline.Moment? Moment { get; init; }

        public string? Url { get; init; }

        public IEnumerable<Leaf> Split(int most) => Text.Length <= most || User is not null || Moment is not null ? [this] : SlackText.Split(Text, most).Select(t => this with { Text = t });

        public JsonObject ToJson()
        {
            var json = User is { } user ? new JsonObject { ["type"] = "user", ["user_id"] = user }
                : Moment is { } moment ? Date(moment, Text)
                : Url is { } url ? new JsonObject { ["type"] = "link", ["url"] = url, ["text"] = Text }
                : new JsonObject { ["type"] = "text", ["text"] = Text };
            if (Style.IsBold)
                json["style"] = new JsonObject { ["bold"] = true };
            if (Style.IsCode)
                json["style"] = new JsonObject { ["code"] = true };
            return json;
        }

        private static JsonObject Date(Inline.Moment moment, string fallback) => new()
        {
            ["type"] = "date",
            ["timestamp"] = moment.At.ToUnixTimeSeconds(),
            ["format"] = moment.Style == MomentStyle.Day ? "{date_short}" : "{date_short} at {time}",
            ["fallback"] = fallback,
        };
    }
}
