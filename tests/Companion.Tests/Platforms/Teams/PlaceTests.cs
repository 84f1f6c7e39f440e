using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Companion.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Companion.Tests.Platforms.Teams;

/// <summary>Where answers and messages appear, and who the people are.</summary>
public sealed class PlaceTests
{
    private const string Thread = TeamsPerson.Channel + ";messageid=1700000000077";

    [Fact]
    public async Task An_answer_for_one_person_is_private_in_a_channel()
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = teams.Person("Ana");

        var status = await ana.SayAsync("status", Thread);

        Assert.Equal((Thread, ana.User.Mri), (status.Place, status.OnlyFor));
    }

    [Fact]
    public async Task Where_clients_know_no_private_messages_the_answer_comes_to_the_persons_own_conversation()
    {
        await using var teams = await TeamsApp.StartAsync();
        teams.Cloud.TakesTargeted = false;
        var ana = teams.Person("Ana");

        var status = await ana.SayAsync("status", Thread);
        await ana.SayAsync("status", Thread);

        Assert.Equal(ana.Own, status.Place);
        // The refusal is remembered: the second answer does not try the channel again.
        Assert.Equal(1, teams.Cloud.Calls.Count(c => c.StartsWith("POST", StringComparison.Ordinal) && c.Contains("tacv2", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Where_neither_works_a_word_in_the_open_gives_nothing_away()
    {
        await using var teams = await TeamsApp.StartAsync();
        teams.Cloud.TakesTargeted = false;
        var ana = teams.Person("Ana");
        teams.Cloud.Closed[ana.Own] = "ForbiddenOperationException";

        var answer = await ana.SayAsync("status", Thread);

        Assert.Contains("in private", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing to show", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slash_command_is_answered_in_private_even_when_it_changed_something()
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = teams.Person("Ana");
        var message = ana.Message("timeoff 2026-02-20", TeamsPerson.Group);
        message["recipient"]!["isTargeted"] = true;

        using var answer = await teams.PostAsync(message);

        Assert.Equal(ana.User.Mri, teams.Cloud.Sent.Single().OnlyFor);
    }

    [Fact]
    public async Task Decisions_appear_in_the_channel_that_was_chosen_and_call_nobody()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var teams = await TeamsApp.StartAsync();
        var ana = await FaultTests.SetUpAsync(teams);
        await ana.InstallAsync(TeamsPerson.Channel);
        var chosen = await ana.SayAsync("channel here", Thread);
        Assert.Null(chosen.OnlyFor);

        var log = await ana.SayAsync("log");
        await ana.SubmitAsync(log.Card, log.Id, fields: [("what", "We publish the budget"), ("unit", "contributors"), ("rationale", "Everybody asked")]);
        await teams.App.TickAsync(ct);

        var news = teams.Cloud.Sent.Last(s => s.Place == TeamsPerson.Channel);
        Assert.Contains("We publish the budget", news.Text, StringComparison.Ordinal);
        Assert.Empty(news.Card["msteams"]!["entities"]!.AsArray());
    }

    [Fact]
    public async Task A_button_in_a_channel_answers_only_whoever_pressed_it_and_leads_back()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var teams = await TeamsApp.StartAsync();
        var ana = await FaultTests.SetUpAsync(teams);
        await ana.InstallAsync(TeamsPerson.Channel);
        await ana.SayAsync("channel here", Thread);
        var log = await ana.SayAsync("log");
        await ana.SubmitAsync(log.Card, log.Id, fields: [("what", "We publish the budget"), ("unit", "contributors"), ("rationale", "Everybody asked")]);
        await teams.App.TickAsync(ct);
        var news = teams.Cloud.Sent.Last(s => s.Place == TeamsPerson.Channel);
        var sent = teams.Cloud.Sent.Count(s => !s.IsUpdate);

        var why = await ana.PressAsync(news.Card, "Why?", news.Id, TeamsPerson.Channel + ";messageid=" + news.Id);
        var back = await ana.PressAsync(why, "Back", news.Id, TeamsPerson.Channel + ";messageid=" + news.Id);

        Assert.Equal(sent, teams.Cloud.Sent.Count(s => !s.IsUpdate));
        Assert.Contains("We publish the budget", Cards.TextOf(back), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_that_was_used_up_does_not_come_back_when_the_conversation_is_opened_again()
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = await FaultTests.SetUpAsync(teams);
        var log = await ana.SayAsync("log");

        var done = await ana.SubmitAsync(log.Card, log.Id, fields: [("what", "We publish the budget"), ("unit", "contributors"), ("rationale", "Everybody asked")]);
        await FaultTests.UntilAsync(() => teams.Cloud.Sent.Any(s => s.IsUpdate && s.Id == log.Id));

        Assert.Equal(done.ToJsonString(), teams.Cloud.Sent.Single(s => s.IsUpdate && s.Id == log.Id).Card.ToJsonString());
    }

    [Fact]
    public async Task Old_clients_have_their_message_changed()
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = await FaultTests.SetUpAsync(teams);
        var status = await ana.SayAsync("status");
        var submit = ana.Activity("message", ana.Own);
        submit["value"] = Cards.Button(status.Card, "Why External contributors?")["fallback"]!["data"]!.DeepClone();
        submit["replyToId"] = status.Id;

        using var answer = await teams.PostAsync(submit);

        Assert.Contains(teams.Cloud.Sent, s => s.IsUpdate && s.Id == status.Id);
    }

    [Fact]
    public async Task A_small_team_is_met_page_by_page_with_its_guests()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var teams = await TeamsApp.StartAsync();
        var ana = teams.Person("Ana");
        foreach (var name in new[] { "Ben", "Cleo", "Dora", "Emil", "Fay", "Gus" })
            teams.Person(name);
        teams.Cloud.Roster.Add(TeamsUser.Named("Hana") with { IsGuest = true });

        await ana.InstallAsync(TeamsPerson.Channel);

        Assert.Contains("I met 8 people", teams.Cloud.Sent.Single().Text, StringComparison.Ordinal);
        Assert.Equal(3, teams.Cloud.Calls.Count(c => c.Contains("pagedmembers", StringComparison.Ordinal)));
        var connection = (await teams.App.Services.GetRequiredService<ConnectionStore>().FindAsync("teams", TeamsCloud.Tenant, ct))!.Connection;
        var identities = teams.App.Services.GetRequiredService<IdentityStore>();
        Assert.True((await identities.KnownAsync(connection, TeamsUser.Named("Hana").Aad, ct))!.IsGuest);
        Assert.False((await identities.KnownAsync(connection, TeamsUser.Named("Ben").Aad, ct))!.IsGuest);
        var group = Assert.Single(await teams.App.Services.GetRequiredService<InviteeStore>().GroupsAsync(connection.OrganisationId, ct));
        Assert.Equal(("Ops", 8), (group.Name, group.Members.Length));
    }

    [Fact]
    public async Task A_team_says_hello_once_however_it_is_told()
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = teams.Person("Ana");
        var update = ana.Activity("conversationUpdate", TeamsPerson.Channel);
        update["membersAdded"] = new JsonArray(new JsonObject { ["id"] = TeamsCloud.Bot });
        // The other telling names the channel the app was added from.
        var install = ana.Installs("19:ideas@thread.tacv2");

        var answers = await Task.WhenAll(teams.PostAsync(update), teams.PostAsync(install));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        Assert.Single(teams.Cloud.Sent);
    }

    [Fact]
    public async Task A_person_a_team_and_a_group_are_each_greeted_once_and_as_far_as_setup_is()
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = teams.Person("Ana");
        await ana.InstallAsync();
        await ana.InstallAsync(TeamsPerson.Channel);
        await ana.InstallAsync(TeamsPerson.Group);
        await ana.InstallAsync();

        Assert.Equal([ana.Own, TeamsPerson.Channel, TeamsPerson.Group], teams.Cloud.Sent.Select(s => s.Place));
        Assert.Contains("you can set me up", teams.Cloud.Sent[0].Text, StringComparison.Ordinal);
        var form = (await ana.SayAsync("setup")).Card;
        await ana.SubmitAsync(form, fields: [("organisation", "Tern"), ("units", "contributors"), ("cadence", "every month on the first Tuesday 10:00")]);
        var ben = teams.Person("Ben");
        await ben.InstallAsync();
        Assert.Contains("is set up", teams.Cloud.Sent[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_leaves_a_team_leaves_its_group()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var teams = await TeamsApp.StartAsync();
        var (ana, ben) = (teams.Person("Ana"), teams.Person("Ben"));
        await ana.InstallAsync(TeamsPerson.Channel);
        var connection = (await teams.App.Services.GetRequiredService<ConnectionStore>().FindAsync("teams", TeamsCloud.Tenant, ct))!.Connection;
        var groups = teams.App.Services.GetRequiredService<InviteeStore>();
        Assert.Equal(2, (await groups.GroupsAsync(connection.OrganisationId, ct)).Single().Members.Length);
        teams.Cloud.Roster.Remove(ben.User);
        var update = ana.Activity("conversationUpdate", TeamsPerson.Channel);
        update["channelData"]!["eventType"] = "teamMemberRemoved";
        update["membersRemoved"] = new JsonArray(new JsonObject { ["id"] = ben.User.Mri });

        using var answer = await teams.PostAsync(update);

        Assert.Single((await groups.GroupsAsync(connection.OrganisationId, ct)).Single().Members);
        Assert.Single(teams.Cloud.Sent);
    }

    [Fact]
    public async Task Somebody_met_in_a_team_is_reached_in_a_conversation_of_their_own()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var teams = await TeamsApp.StartAsync();
        var ana = await FaultTests.SetUpAsync(teams);
        var ben = teams.Person("Ben");
        await ana.InstallAsync(TeamsPerson.Channel);

        await ana.SayAsync("checkin now");
        await teams.App.TickAsync(ct);

        Assert.Contains(teams.Cloud.Sent, s => s.Place == ben.Own && s.Text.Contains("It takes 20 seconds. You", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_guest_does_not_become_a_steward_by_installing()
    {
        await using var teams = await TeamsApp.StartAsync();
        teams.Cloud.Roster.Add(TeamsUser.Named("Hana") with { IsGuest = true });
        var hana = teams.Person("Hana");

        await hana.InstallAsync();

        Assert.DoesNotContain("you can set me up", teams.Cloud.Sent.Single().Text, StringComparison.Ordinal);
        Assert.Contains("Only a steward", (await hana.SayAsync("setup")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_says_no_time_zone_is_asked_once()
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = teams.Person("Ana");
        var ben = new TeamsPerson(teams, TeamsUser.Named("Ben")) { Zone = null };
        await ana.SayAsync("help");

        await ben.SayAsync("help");
        await ben.SayAsync("help");
        await ana.SayAsync("help");

        Assert.Single(teams.Cloud.Sent, s => s.Text.Contains("Which time zone are you in?", StringComparison.Ordinal) && s.Place == ben.Own);
        Assert.DoesNotContain(teams.Cloud.Sent, s => s.Text.Contains("Which time zone are you in?", StringComparison.Ordinal) && s.Place == ana.Own);
    }

    [Fact]
    public async Task A_message_becomes_a_decision_with_its_link()
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = await FaultTests.SetUpAsync(teams);
        var fetch = ana.Activity("invoke", TeamsPerson.Group);
        fetch["name"] = "composeExtension/fetchTask";
        fetch["value"] = JsonNode.Parse("""{"commandId":"logDecision","commandContext":"message","messagePayload":{"id":"17","linkToMessage":"https://teams.microsoft.com/l/message/19:x/17","body":{"contentType":"html","content":"<div>We publish the <b>budget</b> &amp; the roadmap</div>"}}}""");

        var dialog = await InvokeAsync(teams, fetch);
        var form = dialog["task"]!["value"]!["card"]!["content"]!;
        CardRules.Check(form);
        Assert.Equal("We publish the budget & the roadmap", (string?)Input(form, "what")["value"]);
        Assert.Equal("https://teams.microsoft.com/l/message/19:x/17", (string?)Input(form, "source")["value"]);

        var missing = await InvokeAsync(teams, Submission(ana, form, ("f.rationale", "")));
        Assert.Contains(Cards.OfType(missing["task"]!["value"]!["card"]!["content"]!, "TextBlock"), t => (string?)t["color"] == "Attention");
        var done = await InvokeAsync(teams, Submission(ana, form, ("f.rationale", "Everybody asked")));

        Assert.Equal("result", (string?)done["composeExtension"]!["type"]);
        Assert.Contains("We publish the budget", (await ana.SayAsync("decisions")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decisions_are_found_while_writing()
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = await FaultTests.SetUpAsync(teams);
        foreach (var what in new[] { "We publish the budget", "We hire a writer" })
        {
            var log = await ana.SayAsync("log");
            await ana.SubmitAsync(log.Card, log.Id, fields: [("what", what), ("unit", "contributors"), ("rationale", "Everybody asked")]);
        }

        var found = await InvokeAsync(teams, Query(ana, "budget"));
        var all = await InvokeAsync(teams, Query(ana, ""));
        var none = await InvokeAsync(teams, Query(teams.Person("Zoe"), "xylophone"));

        var first = found["composeExtension"]!["attachments"]!.AsArray()[0]!;
        CardRules.Check(first["content"]!);
        Assert.Contains("We publish the budget", Cards.TextOf(first["content"]!), StringComparison.Ordinal);
        Assert.Equal(2, all["composeExtension"]!["attachments"]!.AsArray().Count);
        Assert.Equal("message", (string?)none["composeExtension"]!["type"]);
    }

    [Fact]
    public async Task A_dialog_takes_a_form_and_says_what_came_of_it()
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = await FaultTests.SetUpAsync(teams);
        var fetch = ana.Activity("invoke", ana.Own);
        fetch["name"] = "task/fetch";
        fetch["value"] = new JsonObject { ["data"] = new JsonObject { ["verb"] = "say", ["line"] = "log" } };

        var form = (await InvokeAsync(teams, fetch))["task"]!["value"]!["card"]!["content"]!;
        var submit = Submission(ana, form, ("f.what", "We publish the budget"), ("f.rationale", "Everybody asked"));
        submit["name"] = "task/submit";
        var done = await InvokeAsync(teams, submit);

        Assert.Contains("We publish the budget", Cards.TextOf(done["task"]!["value"]!["card"]!["content"]!), StringComparison.Ordinal);
    }

    private static JsonObject Input(JsonNode form, string name) => Cards.All(form).Single(i => (string?)i["id"] == $"f.{name}");

    private static JsonObject Query(TeamsPerson person, string words)
    {
        var query = person.Activity("invoke", person.Own);
        query["name"] = "composeExtension/query";
        query["value"] = new JsonObject { ["commandId"] = "findDecision", ["parameters"] = new JsonArray(new JsonObject { ["name"] = "words", ["value"] = words }), ["queryOptions"] = new JsonObject { ["skip"] = 0, ["count"] = 25 } };
        return query;
    }

    private static JsonObject Submission(TeamsPerson person, JsonNode form, params ReadOnlySpan<(string Name, string Value)> inputs)
    {
        var submit = person.Activity("invoke", TeamsPerson.Group);
        var data = Cards.OfType(form, "Action.Submit").Single(a => (string?)a["data"]!["verb"] == "submit")["data"]!.DeepClone().AsObject();
        foreach (var input in Cards.All(form).Where(Cards.IsInput))
            data[(string)input["id"]!] = input["value"]?.ToString() ?? "";
        foreach (var (name, value) in inputs)
            data[name] = value;
        submit["name"] = "composeExtension/submitAction";
        submit["value"] = new JsonObject { ["commandId"] = "logDecision", ["data"] = data };
        return submit;
    }

    private static async Task<JsonNode> InvokeAsync(TeamsApp teams, JsonObject invoke)
    {
        using var answer = await teams.PostAsync(invoke);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
    }
}
