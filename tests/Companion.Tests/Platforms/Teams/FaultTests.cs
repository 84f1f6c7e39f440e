using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Companion.Chat;
using Companion.Platforms.Teams;
using Companion.Storage;
using Companion.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Companion.Tests.Platforms.Teams;

/// <summary>A Connector that is slow, down, busy or confused: nothing is lost, nothing comes twice by our own fault.</summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData(412)]
    [InlineData(429)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task What_passes_is_tried_again(int status)
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = teams.Person("Ana");
        await ana.InstallAsync();
        var before = teams.Cloud.Sent.Count;
        teams.Cloud.Fail(new Fault(status, """{"error":{"code":"Busy"}}""", RetryAfter: 1));

        await ana.SayAsync("status");

        Assert.Equal(before + 1, teams.Cloud.Sent.Count);
    }

    [Fact]
    public async Task An_answer_that_nobody_takes_now_is_brought_later_and_once()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var teams = await TeamsApp.StartAsync();
        var ana = teams.Person("Ana");
        await ana.InstallAsync();
        var before = teams.Cloud.Sent.Count;
        teams.Cloud.Fail(new Fault(503, RetryAfter: 100));

        using var answer = await teams.PostAsync(ana.Message("timeoff 2026-02-20"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await teams.App.Services.GetRequiredService<InboxWorker>().HandleWaitingAsync(ct);
        await UntilAsync(() => teams.Cloud.Sent.Count > before);
        await teams.App.Services.GetRequiredService<InboxWorker>().HandleWaitingAsync(ct);

        Assert.Equal(before + 1, teams.Cloud.Sent.Count);
        Assert.Equal(2, (await ana.SayAsync("timeoff")).Text.Split("20 Feb").Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("thank you!")]
    [InlineData("{\"id\":5}")]
    [InlineData("[")]
    public async Task What_was_taken_is_not_sent_again_whatever_the_answer_says(string body)
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = teams.Person("Ana");
        await ana.InstallAsync();
        var before = teams.Cloud.Sent.Count;
        teams.Cloud.Fail(new Fault(200, body));

        using var answer = await teams.PostAsync(ana.Message("status"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(before + 1, teams.Cloud.Sent.Count);
    }

    [Fact]
    public async Task A_message_whose_acceptance_got_lost_is_not_sent_again_in_the_same_breath()
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = teams.Person("Ana");
        await ana.InstallAsync();
        var before = teams.Cloud.Sent.Count;
        teams.Cloud.Fail(new Fault(0));

        using var answer = await teams.PostAsync(ana.Message("status"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(before + 1, teams.Cloud.Sent.Count);
    }

    [Theory]
    [InlineData("POST", HttpRequestError.ConnectionError, true)]
    [InlineData("POST", HttpRequestError.NameResolutionError, true)]
    [InlineData("POST", HttpRequestError.SecureConnectionError, true)]
    [InlineData("POST", HttpRequestError.ResponseEnded, false)]
    [InlineData("POST", HttpRequestError.Unknown, false)]
    [InlineData("POST", HttpRequestError.InvalidResponse, false)]
    [InlineData("PUT", HttpRequestError.ResponseEnded, true)]
    [InlineData("GET", HttpRequestError.Unknown, true)]
    public void Only_what_certainly_had_no_effect_or_has_one_only_once_is_tried_again(string method, HttpRequestError error, bool again) =>
        Assert.Equal(again, Connector.IsRepeatable(new(method), new HttpRequestException(error)));

    [Fact]
    public void Nothing_that_was_too_slow_is_tried_again_at_once() => Assert.False(Connector.IsRepeatable(HttpMethod.Put, new TaskCanceledException()));

    [Fact]
    public async Task An_answer_to_something_that_was_deleted_comes_by_itself()
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = teams.Person("Ana");
        await ana.InstallAsync();
        teams.Cloud.Deleted.Add("f:deleted");
        var before = teams.Cloud.Sent.Count;

        using var answer = await teams.PostAsync(ana.Message("status", id: "f:deleted"));

        Assert.Null(Assert.Single(teams.Cloud.Sent.Skip(before)).ReplyTo);
    }

    [Fact]
    public async Task A_conversation_that_is_gone_is_not_written_to_until_it_is_heard_again()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var teams = await TeamsApp.StartAsync();
        var ana = teams.Person("Ana");
        await ana.InstallAsync();
        teams.Cloud.Closed[ana.Own] = "ConversationNotFound";

        using var answer = await teams.PostAsync(ana.Message("status"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var connection = await teams.App.Services.GetRequiredService<ConnectionStore>().FindAsync("teams", TeamsCloud.Tenant, ct);
        var conversations = teams.App.Services.GetRequiredService<ConversationStore>();
        Assert.Equal("404 ConversationNotFound", (await conversations.FindAsync(connection!.Id, ana.Own, ct))!.InactiveReason);
        teams.Cloud.Closed.Clear();
        await ana.SayAsync("status");
        Assert.Null((await conversations.FindAsync(connection.Id, ana.Own, ct))!.InactiveReason);
    }

    [Fact]
    public async Task A_token_that_was_taken_back_is_replaced_once()
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = teams.Person("Ana");
        await ana.InstallAsync();
        teams.Cloud.RevokeTokens();

        await ana.SayAsync("status");

        Assert.Equal(2, teams.Cloud.TokenFetches);
    }

    [Fact]
    public async Task A_certificate_serves_instead_of_a_secret()
    {
        using var folder = new TempFolder();
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=companion", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(TeamsApp.Monday, TeamsApp.Monday.AddYears(1));
        await File.WriteAllBytesAsync(folder.File("app.pfx"), certificate.Export(X509ContentType.Pfx, "pass"), TestContext.Current.CancellationToken);
        await using var cloud = await TeamsCloud.StartAsync();
        cloud.Certificate = certificate;
        await using var app = new App(TeamsApp.Monday);
        foreach (var (name, value) in cloud.Settings())
            app.Set[name] = value;
        app.Set.Remove("Teams:AppPassword");
        app.Set["Teams:CertificatePath"] = folder.File("app.pfx");
        app.Set["Teams:CertificatePassword"] = "pass";

        await TeamsApp.In(app, cloud).Person("Ana").SayAsync("help");

        Assert.Equal(1, cloud.TokenFetches);
    }

    [Fact]
    public async Task Many_at_once_need_one_token()
    {
        await using var teams = await TeamsApp.StartAsync();
        var people = Enumerable.Range(0, 10).Select(i => teams.Person($"P{i}")).ToList();

        var answers = await Task.WhenAll(people.Select(p => teams.PostAsync(p.Message("help"))));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        Assert.Equal(1, teams.Cloud.TokenFetches);
        Assert.Equal(10, teams.Cloud.Sent.Count);
    }

    [Fact]
    public async Task Without_a_token_nothing_goes_out_and_the_answer_waits()
    {
        await using var teams = await TeamsApp.StartAsync();
        teams.Cloud.TokenStatus = HttpStatusCode.Unauthorized;

        using var answer = await teams.PostAsync(teams.Person("Ana").Message("status"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain(teams.Cloud.Calls, c => c.StartsWith("POST", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("BotNotInConversationRoster")]
    [InlineData("ConversationBlockedByUser")]
    [InlineData("ConversationNotFound")]
    public async Task A_person_who_cannot_be_reached_costs_one_try_and_their_conversation_is_left_alone(string code)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var teams = await TeamsApp.StartAsync();
        var ana = await SetUpAsync(teams);
        teams.Cloud.Closed[ana.Own] = code;
        var calls = teams.Cloud.Calls.Count;
        await teams.PostAsync(ana.Message("checkin now"));

        await teams.App.TickAsync(ct);
        await teams.App.TickAsync(ct);

        Assert.Equal(1, teams.Cloud.Calls.Skip(calls).Count(c => c.StartsWith("POST", StringComparison.Ordinal)));
        var connection = await teams.App.Services.GetRequiredService<ConnectionStore>().FindAsync("teams", TeamsCloud.Tenant, ct);
        Assert.False(connection!.IsQuiet);
        Assert.EndsWith(code, (await teams.App.Services.GetRequiredService<ConversationStore>().FindAsync(connection.Id, ana.Own, ct))!.InactiveReason, StringComparison.Ordinal);

        teams.Cloud.Closed.Clear();
        await ana.SayAsync("status");
        Assert.Null((await teams.App.Services.GetRequiredService<ConversationStore>().FindAsync(connection.Id, ana.Own, ct))!.InactiveReason);
    }

    [Fact]
    public async Task A_tenant_whose_admin_blocks_the_bot_goes_quiet_and_keeps_what_waits()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var teams = await TeamsApp.StartAsync();
        var ana = await SetUpAsync(teams);
        await teams.PostAsync(ana.Message("checkin now"));
        teams.Cloud.Closed[ana.Own] = "BotDisabledByAdmin";

        await teams.App.TickAsync(ct);
        Assert.True((await teams.App.Services.GetRequiredService<ConnectionStore>().FindAsync("teams", TeamsCloud.Tenant, ct))!.IsQuiet);
        teams.Cloud.Closed.Clear();
        await ana.InstallAsync();
        await teams.App.TickAsync(ct);

        Assert.Contains(teams.Cloud.Sent, s => s.Text.Contains("It takes 20 seconds. You", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Uninstalling_everywhere_is_quiet_and_coming_back_finds_everything()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var teams = await TeamsApp.StartAsync();
        var ana = await SetUpAsync(teams);
        await ana.InstallAsync(TeamsPerson.Channel);
        var connections = teams.App.Services.GetRequiredService<ConnectionStore>();

        await teams.PostAsync(ana.Installs(action: "remove"));
        Assert.False((await connections.FindAsync("teams", TeamsCloud.Tenant, ct))!.IsQuiet);
        await teams.PostAsync(ana.Installs(TeamsPerson.Channel, action: "remove"));
        Assert.True((await connections.FindAsync("teams", TeamsCloud.Tenant, ct))!.IsQuiet);

        await ana.InstallAsync();
        Assert.Contains("is set up", teams.Cloud.Sent[^1].Text, StringComparison.Ordinal);
        Assert.Contains("External contributors", (await ana.SayAsync("status")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flood_keeps_to_the_pace_of_one_conversation()
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = teams.Person("Ana");
        await ana.InstallAsync();
        var started = TimeProvider.System.GetTimestamp();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => teams.PostAsync(ana.Message("status"))));

        // One welcome and seven in the first second, eight in two.
        Assert.Equal(11, teams.Cloud.Sent.Count);
        Assert.True(TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromSeconds(1.5));
    }

    internal static async Task<TeamsPerson> SetUpAsync(TeamsApp teams)
    {
        var ana = teams.Person("Ana");
        await ana.InstallAsync();
        var form = (await ana.SayAsync("setup")).Card;
        await ana.SubmitAsync(form, fields: [("organisation", "Tern"), ("units", "contributors"), ("cadence", "every month on the first Tuesday 10:00")]);
        return ana;
    }

    internal static async Task UntilAsync(Func<bool> holds)
    {
        for (var i = 0; i < 100 && !holds(); i++)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.True(holds());
    }
}
