using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using Companion.Messages;

namespace Companion.Platforms.Teams;

/// <summary>Shapes cards into Adaptive Cards 1.5, at most 28 KB each: what is longer has pages.</summary>
/// <remarks>https://adaptivecards.io/explorer and https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format</remarks>
internal static class Renderer
{
    public const string ContentType = "application/vnd.microsoft.card.adaptive";

    /// <summary>The most bytes of a card: what the oldest clients take is 28 KB, and the message around it needs some of them.</summary>
    public const int Largest = 26 * 1024;

    // The frame and the ways to other pages need their room too.
    private const int LargestBody = 22 * 1024;
    private const int LongestText = 4000;
    private const int LongestSummary = 200;
    private const int BulletsInOne = 15;

    /// <summary>JSON in a request, never text in a page.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static byte[] Render(Card card, Frame frame) => Render([card], frame);

    /// <summary>Cards that come together as one.</summary>
    public static byte[] Render(ImmutableArray<Card> cards, Frame frame)
    {
        using var body = new Elements { Frame = frame };
        foreach (var (place, card) in cards.Index())
        {
            Title(body, card.Title, isFirst: place == 0);
            Parts(card.Parts, body);
        }

        var pages = body.Pages(LargestBody);
        // A card that nobody can ask for again has no second page.
        if (pages.Length > 1 && frame.Here is null)
            return Only(body, pages[0], frame);

        var page = Math.Clamp(frame.Page, 1, pages.Length);
        return Whole(body, pages[page - 1], frame with { Page = page }, pages.Length);
    }

    private static byte[] Only(Elements body, Range page, Frame frame)
    {
        using var some = new Elements { Frame = frame };
        some.Take(body, page);
        Write(some, "There is more, but this is all that fits into one message of Teams. Ask for it in parts.", weight: "Bolder", separator: true);
        return Whole(some, .., frame with { Page = 1 }, 1);
    }

    /// <summary>The title of a card as a notification shows it.</summary>
    public static string Summary(ImmutableArray<Card> cards)
    {
        var title = Markdown.Plain(cards.Length == 1 ? cards[0].Title : $"{cards[0].Title} (and {cards.Length - 1} more)");
        return title.Length <= LongestSummary ? title : $"{Halves.Begin(title, LongestSummary)}…";
    }

    public static void Parts(ImmutableArray<Part> parts, Elements into)
    {
        foreach (var part in parts)
            Render(part, into);
    }

    private static void Render(Part part, Elements into)
    {
        switch (part)
        {
            case Part.Text text:
                Paragraphs(LineRenderer.Render(text.Line, into), into);
                break;
            case Part.Heading heading:
                Write(into, Markdown.Escape(heading.Title), weight: "Bolder", spacing: "Medium", style: "heading");
                break;
            case Part.Field field:
                Paragraphs($"{LineRenderer.Strong(field.Label)}  {LineRenderer.Render(field.Value, into)}", into, "Small");
                break;
            case Part.Meter meter:
                MeterRenderer.Render(meter, into);
                break;
            case Part.Table table:
                TableRenderer.Render(table, into);
                break;
            case Part.Bullets bullets:
                Bullets(bullets, into);
                break;
            case Part.Actions actions:
                Buttons.Write(into, actions.Buttons);
                break;
            case Part.Fold fold:
                FoldRenderer.Render(fold, into);
                break;
            case Part.Divider:
                Write(into, " ", size: "Small", spacing: "Small", separator: true);
                break;
            default:
                throw new UnreachableException();
        }
    }

    // So many lines in one element, and so many letters: a page is cut between elements.
    private static void Bullets(Part.Bullets bullets, Elements into)
    {
        var (some, letters) = (new List<string>(), 0);
        foreach (var line in bullets.Lines)
        {
            var text = $"- {LineRenderer.Render(line, into).Replace("\n\n", " ", StringComparison.Ordinal)}";
            if (some.Count > 0 && (some.Count == BulletsInOne || letters + text.Length > LongestText))
            {
                Paragraphs(string.Join('\r', some), into, "Small");
                (some, letters) = ([], 0);
            }

            some.Add(text);
            letters += text.Length;
        }

        if (some.Count > 0)
            Paragraphs(string.Join('\r', some), into, "Small");
    }

    // Long texts are cut between paragraphs or words, so that a page can end there.
    private static void Paragraphs(string text, Elements into, string? spacing = null)
    {
        var rest = text.AsSpan();
        while (rest.Length > LongestText)
        {
            var cut = rest[..LongestText].LastIndexOf("\n\n");
            cut = cut > 0 ? cut : rest[..LongestText].LastIndexOf(' ');
            // Never between a backslash and what it escapes.
            cut = cut > 0 ? cut : rest[LongestText - 1] == '\\' ? LongestText - 1 : Halves.Begin(rest, LongestText).Length;
            // Nor inside a mention.
            cut = rest[..cut].LastIndexOf("<at>") is > 0 and var at && rest[at - 1] != '\\' && rest[at..cut].IndexOf("</at>") < 0 ? at : cut;
            Piece(into, rest[..cut].ToString(), spacing);
            rest = rest[cut..].TrimStart();
        }

        Piece(into, rest.ToString(), spacing);
    }

    private static void Piece(Elements into, string text, string? spacing)
    {
        Write(into, text, spacing: spacing);
        into.Carry(text);
    }

    private static void Title(Elements into, string title, bool isFirst) =>
        Write(into, Markdown.Escape(title), size: isFirst ? "Large" : "Medium", weight: "Bolder", spacing: isFirst ? null : "ExtraLarge", separator: !isFirst, style: "heading");

    public static void Write(Elements into, string text, string? size = null, string? weight = null, string? color = null, bool subtle = false, string? spacing = null, bool separator = false, string? style = null)
    {
        Text.Write(into.Json, text, size, weight, color, subtle, spacing, separator, style);
        into.End();
    }

    /// <summary>The card around one page of elements.</summary>
    public static byte[] Whole(Elements body, Range page, Frame frame, int pages)
    {
        using var ways = new Elements { Frame = frame };
        Buttons.WriteWays(ways, pages);
        ways.End();

        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("type", "AdaptiveCard");
            json.WriteString("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
            json.WriteString("version", "1.5");
            json.WriteStartArray("body");
            if (body.Of(page) is { Length: > 0 } elements)
                json.WriteRawValue(elements, skipInputValidation: true);
            json.WriteEndArray();
            if (ways.Of(..) is { Length: > 0 } actions)
            {
                json.WriteStartArray("actions");
                json.WriteRawValue(actions, skipInputValidation: true);
                json.WriteEndArray();
            }

            Refresh(json, frame);
            Teams(json, body.MentionsIn(page));
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    // Without userIds a client would refresh for everybody by itself; an empty list leaves it to the menu.
    private static void Refresh(Utf8JsonWriter json, Frame frame)
    {
        if (!frame.IsKept)
            return;

        json.WriteStartObject("refresh");
        json.WriteStartObject("action");
        json.WriteString("type", "Action.Execute");
        json.WriteString("title", "Refresh");
        json.WriteString("verb", Buttons.Show);
        json.WritePropertyName("data");
        Buttons.Data(json, Buttons.Show, Origin.Message, null);
        json.WriteEndObject();
        json.WriteStartArray("userIds");
        if (frame.RefreshFor is { } person)
            json.WriteStringValue(person);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Teams(Utf8JsonWriter json, IEnumerable<Mention> mentions)
    {
        json.WriteStartObject("msteams");
        json.WriteString("width", "Full");
        json.WriteStartArray("entities");
        foreach (var mention in mentions)
        {
            json.WriteStartObject();
            json.WriteString("type", "mention");
            json.WriteString("text", mention.Text);
            json.WriteStartObject("mentioned");
            json.WriteString("id", mention.Id);
            json.WriteString("name", mention.Name);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
