using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Companion.Messages;
using Companion.Platforms.Teams;

namespace Companion.Tests.Platforms.Teams;

/// <summary>Forms that are longer than a card, what is typed into them, and choosing people.</summary>
public sealed class FormTests
{
    [Fact]
    public void A_form_that_is_too_long_for_a_card_has_steps_that_carry_what_was_filled_in()
    {
        var form = Long(120);
        var typed = ImmutableSortedDictionary<string, string>.Empty;
        var asked = new List<string>();

        for (var (step, last) = (1, false); !last; step++)
        {
            var json = FormRenderer.Render(form, new() { Step = step }, ImmutableSortedDictionary<string, string>.Empty, step == 1 ? null : typed)!;
            Assert.True(step < 20, "A form ends.");
            Assert.True(json.Length <= Renderer.Largest);
            var card = JsonNode.Parse(json)!;
            CardRules.Check(card);
            var inputs = Cards.All(card).Where(Cards.IsInput).Select(i => (string)i["id"]!).ToList();
            asked.AddRange(inputs);
            last = Cards.ButtonsOf(card).Contains("Send");
            var forward = Cards.Button(card, last ? "Send" : "Next")["data"]!.AsObject();
            Assert.Equal(last ? "submit" : "step", (string?)forward["verb"]);
            // As the client does: what the button carries, and what was filled in beside it.
            typed = forward.Where(p => p.Key.StartsWith("f.", StringComparison.Ordinal)).Select(p => (p.Key, Value: (string)p.Value!)).Concat(inputs.Select(i => (Key: i, Value: "4"))).ToImmutableSortedDictionary(p => p.Key[2..], p => p.Value, StringComparer.Ordinal);
        }

        Assert.Equal(form.Fields.Select(f => $"f.{f.Name}"), asked);
        Assert.Equal(form.Fields.Select(f => f.Name).Order(StringComparer.Ordinal), typed.Where(t => t.Value == "4").Select(t => t.Key));
    }

    [Fact]
    public void What_is_wrong_opens_the_step_on_which_it_stands()
    {
        var form = Long(120);
        var typed = form.Fields.ToImmutableSortedDictionary(f => f.Name, _ => "4", StringComparer.Ordinal);

        var card = JsonNode.Parse(FormRenderer.Render(form, Frame.Bare, ImmutableSortedDictionary<string, string>.Empty.Add("q119", "That is no answer."), typed)!)!;

        Assert.Contains("That is no answer.", Cards.TextOf(card), StringComparison.Ordinal);
        Assert.Contains("f.q119", Cards.All(card).Where(Cards.IsInput).Select(i => (string)i["id"]!));
        Assert.Contains("Send", Cards.ButtonsOf(card));
        Assert.Equal("4", (string?)Cards.Button(card, "Send")["data"]!["f.q0"]);
    }

    [Fact]
    public void A_list_that_no_card_holds_is_no_form()
    {
        var form = new Form("Log", "log", "", [new("unit", "About", FieldKind.Choice, Options: [.. Enumerable.Range(0, 900).Select(i => new FormOption($"unit-{i}", $"Unit number {i}"))])], "Log it");

        Assert.Null(FormRenderer.Render(form, Frame.Bare, ImmutableSortedDictionary<string, string>.Empty, null));
        Assert.NotNull(FormRenderer.Render(form, new() { IsDialog = true }, ImmutableSortedDictionary<string, string>.Empty, null));
    }

    [Fact]
    public async Task Turning_to_another_step_submits_nothing_and_keeps_what_was_filled_in()
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = await FaultTests.SetUpAsync(teams);
        var log = await ana.SayAsync("log");
        var button = Cards.Button(log.Card, "Log it").DeepClone().AsObject();
        (button["data"]!["verb"], button["data"]!["page"]) = ("step", 1);

        var again = await ActAsync(teams, ana.Execution(button, [("f.what", "We publish the budget"), ("f.rationale", "Everybody asked")], log.Id));
        var submit = ana.Activity("message", ana.Own);
        submit["value"] = button["data"]!.DeepClone();
        submit["value"]!["f.what"] = "We hire a writer";
        submit["replyToId"] = log.Id;
        using var old = await teams.PostAsync(submit);

        Assert.Equal("We publish the budget", (string?)Cards.All(again["value"]!).Single(i => (string?)i["id"] == "f.what")["value"]);
        Assert.Equal("We hire a writer", (string?)Cards.All(teams.Cloud.Sent.Last(s => s.IsUpdate && s.Id == log.Id).Card).Single(i => (string?)i["id"] == "f.what")["value"]);
        Assert.DoesNotContain("budget", (await ana.SayAsync("decisions")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_more_than_Teams_can_show_again_stays_in_the_form()
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = await FaultTests.SetUpAsync(teams);
        var log = await ana.SayAsync("log");
        var much = string.Concat(Enumerable.Repeat("長い話", 1300));

        // A unit that is none: the command refuses, and the form would have to come again.
        var refused = await ActAsync(teams, ana.Execution(Cards.Button(log.Card, "Log it"), [("f.what", much), ("f.rationale", much), ("f.effect", much), ("f.unit", "nowhere")], log.Id));
        var kept = await ActAsync(teams, ana.Execution(Cards.Button(log.Card, "Log it"), [("f.what", much), ("f.rationale", much), ("f.effect", much), ("f.unit", "contributors")], log.Id));

        Assert.Equal(("application/vnd.microsoft.error", "TooLong"), ((string)refused["type"]!, (string)refused["value"]!["code"]!));
        Assert.Contains("The form is still there", (string)refused["value"]!["message"]!, StringComparison.Ordinal);
        Assert.Equal("application/vnd.microsoft.card.adaptive", (string)kept["type"]!);
    }

    [Fact]
    public void A_card_that_cannot_be_asked_for_again_says_that_there_is_more()
    {
        var parts = Enumerable.Range(0, 400).Select(i => (Part)Part.Says(new string('x', 90) + i)).ToImmutableArray();

        var json = Renderer.Render(new Card("Long", parts), Frame.Bare);

        Assert.True(json.Length <= Renderer.Largest);
        var card = JsonNode.Parse(json)!;
        CardRules.Check(card);
        Assert.Contains("There is more", Cards.TextOf(card), StringComparison.Ordinal);
    }

    [Fact]
    public void Long_lists_and_mentions_fit_too()
    {
        var id = Guid.Parse("00000000-0000-0000-0000-000000000001");
        var bullets = new Part.Bullets([.. Enumerable.Range(0, 60).Select(i => Line.Of(new Inline.Plain(new string('界', 900)), new Inline.Person(id, $"Somebody with a name {i}")))]);
        var table = new Part.Table(["Who", "What"], [.. Enumerable.Range(0, 200).Select(i => ImmutableArray.Create<Line>(Line.Of(new Inline.Person(id, $"Person {i}")), new string('界', 300)))]);

        for (var (page, more) = (1, true); more; page++)
        {
            var json = Renderer.Render(Card.Say("Long", bullets, table), new(_ => "29:1234567890") { Line = "units", Page = page });
            Assert.True(json.Length <= Renderer.Largest, $"Page {page} has {json.Length} bytes.");
            var card = JsonNode.Parse(json)!;
            CardRules.Check(card);
            more = Cards.ButtonsOf(card).Contains("More");
        }
    }

    [Fact]
    public async Task People_are_chosen_from_a_list_and_found_by_typing()
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = await FaultTests.SetUpAsync(teams);
        var ben = teams.Person("Ben");
        await ben.SayAsync("help");

        var form = (await ana.SayAsync("setup contributors")).Card;
        var owners = Cards.All(form).Single(i => (string?)i["id"] == "f.owners");
        Assert.Equal(("Input.ChoiceSet", "filtered", true), ((string)owners["type"]!, (string)owners["style"]!, (bool)owners["isMultiSelect"]!));
        Assert.Equal(["Ana", "Ben"], owners["choices"]!.AsArray().Select(c => (string)c!["value"]!));
        var done = await ana.SubmitAsync(form, fields: [("owners", "Ana,Ben"), ("level", "0")]);
        Assert.Contains("declared at 0", Cards.TextOf(done), StringComparison.Ordinal);

        var change = (await ana.SayAsync("owners contributors")).Card;
        Assert.Contains("Ana", Cards.TextOf(change), StringComparison.Ordinal);
        Assert.Equal(["Ben"], await SearchAsync(teams, ana, "people", "be"));
        Assert.Equal(["Ana", "Ben"], await SearchAsync(teams, ana, "people", ""));
        Assert.Equal([], await SearchAsync(teams, ana, "nothing", ""));
    }

    [Fact]
    public async Task Groups_are_found_where_they_can_be_asked()
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = await FaultTests.SetUpAsync(teams);
        await ana.InstallAsync(TeamsPerson.Channel);

        Assert.Equal(["Ops"], await SearchAsync(teams, ana, "invitees", "OP"));
        Assert.Equal([], await SearchAsync(teams, ana, "people", "OP"));
    }

    [Fact]
    public void More_people_than_a_form_can_hold_are_searched()
    {
        var form = new Form("Owners", "owners contributors", "", [new("people", "From now on", FieldKind.People, Required: true, Initial: "Zoe", Hint: "Names separated by commas.")], "Decide");
        var names = Enumerable.Range(0, 40).Select(i => $"Person {i}").ToImmutableArray();

        var card = JsonNode.Parse(FormRenderer.Render(form, new() { Choosable = new(names, names, true, true) }, ImmutableSortedDictionary<string, string>.Empty, null)!)!;

        CardRules.Check(card);
        var field = Cards.All(card).Single(Cards.IsInput);
        Assert.Equal(("Data.Query", "people"), ((string)field["choices.data"]!["type"]!, (string)field["choices.data"]!["dataset"]!));
        Assert.Equal("Zoe", (string?)field["value"]);
        Assert.Contains(field["choices"]!.AsArray(), c => (string)c!["value"]! == "Zoe");
        Assert.DoesNotContain("commas", Cards.TextOf(card), StringComparison.Ordinal);
    }

    private static Form Long(int questions) => new(
        "Check-in",
        "answer 1",
        "Leave out what you do not want to answer.",
        [.. Enumerable.Range(0, questions).Select(i => new FormField($"q{i}", $"Question {i}: how far would you say that this holds?", FieldKind.Choice, Hint: "External contributors", Options: [.. Enumerable.Range(1, 5).Select(n => new FormOption($"{n}", $"{n} of five"))]))],
        "Send");

    private static async Task<List<string>> SearchAsync(TeamsApp teams, TeamsPerson person, string dataset, string text)
    {
        var search = person.Activity("invoke", person.Own);
        search["name"] = "application/search";
        search["value"] = new JsonObject { ["queryText"] = text, ["dataset"] = dataset, ["queryOptions"] = new JsonObject { ["skip"] = 0, ["top"] = 15 } };
        var answer = await ActAsync(teams, search);
        Assert.Equal((200, "application/vnd.microsoft.search.searchResponse"), ((int)answer["statusCode"]!, (string)answer["type"]!));
        return [.. answer["value"]!["results"]!.AsArray().Select(r => (string)r!["value"]!)];
    }

    private static async Task<JsonNode> ActAsync(TeamsApp teams, JsonObject invoke)
    {
        using var answer = await teams.PostAsync(invoke);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
    }
}
