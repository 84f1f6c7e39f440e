using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Companion.Platforms.Teams;
using Companion.Storage;
using Companion.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Companion.Tests.Platforms.Teams;

/// <summary>Activities that are broken, huge, strange or come twice, and a Connector that does not do what it should.</summary>
public sealed class BadInputTests
{
    public static TheoryData<string, HttpStatusCode> Bodies => new()
    {
        { "", HttpStatusCode.BadRequest },
        { "null", HttpStatusCode.BadRequest },
        { "[]", HttpStatusCode.BadRequest },
        { "\"message\"", HttpStatusCode.BadRequest },
        { "{", HttpStatusCode.BadRequest },
        { "{}", HttpStatusCode.BadRequest },
        { """{"type":""}""", HttpStatusCode.BadRequest },
        { """{"type":5}""", HttpStatusCode.BadRequest },
        { """{"type":"message","text":{"a":1}}""", HttpStatusCode.BadRequest },
        { """{"type":"message","from":"Ana"}""", HttpStatusCode.BadRequest },
        { """{"type":"message","serviceUrl":"a","serviceUrl":"b"}""", HttpStatusCode.BadRequest },
        { $$"""{"type":"message","value":{{new string('[', 200)}}{{new string(']', 200)}}}""", HttpStatusCode.BadRequest },
        { $$"""{"type":"message","text":"{{new string('x', 300_000)}}"}""", HttpStatusCode.RequestEntityTooLarge },
        { "\u0000\u0001", HttpStatusCode.BadRequest },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_broken_activity_is_the_senders_to_mend(string body, HttpStatusCode status)
    {
        await using var teams = await TeamsApp.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", teams.Cloud.Token(teams.App.Time.GetUtcNow()));

        using var answer = await teams.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, answer.StatusCode);
        Assert.Empty(teams.Cloud.Calls);
    }

    [Theory]
    [InlineData("help \\ud83d", "help \\ufffd")]
    [InlineData("\\udE00 help \\ud83d\\ude00", "\\ufffd help \\ud83d\\ude00")]
    [InlineData("\\ud83d\\ud83d\\ude00\\n", "\\ufffd\\ud83d\\ude00\\n")]
    [InlineData("a \\\\ud800 and \\\"\\\\", "a \\\\ud800 and \\\"\\\\")]
    [InlineData("\\", "\\")]
    [InlineData("\\ud8", "\\ud8")]
    public void Half_a_character_is_replaced_and_nothing_else(string json, string mended)
    {
        var bytes = Encoding.UTF8.GetBytes(json);

        Halves.Mend(bytes);

        Assert.Equal(mended, Encoding.UTF8.GetString(bytes));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("name")]
    [InlineData("field")]
    public async Task Half_a_character_is_no_reason_to_lose_what_somebody_said(string where)
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = await FaultTests.SetUpAsync(teams);
        var message = ana.Message("timeoff 2026-02-20");
        if (where == "field")
        {
            message.Remove("text");
            message["value"] = new JsonObject { ["verb"] = "submit", ["line"] = "log", ["f.what"] = "We publish HALF", ["f.unit"] = "contributors", ["f.rationale"] = "Everybody asked" };
        }
        else if (where == "name")
            message["from"]!["name"] = "Ana HALF";
        else
            message["text"] = "log because HALF";

        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages")
        {
            Content = new StringContent(message.ToJsonString().Replace("HALF", "\\ud83d", StringComparison.Ordinal), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", teams.Cloud.Token(teams.App.Time.GetUtcNow()));
        var before = teams.Cloud.Sent.Count(s => !s.IsUpdate);
        using var answer = await teams.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(before + 1, teams.Cloud.Sent.Count(s => !s.IsUpdate));
        if (where == "field")
            Assert.Contains("We publish \ufffd", (await ana.SayAsync("decisions")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_the_senders_to_mend()
    {
        await using var teams = await TeamsApp.StartAsync();
        var bytes = Encoding.UTF8.GetBytes(teams.Person("Ana").Message("helX").ToJsonString());
        bytes[Array.IndexOf(bytes, (byte)'X')] = 0xC0;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = new ByteArrayContent(bytes) { Headers = { ContentType = new("application/json") } } };
        request.Headers.Authorization = new("Bearer", teams.Cloud.Token(teams.App.Time.GetUtcNow()));

        using var answer = await teams.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Another_content_type_is_refused()
    {
        await using var teams = await TeamsApp.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = new StringContent(teams.Person("Ana").Message("status").ToJsonString(), Encoding.UTF8, "text/plain") };
        request.Headers.Authorization = new("Bearer", teams.Cloud.Token(teams.App.Time.GetUtcNow()));

        using var answer = await teams.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Theory]
    [InlineData("typing")]
    [InlineData("event")]
    [InlineData("messageReaction")]
    [InlineData("messageDelete")]
    [InlineData("somethingNew")]
    [InlineData("conversationUpdate")]
    [InlineData("installationUpdate")]
    public async Task What_means_nothing_to_us_is_taken_and_let_be(string type)
    {
        await using var teams = await TeamsApp.StartAsync();
        var activity = teams.Person("Ana").Activity(type, TeamsPerson.Channel);
        activity["futureField"] = new JsonObject { ["a"] = new JsonArray(1, 2) };

        using var answer = await teams.PostAsync(activity);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(teams.Cloud.Sent);
        Assert.Null(await teams.App.Services.GetRequiredService<ConnectionStore>().FindAsync("teams", TeamsCloud.Tenant, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("signin/verifyState", HttpStatusCode.NotImplemented)]
    [InlineData("something/new", HttpStatusCode.NotImplemented)]
    [InlineData(null, HttpStatusCode.NotImplemented)]
    public async Task An_invoke_that_nobody_knows_is_not_implemented(string? name, HttpStatusCode status)
    {
        await using var teams = await TeamsApp.StartAsync();
        var activity = teams.Person("Ana").Activity("invoke", "a:1");
        activity["name"] = name;

        using var answer = await teams.PostAsync(activity);

        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData("""{}""", "BadRequest")]
    [InlineData("""{"action":5}""", "BadRequest")]
    [InlineData("""{"action":{"type":"Action.Submit","data":{"line":"status"}}}""", "NotSupported")]
    [InlineData("""{"action":{"type":"Action.Execute","verb":"say"}}""", "BadRequest")]
    [InlineData("""{"action":{"type":"Action.Execute","verb":"say","data":{"line":7}}}""", "BadRequest")]
    [InlineData("""{"action":{"type":"Action.Execute","verb":"show","data":{"line":""}}}""", "NotFound")]
    public async Task A_button_that_is_not_ours_is_told_so_in_the_body(string value, string code)
    {
        await using var teams = await TeamsApp.StartAsync();
        var activity = teams.Person("Ana").Activity("invoke", "a:1");
        activity["name"] = "adaptiveCard/action";
        activity["value"] = JsonNode.Parse(value);

        using var answer = await teams.PostAsync(activity);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal((400, "application/vnd.microsoft.error", code), ((int)body["statusCode"]!, (string)body["type"]!, (string)body["value"]!["code"]!));
    }

    [Fact]
    public async Task The_same_delivery_three_times_has_one_effect_and_one_answer()
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = teams.Person("Ana");
        await ana.InstallAsync();
        var before = teams.Cloud.Sent.Count;
        var message = ana.Message("timeoff 2026-02-20", id: "f:same");

        var answers = await Task.WhenAll(teams.PostAsync(message.DeepClone()), teams.PostAsync(message.DeepClone()), teams.PostAsync(message.DeepClone()));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        Assert.Equal(before + 1, teams.Cloud.Sent.Count);
        var off = await ana.SayAsync("timeoff");
        Assert.Equal(2, off.Text.Split("20 Feb").Length);
    }

    [Fact]
    public async Task The_same_button_delivered_twice_gets_the_same_answer()
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = teams.Person("Ana");
        await ana.InstallAsync();
        var form = (await ana.SayAsync("setup")).Card;
        var submit = Cards.OfType(form, "Action.Execute").Single(a => (string?)a["verb"] == "submit");
        var press = ana.Execution(submit, [("f.organisation", "Tern"), ("f.units", "contributors"), ("f.cadence", "every month on the first Tuesday 10:00")]);

        using var first = await teams.PostAsync(press.DeepClone());
        using var second = await teams.PostAsync(press.DeepClone());

        Assert.Equal(await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("<at>Companion</at> status")]
    [InlineData("<AT>companion</AT>&nbsp;status")]
    [InlineData("  <at>Companion</at>\u00a0 status  ")]
    [InlineData("<at>Companion</at> /equalizer status")]
    [InlineData("<at>Companion</at> /status")]
    public async Task The_mention_of_the_bot_is_taken_out(string text)
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = teams.Person("Ana");
        var message = ana.Mention("", TeamsPerson.Group);
        message["text"] = text;

        using var answer = await teams.PostAsync(message);

        Assert.Contains("Nothing to show yet", teams.Cloud.Sent.Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_without_an_account_in_the_directory_is_one_person_all_the_same()
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = teams.Person("Ana");
        await ana.InstallAsync();
        teams.Cloud.Roster.Add(new("Gus", "29:1gus", ""));
        var gus = new TeamsPerson(teams, teams.Cloud.Roster[^1]);
        var message = ana.Mention("stewards <at>Ana</at>, <at>Gus</at>", TeamsPerson.Group);
        foreach (var other in new[] { ana, gus })
            message["entities"]!.AsArray().Add(new JsonObject { ["type"] = "mention", ["text"] = $"<at>{other.User.Name}</at>", ["mentioned"] = new JsonObject { ["id"] = other.User.Mri, ["name"] = other.User.Name } });

        using var answer = await teams.PostAsync(message);
        var hello = gus.Message("help");
        hello["from"]!.AsObject().Remove("aadObjectId");
        using var said = await teams.PostAsync(hello);

        Assert.Equal(HttpStatusCode.OK, said.StatusCode);
        Assert.Equal(2, (await ana.SayAsync("members")).Text.Split("Gus").Length);
    }

    [Fact]
    public void What_was_handled_is_known_for_a_while_and_then_forgotten()
    {
        var time = new ManualTime(TeamsApp.Monday);
        var repeats = new Repeats(time);
        Assert.True(repeats.IsFirst("a"));

        time.Set(time.GetUtcNow() + Repeats.Kept - TimeSpan.FromSeconds(1));
        Assert.True(repeats.IsFirst("b"));
        time.Set(time.GetUtcNow() + TimeSpan.FromSeconds(2));
        Assert.True(repeats.IsFirst("c"));
        Assert.False(repeats.IsFirst("a"));
        Assert.False(repeats.IsFirst("b"));
        time.Set(time.GetUtcNow() + (2 * Repeats.Kept));
        Assert.True(repeats.IsFirst("a"));
        Assert.Equal(1, repeats.Count);
    }

    [Fact]
    public void A_flood_does_not_fill_the_memory_and_the_latest_are_known()
    {
        var repeats = new Repeats(new ManualTime(TeamsApp.Monday));

        for (var i = 0; i < 5 * Repeats.Many; i++)
            Assert.True(repeats.IsFirst($"k{i}"));

        Assert.InRange(repeats.Count, Repeats.Many, 2 * Repeats.Many);
        Assert.All(Enumerable.Range(4 * Repeats.Many, Repeats.Many), i => Assert.False(repeats.IsFirst($"k{i}")));
    }

    [Fact]
    public async Task Somebody_else_who_is_mentioned_becomes_a_member_and_is_named()
    {
        await using var teams = await TeamsApp.StartAsync();
        var (ana, ben) = (teams.Person("Ana"), teams.Person("Ben"));
        await ana.InstallAsync();
        var message = ana.Mention("stewards <at>Ana</at>, <at>Ben</at>", TeamsPerson.Group);
        foreach (var other in new[] { ana, ben })
            message["entities"]!.AsArray().Add(new JsonObject { ["type"] = "mention", ["text"] = $"<at>{other.User.Name}</at>", ["mentioned"] = new JsonObject { ["id"] = other.User.Mri, ["name"] = other.User.Name } });

        using var answer = await teams.PostAsync(message);
        await ben.SayAsync("help");
        var members = await ana.SayAsync("members");

        // A mention names people in the bot's own words; the roster says that it is the same Ben who speaks later.
        Assert.Equal(2, members.Text.Split("Ben").Length);
    }
}
