using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Companion.Messages;
using Companion.Platforms.Slack;
using Companion.Tests.Platforms.WebChat;
using Companion.Tests.Support;
using Renderer = Companion.Platforms.Slack.Renderer;

namespace Companion.Tests.Platforms.Slack;

public sealed class RendererTests
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Look Message = new(Surface.Message, _ => "U0000ANA");

    [Fact]
    public void Shows_a_status_with_slider_and_buttons() => Matches("status.json", Renderer.Message(Samples.Status, Message, "line status"));

    [Fact]
    public void Shows_reasons_as_table_bullets_and_an_open_fold() => Matches("reasons.json", Renderer.Message(Samples.Reasons, Message, "line why"));

    [Fact]
    public void Folds_where_the_workspace_can() => Matches("reasons-rich.json", Renderer.Message(Samples.Reasons, Message with { IsRich = true }, "line why"));

    [Fact]
    public void Shows_sliders_at_both_ends() => Matches("ends.json", Renderer.Message(Samples.Ends, Message, "line status"));

    [Fact]
    public void Shows_several_cards_in_one_message() => Matches("bundle.json", Renderer.Message([Samples.Reasons, Samples.Status, Samples.Reasons], Message, "message"));

    [Fact]
    public void Shows_a_form_with_every_kind_of_field() => Matches("answer.json", FormRenderer.Modal(Samples.Answer, 1, "{}", Nobody));

    [Fact]
    public void Lets_a_choice_stay_open() => Matches("pick.json", FormRenderer.Modal(Samples.Pick, 1, "{}", Nobody));

    [Fact]
    public void Nobody_is_called_by_what_somebody_wrote()
    {
        const string Hostile = "<!channel> <@U123> & <https://evil.example|click> *bold* ```x```";
        var card = Card.Say(Hostile, Part.Says(Hostile), new Part.Field(Hostile, Hostile), new Part.Bullets([Hostile]), new Part.Table([Hostile], [[Hostile]]), new Part.Fold(Hostile, [Part.Says(Hostile)]));

        var message = Renderer.Message(card, Message, "x");

        Assert.Equal("&lt;!channel&gt; &lt;@U123&gt; &amp; &lt;https://evil.example|click&gt; *bold* ```x```", (string?)message["text"]);
        Assert.DoesNotContain("mrkdwn", message.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"broadcast\"", message.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"type\":\"user\"", message.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(BlockRules.OfMessage(message));
    }

    [Fact]
    public void What_turns_the_reading_direction_is_taken_out() =>
        Assert.Equal("abc", (string?)Renderer.Message(Card.Say("a\u202Eb\u2066\u0007c"), Message, "x")["text"]);

    [Fact]
    public void A_long_text_is_parted_between_words_and_nothing_is_lost()
    {
        var text = string.Join(' ', Enumerable.Range(0, 2500).Select(n => $"word{n}"));

        var message = Renderer.Message(Card.Say("Long", Part.Says(text)), Message, "line x");
        var pages = Enumerable.Range(1, 3).Select(p => Renderer.Message(Card.Say("Long", Part.Says(text)), Message, "line x", p)).ToList();

        Assert.All(pages, p => Assert.Empty(BlockRules.OfMessage(p)));
        var shown = string.Concat(pages.Take(2).SelectMany(Texts));
        Assert.Equal(text, shown);
        Assert.Equal("2 line x", Buttons(message).Single());
        Assert.Equal("1 line x", Buttons(pages[1]).Single());
    }

    [Fact]
    public void A_text_without_a_space_is_not_cut_inside_a_character()
    {
        var text = string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦", 1000));

        var shown = Texts(Renderer.Message(Card.Say("Long", Part.Says(text)), Message, "x")).ToList();

        Assert.Equal(text[..shown.Sum(s => s.Length)], string.Concat(shown));
        Assert.All(shown, piece => Assert.EndsWith("👦", piece, StringComparison.Ordinal));
    }

    [Fact]
    public void A_long_card_is_paged_within_the_limits()
    {
        var parts = Enumerable.Range(0, 60).SelectMany(n => new Part[]
        {
            new Part.Meter($"Unit {n}", 20, 40, 60, [0, 20, 40, 60, 80, 100], "Level 20"),
            new Part.Table(["A", "B"], [["1", ""]]),
            Part.Offers([.. Enumerable.Range(0, 30).Select(b => new Button($"Why is unit {n} where it is, and what comes next, in as many words as it takes {b}?", $"why {n} {b}"))]),
        });
        var card = new Card("Everything", [.. parts]);
        var seen = 0;

        for (var page = 1; ; page++)
        {
            var message = Renderer.Message(card, Message, "line status", page);
            Assert.Empty(BlockRules.OfMessage(message));
            seen += Texts(message).Count(t => t.StartsWith("Unit ", StringComparison.Ordinal));
            if (!Buttons(message).Any(b => b.StartsWith($"{page + 1} ", StringComparison.Ordinal)))
                break;
        }

        Assert.Equal(60, seen);
    }

    [Fact]
    public void A_form_of_200_fields_takes_steps_and_keeps_what_was_filled_in()
    {
        var fields = Enumerable.Range(0, 200).Select(n => new FormField($"q{n}", new string('l', 2100), FieldKind.Choice, Options: [.. Enumerable.Range(0, n).Select(o => new FormOption($"{o}", new string('o', 90)))]));
        var form = new Form(new string('t', 200), "answer 3", new string('i', 4000), [.. fields], new string('s', 60));

        var steps = Enumerable.Range(1, FormRenderer.Steps(form).Count).Select(s => FormRenderer.Modal(form, s, "{}", Nobody, new Dictionary<string, string>(StringComparer.Ordinal) { ["q1"] = "0" })).ToList();

        Assert.All(steps, s => Assert.DoesNotContain(BlockRules.OfView(s), p => p != "view_too_large"));
        Assert.Equal(200, steps.Sum(s => BlockRules.Blocks(s).Count(b => (string?)b["type"] == "input")));
        Assert.All(steps[..^1], s => Assert.Equal("Next", (string?)s["submit"]!["text"]));
    }

    [Fact]
    public void A_long_list_of_options_is_searched_as_one_types()
    {
        var field = new FormField("who", "Who", FieldKind.Choice, Options: [.. Enumerable.Range(0, 500).Select(n => new FormOption($"m{n}", $"Member {n}"))]);

        var all = FormRenderer.Matching(field.Options, "");
        var some = FormRenderer.Matching(field.Options, "ember 49");

        Assert.Equal(100, all["options"]!.AsArray().Count);
        Assert.Equal(11, some["options"]!.AsArray().Count);
        Assert.Empty(BlockRules.OfOptions(all));
    }

    [Fact]
    public void What_was_filled_in_comes_back_by_field()
    {
        using var state = JsonDocument.Parse("""
            {"values":{"a":{"v":{"type":"plain_text_input","value":"Ops"}},"b":{"v":{"type":"multi_static_select","selected_options":[{"value":"=x"},{"value":"=y"}]}},
             "c":{"v":{"type":"datepicker","selected_date":null}},"d":{"v":{"type":"radio_buttons","selected_option":{"value":"=4"}}},"e":{"v":{"type":"radio_buttons","selected_option":null}},
             "f":{"v":{"type":"external_select","selected_option":{"value":"="}}},"g":{"v":{"type":"number_input","value":"3.5"}},"h":{"other":{"type":"plain_text_input","value":"no"}},"i":7}}
            """);

        var fields = FormValues.Read(state.RootElement);

        Assert.Equal("a=Ops b=x,y c= d=4 e= f= g=3.5", string.Join(' ', fields.Select(f => $"{f.Key}={f.Value}")));
    }

    private static string? Nobody(string name) => null;

    private static IEnumerable<string> Texts(JsonNode message) => message["blocks"]!.AsArray().Where(b => (string?)b!["type"] == "rich_text")
        .SelectMany(b => b!["elements"]!.AsArray().SelectMany(e => e!["elements"]!.AsArray())).Where(l => (string?)l!["type"] == "text").Select(l => (string)l!["text"]!);

    private static IEnumerable<string> Buttons(JsonNode message) => message["blocks"]!.AsArray().Where(b => (string?)b!["type"] == "actions")
        .SelectMany(b => b!["elements"]!.AsArray()).Select(e => (string)e!["value"]!);

    internal static void Matches(string name, JsonNode json)
    {
        Assert.Empty((string?)json["type"] is "modal" or "home" ? BlockRules.OfView(json) : BlockRules.OfMessage(json));
        Golden.Matches($"Slack/{name}", json.ToJsonString(Readable));
    }
}
