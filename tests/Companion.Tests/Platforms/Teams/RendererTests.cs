using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;
using Companion.Messages;
using Companion.Platforms.Teams;
using Companion.Tests.Platforms.WebChat;
using Companion.Tests.Support;

namespace Companion.Tests.Platforms.Teams;

public sealed class RendererTests
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly Frame Private = new(id => id.ToString().EndsWith("01", StringComparison.Ordinal) ? "11111111-1111-1111-1111-111111111111" : null) { Line = "status" };

    public static TheoryData<string> Names => ["status", "reasons", "ends"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Shows_a_card(string name) => Matches(name, Renderer.Render(Sample(name), Private));

    [Fact]
    public void Shows_what_came_by_itself_with_a_way_to_refresh_it() =>
        Matches("kept", Renderer.Render([Samples.Ends, Samples.Status], new() { IsKept = true, RefreshFor = "29:1ana" }));

    [Fact]
    public void Shows_a_form_with_every_kind_of_field() => Matches("answer", FormRenderer.Render(Samples.Answer, Private with { Back = new("status", 1) }, ImmutableSortedDictionary<string, string>.Empty, null)!);

    [Fact]
    public void Lets_a_choice_stay_open() => Matches("pick", FormRenderer.Render(Samples.Pick, Frame.Bare, ImmutableSortedDictionary<string, string>.Empty, null)!);

    [Fact]
    public void Shows_what_is_wrong_at_its_field_and_keeps_what_was_typed()
    {
        var typed = ImmutableSortedDictionary<string, string>.Empty.Add("first-response", "60 hours").Add("know", "2").Add("note", "half a\nsentence").Add("helped", "luck");

        Matches("errors", FormRenderer.Render(Samples.Answer, Frame.Bare, ((Reply.FieldErrors)Samples.Errors).ByField, typed)!);
    }

    [Fact]
    public void Nobody_is_called_by_a_card_that_everybody_in_a_channel_reads()
    {
        var card = Read(Renderer.Render(Samples.Status, Frame.Bare));

        Assert.Empty(card["msteams"]!["entities"]!.AsArray());
        Assert.Contains("Ana Müller", Cards.TextOf(card), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("**bold** _it_ `code` ~~no~~")]
    [InlineData("[link](javascript:alert(1))")]
    [InlineData("![image](https://example.org/i.png)")]
    [InlineData("1. a list\n- and another\n# and a title\n+ plus\n> quote\n2) more\n---\n===")]
    [InlineData("<at>Ana Müller</at> <b>hi</b> <script>alert(1)</script>")]
    [InlineData("{{DATE(2026-01-01T00:00:00Z,SHORT)}}")]
    [InlineData("back\\slash \\* and &lt; &amp;")]
    public void What_people_write_is_never_markup(string text)
    {
        var card = Read(Renderer.Render(Card.Say(text, Part.Says(text), new Part.Table([text, "b"], [[text, text]])), Private));

        CardRules.Check(card);
        var shown = Cards.OfType(card, "TextBlock").Select(t => (string)t["text"]!).Where(t => !t.StartsWith("**", StringComparison.Ordinal)).ToList();
        Assert.Equal(4, shown.Count);
        Assert.All(shown, markdown =>
        {
            var page = new HtmlParser().ParseDocument(Markdig.Markdown.ToHtml(markdown));
            Assert.All(page.Body!.QuerySelectorAll("*"), element => Assert.Equal("P", element.TagName));
            Assert.Equal(text, string.Join('\n', page.QuerySelectorAll("p").Select(p => p.TextContent)));
            Assert.DoesNotContain("{{", markdown, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Invisible_characters_and_turned_directions_are_left_out()
    {
        var card = Read(Renderer.Render(Card.Say("a\u202Eb\u0007c\u2066d"), Frame.Bare));

        Assert.Equal("abcd", Cards.TextOf(card));
    }

    [Theory]
    [InlineData("https://example.org/a(b)", "[look](https://example.org/a%28b%29)")]
    [InlineData("javascript:alert(1)", "look (javascript:alert(1))")]
    [InlineData("msteams:/l/chat", "look (msteams:/l/chat)")]
    public void Only_web_addresses_can_be_followed(string address, string shown)
    {
        var card = Read(Renderer.Render(Card.Say("x", Part.Says(Line.Of(new Inline.Link(address, "look")))), Frame.Bare));

        Assert.Equal(shown, (string?)Cards.OfType(card, "TextBlock").Last()["text"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(400)]
    public void A_long_card_has_pages_that_together_say_everything(int times)
    {
        var parts = Enumerable.Range(0, times).SelectMany(i => new Part[]
        {
            new Part.Heading($"heading-{i}."),
            Part.Says(new string('x', 90 * (i % 7)) + $" text-{i}."),
            new Part.Meter($"meter-{i}.", 20, 40, 60, [0, 20, 40, 60, 80, 100], "caption"),
            new Part.Fold($"fold {i}", [Part.Says($"inside-{i}.")]),
            Part.Offers(new Button($"button {i}", $"why {i}")),
        }).ToImmutableArray();
        var said = new StringBuilder();
        var page = 1;

        for (var more = true; more; page++)
        {
            var json = Renderer.Render(new Card("Long", parts), Private with { Page = page });
            Assert.True(json.Length <= Renderer.Largest);
            var card = Read(json);
            CardRules.Check(card);
            said.AppendLine(Cards.TextOf(card));
            more = Cards.ButtonsOf(card).Contains("More");
        }

        Assert.All(Enumerable.Range(0, times), i => Assert.All(new[] { $"heading-{i}.", $"text-{i}.", $"meter-{i}.", $"inside-{i}." }, text => Assert.Contains(text, said.ToString(), StringComparison.Ordinal)));
    }

    [Fact]
    public void One_part_that_is_too_long_for_a_page_is_cut_between_words_and_rows()
    {
        var text = string.Join(' ', Enumerable.Range(0, 6000).Select(i => $"w{i}*"));
        var table = new Part.Table(["a", "b"], [.. Enumerable.Range(0, 300).Select(i => ImmutableArray.Create<Line>($"row-{i}.", "and what it says in a sentence of some length"))]);
        var fold = new Part.Fold("all", [.. Enumerable.Range(0, 300).Select(i => Part.Says($"folded-{i}. and a sentence of some length behind it"))]);
        var said = new StringBuilder();

        for (var (page, more) = (1, true); more; page++)
        {
            var card = Read(Renderer.Render(Card.Say("Long", Part.Says(text), table, fold), Private with { Page = page }));
            CardRules.Check(card);
            said.AppendLine(Cards.TextOf(card));
            more = Cards.ButtonsOf(card).Contains("More");
        }

        var all = said.ToString();
        Assert.All(Enumerable.Range(0, 6000), i => Assert.Contains($"w{i}*", all, StringComparison.Ordinal));
        Assert.All(Enumerable.Range(0, 300), i => Assert.Contains($"row-{i}.", all, StringComparison.Ordinal));
        Assert.All(Enumerable.Range(0, 300), i => Assert.Contains($"folded-{i}.", all, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_written_beyond_a_buffers_first_size_is_kept()
    {
        using var buffer = new Companion.Platforms.Teams.Buffer(8);
        var expected = Enumerable.Range(0, 5000).Select(i => (byte)i).ToArray();

        foreach (var some in expected.Chunk(37))
        {
            some.CopyTo(buffer.GetSpan(some.Length));
            buffer.Advance(some.Length);
        }

        Assert.True(expected.AsSpan().SequenceEqual(buffer.Written));
    }

    [Fact]
    public void A_button_carries_its_line_and_where_it_was_pressed()
    {
        var card = Read(Renderer.Render(Samples.Status, Private));

        var button = Cards.Button(card, "Hold");

        Assert.Equal("decide contributors hold", (string?)button["data"]!["line"]);
        Assert.Equal("status", (string?)button["data"]!["from"]);
        Assert.Equal("none", (string?)button["associatedInputs"]);
    }

    private static Card Sample(string name) => name switch
    {
        "status" => Samples.Status,
        "reasons" => Samples.Reasons,
        _ => Samples.Ends,
    };

    private static void Matches(string name, byte[] json)
    {
        var card = Read(json);
        CardRules.Check(card);
        Golden.Matches($"Teams/{name}.json", card.ToJsonString(Readable));
    }

    private static JsonNode Read(byte[] json) => JsonNode.Parse(json)!;
}
