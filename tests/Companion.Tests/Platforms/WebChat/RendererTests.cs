using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Companion.Messages;
using Companion.Platforms.WebChat;
using Companion.Tests.Support;

namespace Companion.Tests.Platforms.WebChat;

public sealed class RendererTests
{
    [Fact]
    public void Shows_a_status_with_slider_and_buttons() =>
        Golden.Matches("WebChat/status.html", Renderer.Render(Samples.Status, Samples.Berlin));

    [Fact]
    public void Shows_reasons_as_table_bullets_and_fold() =>
        Golden.Matches("WebChat/reasons.html", Renderer.Render(Samples.Reasons, Samples.Berlin));

    [Fact]
    public void Shows_sliders_at_both_ends() =>
        Golden.Matches("WebChat/ends.html", Renderer.Render(Samples.Ends, Samples.Berlin));

    [Fact]
    public void Shows_a_form_with_every_kind_of_field() =>
        Golden.Matches("WebChat/answer.html", Renderer.Render(new Reply.OpenForm(Samples.Answer), Samples.Berlin));

    [Fact]
    public void Lets_a_choice_stay_open() =>
        Golden.Matches("WebChat/pick.html", Renderer.Render(Samples.Pick, Samples.Berlin));

    [Fact]
    public void Shows_a_sentence_for_each_field_that_needs_another_look() =>
        Golden.Matches("WebChat/errors.html", Renderer.Render(Samples.Errors, Samples.Berlin));

    [Fact]
    public void Shows_done_and_show_alike() =>
        Assert.Equal(Renderer.Render(new Reply.Show(Samples.Status), Samples.Berlin), Renderer.Render(new Reply.Done(Samples.Status), Samples.Berlin));

    [Fact]
    public void Shows_a_moment_in_the_readers_zone_and_keeps_it_in_utc()
    {
        var card = Card.Say("When", Part.Says(Line.Of(new Inline.Moment(new DateTimeOffset(2026, 7, 1, 23, 30, 0, TimeSpan.Zero), MomentStyle.Minute))));

        var time = Parse(Renderer.Render(card, Samples.Berlin)).QuerySelector("time")!;

        Assert.Equal("2026-07-01T23:30:00Z", time.GetAttribute("datetime"));
        Assert.Equal("Thu 2 Jul 2026, 01:30", time.TextContent);
    }

    [Theory]
    [InlineData("https://example.org/a", true)]
    [InlineData("http://example.org/a", true)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData(" JaVaScRiPt:alert(1)", false)]
    [InlineData("data:text/html,<script>alert(1)</script>", false)]
    [InlineData("//example.org", false)]
    [InlineData("/chat/people", false)]
    [InlineData("", false)]
    public void Makes_only_web_addresses_clickable(string address, bool clickable)
    {
        var page = Parse(Renderer.Render(Card.Say("Link", Part.Says(Line.Of(new Inline.Link(address, "look")))), Samples.Berlin));

        Assert.Equal(clickable, page.QuerySelector("a") is not null);
        Assert.Contains("look", page.Body!.TextContent, StringComparison.Ordinal);

        if (page.QuerySelector("a") is { } link)
            Assert.Equal(("noopener noreferrer nofollow", "_blank"), (link.GetAttribute("rel"), link.GetAttribute("target")));
    }

    [Fact]
    public void Ties_each_question_to_its_hint_and_error()
    {
        var page = Parse(Renderer.Render(Samples.Answer, Samples.Berlin));

        var described = page.QuerySelectorAll("[aria-describedby]");

        Assert.Equal(Samples.Answer.Fields.Length, described.Length);
        Assert.All(described, field => Assert.All(field.GetAttribute("aria-describedby")!.Split(' '), id => Assert.NotNull(page.GetElementById(id))));
        Assert.All(page.QuerySelectorAll("label"), label => Assert.NotNull(page.GetElementById(label.GetAttribute("for")!)));
        Assert.Distinct(page.QuerySelectorAll("[id]").Select(element => element.Id));
    }

    [Fact]
    public void Keeps_what_was_answered_before()
    {
        var page = Parse(Renderer.Render(Samples.Answer, Samples.Berlin));

        Assert.Equal("36", page.QuerySelector("[name=first-response]")!.GetAttribute("value"));
        Assert.Equal(["4", "docs", "people"], page.QuerySelectorAll("input[checked]").Select(input => input.GetAttribute("value")));
        Assert.Equal("Two lines\nof text", page.QuerySelector("textarea")!.TextContent);
    }

    [Fact]
    public void Keeps_a_blank_first_line_of_a_long_text()
    {
        var form = Samples.Answer with { Fields = [new("note", "Note", FieldKind.LongText, Initial: "\nsecond")] };

        Assert.Equal("\nsecond", Parse(Renderer.Render(form, Samples.Berlin)).QuerySelector("textarea")!.TextContent);
    }

    private static IDocument Parse(string html) => new HtmlParser().ParseDocument(html);
}
