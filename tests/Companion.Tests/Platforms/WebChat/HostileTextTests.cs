using System.Collections.Immutable;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Companion.Messages;
using Companion.Platforms.WebChat;

namespace Companion.Tests.Platforms.WebChat;

public sealed class HostileTextTests
{
    private const string Harmless = "harmless";

    public static TheoryData<string> Hostile =>
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\" onclick=\"alert(1)",
        "' onmouseover='alert(1)' x='",
        "</textarea></select></form></svg><script>alert(1)</script>",
        "--><!-- ]]><svg/onload=alert(1)>",
        "javascript:alert(1)",
        "https://example.org/\"onmouseover=\"alert(1)",
        "https://example.org/<script>",
        "\u202Eevil\u202C \u2066turned\u2069 \u200Fright",
        "Ana 👩🏽‍🚀 שרה Юлия 你好",
        "a\0b\u0007c",
        "&lt;script&gt; &amp; &#x3C;",
        "`${alert(1)}` {{7*7}}",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Adds_no_element_and_no_attribute_to_a_card(string text)
    {
        Assert.Equal(Skeleton(Renderer.Render(Everything(Harmless), TimeZoneInfo.Utc)), Skeleton(Renderer.Render(Everything(text), TimeZoneInfo.Utc)));
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Adds_no_element_and_no_attribute_to_a_form(string text)
    {
        Assert.Equal(Skeleton(Renderer.Render(Questions(Harmless), TimeZoneInfo.Utc)), Skeleton(Renderer.Render(Questions(text), TimeZoneInfo.Utc)));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\" onclick=\"alert(1)")]
    [InlineData("\u202Eevil\u202C")]
    [InlineData("Ana 👩🏽‍🚀 שרה Юлия 你好")]
    public void Shows_and_sends_back_exactly_what_was_written(string text)
    {
        var card = new HtmlParser().ParseDocument(Renderer.Render(Everything(text), TimeZoneInfo.Utc));
        var form = new HtmlParser().ParseDocument(Renderer.Render(Questions(text), TimeZoneInfo.Utc));

        Assert.Equal(text, card.QuerySelector("h3")!.TextContent);
        Assert.Equal(text, card.QuerySelector("bdi.person")!.TextContent);
        Assert.Equal(text, card.QuerySelector("button")!.GetAttribute("data-command"));
        Assert.Equal(text, form.QuerySelector("form")!.GetAttribute("data-command"));
        Assert.Equal(text, form.QuerySelector("input[type=text]")!.GetAttribute("name"));
        Assert.Equal(text, form.QuerySelector("textarea")!.TextContent);
    }

    [Fact]
    public void Isolates_a_name_that_turns_the_reading_direction()
    {
        var page = new HtmlParser().ParseDocument(Renderer.Render(Everything("\u202Eevil"), TimeZoneInfo.Utc));

        var turning = page.All.Where(element => element.ChildNodes.OfType<IText>().Any(text => text.Data.Contains('\u202E', StringComparison.Ordinal)));

        Assert.All(turning, element => Assert.True(element.LocalName == "bdi" || element.GetAttribute("dir") == "auto", element.OuterHtml));
    }

    [Fact]
    public void Needs_no_style_attribute_and_no_handler()
    {
        var page = new HtmlParser().ParseDocument(Renderer.Render(Samples.Status, TimeZoneInfo.Utc) + Renderer.Render(Samples.Answer, TimeZoneInfo.Utc));

        var attributes = page.All.SelectMany(element => element.Attributes).Select(attribute => attribute.Name);

        Assert.DoesNotContain(attributes, name => name == "style" || name.StartsWith("on", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Elements and attribute names in order: what hostile text must not change.</summary>
    private static string Skeleton(string html) => string.Join('\n', new HtmlParser().ParseDocument(html).All.Select(element =>
        $"{element.LocalName} {string.Join(' ', element.Attributes.Select(attribute => attribute.Name))}"));

    private static Card Everything(string text) => Card.Say(
        text,
        Part.Says(Line.Of(new Inline.Plain(text), new Inline.Strong(text), new Inline.Person(Guid.Empty, text), new Inline.Typed(text))),
        Part.Says(Line.Of(new Inline.Link("https://example.org/?" + Uri.EscapeDataString(text), text), new Inline.Link("file:" + text, text))),
        new Part.Heading(text),
        new Part.Field(text, text),
        new Part.Meter(text, 20, 40, 60, [0, 50, 100], text),
        new Part.Table([text, text], [[text, text], [text, text]]),
        new Part.Bullets([text]),
        Part.Offers(new Button(text, text)),
        new Part.Fold(text, [Part.Says(text)]));

    private static Form Questions(string text) => new(
        text,
        text,
        text,
        [.. Enum.GetValues<FieldKind>().Select(kind => new FormField(text, text, kind, Hint: text, Initial: text, Options: Options(text)))],
        text);

    private static ImmutableArray<FormOption> Options(string text) => [new("1" + text, text), new("2" + text, text)];
}
