using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Companion.Platforms.Teams;
using Companion.Storage;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace Companion.Tests.Platforms.Teams;

/// <summary>The message extension is used in conversations in which the bot is not; and everything asked inside a request is answered in time.</summary>
public sealed class ComposingTests
{
    private const string Foreign = "19:ana_ben@unq.gbl.spaces";

    [Fact]
    public async Task A_conversation_between_others_is_not_kept_and_nothing_is_ever_sent_there()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var teams = await TeamsApp.StartAsync();
        var ana = await FaultTests.SetUpAsync(teams);
        var query = Query(ana, "xylophone");
        query["conversation"]!["conversationType"] = "personal";

        var found = await InvokeAsync(teams, query);
        await ana.SayAsync("checkin now");
        await teams.App.TickAsync(ct);

        Assert.Equal("message", (string?)found["composeExtension"]!["type"]);
        Assert.DoesNotContain(teams.Cloud.Sent, s => s.Place == Foreign);
        await using var connection = teams.App.Connect();
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>("SELECT COUNT(1) FROM conversations WHERE external_id = @place", new { place = Foreign }));
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>("SELECT COUNT(1) FROM posts"));
    }

    [Fact]
    public async Task A_button_on_a_card_that_was_passed_on_is_answered_and_its_conversation_not_kept()
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = await FaultTests.SetUpAsync(teams);
        var status = await ana.SayAsync("status");

        await ana.PressAsync(status.Card, "Why External contributors?", "1700000000999", Foreign);

        await using var connection = teams.App.Connect();
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>("SELECT COUNT(1) FROM conversations WHERE external_id = @place", new { place = Foreign }));
    }

    [Fact]
    public async Task What_was_decided_about_a_retired_unit_is_found_under_its_name_without_a_way_into_it()
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = await FaultTests.SetUpAsync(teams);
        await ana.SubmitAsync((await ana.SayAsync("units add")).Card, fields: [("name", "Grants"), ("basis", "scratch"), ("rationale", "We give money away now.")]);
        Assert.Contains("Grants is retired", (await ana.SayAsync("units retire grants because xylophones cost too much")).Text, StringComparison.Ordinal);

        foreach (var words in (string[])["xylophones", "grants"])
        {
            var found = (await InvokeAsync(teams, Query(ana, words))).ToJsonString();

            Assert.Contains("Grants: retired", found, StringComparison.Ordinal);
            Assert.DoesNotContain("why grants", found, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_stranger_whom_no_roster_shows_stays_one()
    {
        await using var teams = await TeamsApp.StartAsync();
        await FaultTests.SetUpAsync(teams);
        var zoe = new TeamsPerson(teams, TeamsUser.Named("Zoe"));

        var found = await InvokeAsync(teams, Query(zoe, ""));

        Assert.Contains("say hello to me", (string?)found["composeExtension"]!["text"], StringComparison.Ordinal);
        Assert.DoesNotContain("Zoe", (await teams.Person("Ana").SayAsync("members")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invoke_that_takes_too_long_is_answered_all_the_same()
    {
        var never = new TaskCompletionSource<Invoked>();
        var none = new Deadline(TimeSpan.Zero, TimeSpan.Zero);

        Assert.Null(await none.KeepAsync(_ => never.Task, TestContext.Current.CancellationToken));
        Assert.Null(await none.KeepAsync(async ct => { await Task.Delay(Timeout.Infinite, ct); return new Invoked(200, []); }, TestContext.Current.CancellationToken));
        Assert.NotNull(await Deadline.Of("adaptiveCard/action")!.KeepAsync(_ => Task.FromResult(new Invoked(200, [])), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Whoever_hung_up_is_not_answered()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Deadline.Of("task/fetch")!.KeepAsync<Invoked>(async ct => { await Task.Delay(Timeout.Infinite, ct); return new(200, []); }, gone.Token));
    }

    [Theory]
    [InlineData("adaptiveCard/action", 10)]
    [InlineData("task/fetch", 10)]
    [InlineData("task/submit", 10)]
    [InlineData("composeExtension/query", 5)]
    [InlineData("composeExtension/fetchTask", 5)]
    [InlineData("composeExtension/submitAction", 5)]
    [InlineData("application/search", 5)]
    public void Every_invoke_has_a_deadline_below_that_of_Teams(string name, int seconds) =>
        Assert.True(Deadline.Of(name) is { } deadline && deadline.Longest + deadline.Grace < TimeSpan.FromSeconds(seconds));

    private static JsonObject Query(TeamsPerson person, string words)
    {
        var query = person.Activity("invoke", Foreign);
        query["name"] = "composeExtension/query";
        query["value"] = new JsonObject { ["commandId"] = "findDecision", ["parameters"] = new JsonArray(new JsonObject { ["name"] = "words", ["value"] = words }) };
        return query;
    }

    private static async Task<JsonNode> InvokeAsync(TeamsApp teams, JsonObject invoke)
    {
        using var answer = await teams.PostAsync(invoke);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
    }
}
