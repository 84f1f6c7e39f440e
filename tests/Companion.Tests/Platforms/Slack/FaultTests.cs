using System.Diagnostics;
using System.Net;
using Companion.Chat;
using Companion.Platforms.Slack;
using Companion.Storage;
using Companion.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Companion.Tests.Platforms.Slack;

/// <summary>Slack repeats, stumbles, is slow, or is gone.</summary>
public sealed class FaultTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_event_three_times_has_one_effect()
    {
        await using var site = await Site.OpenAsync();
        await site.SetUpAsync();

        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.OK, (await site.Slack.WriteAsync("U0ANA", "timeoff 2026-02-20", id: "EvSame")).Status);
        await site.SettleAsync();
        await site.Slack.WriteAsync("U0ANA", "timeoff 2026-02-20", id: "EvSame");
        await site.SettleAsync();

        Assert.Single(site.Fake.MessagesTo("D0ANA"));
    }

    [Fact]
    public async Task A_retry_while_the_first_is_still_handled_has_one_effect()
    {
        await using var site = await Site.OpenAsync();
        await site.SetUpAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => site.Slack.WriteAsync("U0ANA", "timeoff 2026-02-20", id: "EvSame")));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => site.App.Services.GetRequiredService<InboxWorker>().HandleWaitingAsync(Ct)));

        Assert.Single(site.Fake.MessagesTo("D0ANA"));
        Assert.Contains("20 Feb", (await site.Slack.SayAsync("U0ANA", "timeoff")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_sent_twice_gets_its_first_answer()
    {
        await using var site = await Site.OpenAsync();
        await site.SetUpAsync();
        await site.Slack.SayAsync("U0ANA", "target contributors");
        var view = site.Slack.Filled("U0ANA", ("target", "40"), ("by", "2026-12-31"), ("rationale", "We want it."));

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => site.Slack.SendViewAsync("U0ANA", view)));

        Assert.All(answers, a => Assert.Equal(answers[0].Body, a.Body));
        Assert.Contains("1 decision.", (await site.Slack.SayAsync("U0ANA", "decisions")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("expired_trigger_id")]
    [InlineData("exchanged_trigger_id")]
    [InlineData("internal_error")]
    [InlineData("view_too_large")]
    public async Task A_form_that_does_not_open_is_said(string error)
    {
        await using var site = await Site.OpenAsync();
        site.Fake.FailError("views.open", error);

        var answer = await site.Slack.SayAsync("U0ANA", "setup");

        Assert.Equal("ephemeral", (string?)answer.Json!["response_type"]);
        Assert.NotEmpty((string)answer.Json["text"]!);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public async Task A_form_opens_within_three_seconds_of_the_press_and_not_later(int seconds, bool opens)
    {
        await using var site = await Site.OpenAsync();
        var trigger = site.Fake.NewTrigger("U0ANA");
        site.App.Time.Set(Site.Monday.AddSeconds(seconds));

        var answer = await site.Slack.SayAsync("U0ANA", "setup", trigger: trigger);

        Assert.Equal(opens, site.Fake.Modals.ContainsKey("U0ANA"));
        Assert.Equal(opens, answer.Json is null);
    }

    [Fact]
    public async Task A_slow_Slack_leaves_the_person_an_answer_in_time()
    {
        await using var site = await Site.OpenAsync();
        await site.SetUpAsync();
        site.Fake.Fail("views.open", delay: TimeSpan.FromSeconds(10));
        site.Fake.Fail("users.info", times: 5, delay: TimeSpan.FromSeconds(10));
        var clock = Stopwatch.StartNew();

        var form = await site.Slack.SayAsync("U0ANA", "target contributors");
        var afterForm = clock.Elapsed;
        var stranger = await site.Slack.SayAsync("U0CLEO", "status");

        Assert.Contains("slow", (string?)form.Json!["text"], StringComparison.Ordinal);
        Assert.InRange(afterForm, TimeSpan.Zero, TimeSpan.FromSeconds(3));
        Assert.Contains("The equalizer", stranger.Text, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed - afterForm, TimeSpan.Zero, TimeSpan.FromSeconds(3));
    }

    [Theory]
    [InlineData(500, null)]
    [InlineData(503, null)]
    [InlineData(200, "not json")]
    [InlineData(200, "[]")]
    [InlineData(200, """{"ok":false,"error":"internal_error"}""")]
    [InlineData(200, """{"ok":true}""")]
    public async Task What_was_not_taken_goes_out_later_and_once(int status, string? body)
    {
        await using var site = await Site.OpenAsync();
        await site.SetUpAsync();
        await site.Slack.SayAsync("U0BEN", "status");
        site.Fake.Fail("chat.postMessage", times: 2, status: status, body: body);

        await site.Slack.SayAsync("U0ANA", "checkin now");
        await site.App.TickAsync(Ct);
        Assert.Empty(site.Fake.MessagesTo("D0BEN"));
        await site.App.AdvanceToAsync(Site.Monday.AddHours(3), Ct);

        Assert.Single(site.Fake.MessagesTo("D0BEN"));
        Assert.Single(site.Fake.MessagesTo("D0ANA"));
    }

    [Fact]
    public async Task A_pause_that_Slack_asks_for_is_kept()
    {
        await using var site = await Site.OpenAsync();
        await site.SetUpAsync();
        await site.Slack.SayAsync("U0BEN", "status");
        site.Fake.Fail("chat.postMessage", status: 429, body: """{"ok":false,"error":"ratelimited"}""", retryAfter: 120);

        await site.Slack.SayAsync("U0ANA", "checkin now");
        await site.App.TickAsync(Ct);
        var calls = site.Fake.CallsOf("chat.postMessage");
        site.App.Time.Set(Site.Monday.AddSeconds(100));
        await site.App.TickAsync(Ct);
        Assert.Equal(calls, site.Fake.CallsOf("chat.postMessage"));
        site.App.Time.Set(Site.Monday.AddSeconds(300));
        await site.App.TickAsync(Ct);

        Assert.Single(site.Fake.MessagesTo("D0BEN"));
        Assert.Single(site.Fake.MessagesTo("D0ANA"));
    }

    [Theory]
    [InlineData("ratelimited", SendFault.Retry)]
    [InlineData("rate_limited", SendFault.Retry)]
    [InlineData("internal_error", SendFault.Retry)]
    [InlineData("http_502", SendFault.Retry)]
    [InlineData("token_revoked", SendFault.Disconnected)]
    [InlineData("account_inactive", SendFault.Disconnected)]
    [InlineData("invalid_auth", SendFault.Disconnected)]
    [InlineData("missing_scope", SendFault.Disconnected)]
    [InlineData("is_archived", SendFault.Unreachable)]
    [InlineData("not_in_channel", SendFault.Unreachable)]
    [InlineData("user_disabled", SendFault.Unreachable)]
    [InlineData("restricted_action_read_only_channel", SendFault.Unreachable)]
    [InlineData("invalid_blocks", SendFault.Bug)]
    [InlineData("something_new", SendFault.Bug)]
    internal void Every_error_has_a_consequence(string code, SendFault fault) => Assert.Equal(fault, SlackException.FaultOf(code));

    [Fact]
    public async Task An_archived_channel_is_told_to_a_steward_once()
    {
        await using var site = await Site.OpenAsync();
        await site.SetUpAsync();
        await site.Slack.SayAsync("U0ANA", "channel here");
        site.Fake.Archived.Add(SlackSide.General);

        await site.Slack.SayAsync("U0ANA", "target contributors 40 by 2026-12-31 because we want it");
        await site.Slack.SayAsync("U0ANA", "target processes 40 by 2026-12-31 because we want it");
        await site.App.AdvanceToAsync(Site.Monday.AddDays(2), Ct);

        Assert.Single(site.Fake.MessagesTo("D0ANA"), m => SlackSide.Text(m).Contains("is_archived", StringComparison.Ordinal));
        Assert.Empty(site.Fake.MessagesTo(SlackSide.General));
    }

    [Fact]
    public async Task A_message_that_somebody_deleted_needs_no_update()
    {
        await using var site = await Site.OpenAsync();
        await site.SetUpAsync();
        await site.Slack.SayAsync("U0BEN", "status");
        await site.Slack.SayAsync("U0ANA", "checkin now");
        await site.App.TickAsync(Ct);
        site.Fake.Messages.Clear();

        await site.Slack.SayAsync("U0BEN", "answer");
        await site.Slack.SubmitAsync("U0BEN", ("gate/predictable", "4"));
        await site.App.TickAsync(Ct);
        await site.App.TickAsync(Ct);

        Assert.Equal(1, site.Fake.CallsOf("chat.update"));
    }

    [Fact]
    public async Task Uninstalled_is_quiet_keeps_its_data_and_comes_back()
    {
        await using var site = await Site.OpenAsync();
        await site.SetUpAsync();
        await site.Slack.SayAsync("U0BEN", "status");
        await site.Slack.SayAsync("U0ANA", "checkin now");

        await site.Slack.HappenAsync(new() { ["type"] = "tokens_revoked", ["tokens"] = new System.Text.Json.Nodes.JsonObject { ["oauth"] = new System.Text.Json.Nodes.JsonArray(), ["bot"] = new System.Text.Json.Nodes.JsonArray(FakeSlack.Bot) } });
        await site.Slack.HappenAsync(new() { ["type"] = "app_uninstalled" });
        await site.App.AdvanceToAsync(Site.Monday.AddHours(2), Ct);
        var connections = site.App.Services.GetRequiredService<ConnectionStore>();
        Assert.True((await connections.FindAsync("slack", FakeSlack.Team, Ct))!.IsQuiet);
        Assert.Equal(0, site.Fake.CallsOf("chat.postMessage"));

        site.App.Time.Set(Site.Monday.AddDays(1));
        Assert.NotNull(await site.App.Services.GetRequiredService<Workspaces>().ConnectOwnAsync(null, Ct));
        await site.App.TickAsync(Ct);
        Assert.Single(site.Fake.MessagesTo("D0BEN"));
        Assert.Contains("The equalizer", (await site.Slack.SayAsync("U0BEN", "status")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_speaks_in_a_quiet_workspace_wakes_it_if_its_token_works_again()
    {
        await using var site = await Site.OpenAsync();
        await site.SetUpAsync();
        await site.Slack.HappenAsync(new() { ["type"] = "app_uninstalled" });
        site.App.Time.Set(Site.Monday.AddMinutes(1));

        await site.Slack.SayAsync("U0ANA", "status");

        Assert.False((await site.App.Services.GetRequiredService<ConnectionStore>().FindAsync("slack", FakeSlack.Team, Ct))!.IsQuiet);
    }

    [Fact]
    public async Task A_revoked_token_quiets_the_workspace_and_nothing_is_lost()
    {
        await using var site = await Site.OpenAsync();
        await site.SetUpAsync();
        await site.Slack.SayAsync("U0BEN", "status");
        site.Fake.ValidTokens.Clear();

        await site.Slack.SayAsync("U0ANA", "checkin now");
        await site.App.TickAsync(Ct);
        Assert.True((await site.App.Services.GetRequiredService<ConnectionStore>().FindAsync("slack", FakeSlack.Team, Ct))!.IsQuiet);

        site.Fake.ValidTokens.Add(FakeSlack.Token);
        site.App.Time.Set(Site.Monday.AddHours(1));
        await site.App.Services.GetRequiredService<Workspaces>().ConnectOwnAsync(null, Ct);
        await site.App.TickAsync(Ct);
        Assert.Single(site.Fake.MessagesTo("D0BEN"));
    }

    [Fact]
    public async Task What_was_stored_goes_out_after_a_restart()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("companion-").FullName, "companion.db");
        var fake = await FakeSlack.StartAsync();
        var settings = fake.Settings();
        using (var before = SlackSide.AppWith(settings, file))
        {
            using var http = before.CreateClient();
            var slack = new SlackSide(before, http, fake);
            await slack.SayAsync("U0ANA", "setup");
            await slack.SubmitAsync("U0ANA", ("organisation", "Acme"), ("units", "processes"), ("cadence", "every month on the first Tuesday 10:00 Europe/Berlin"));
            await slack.SayAsync("U0ANA", "checkin now");
            await slack.WriteAsync("U0ANA", "timeoff 2026-02-20");
            // The outbox is written, the inbox too; nothing was sent: here the process ends.
        }

        Assert.Equal(0, fake.CallsOf("chat.postMessage"));
        await using var site = await Site.OpenAsync(file: file, fake: fake);
        await site.SettleAsync();

        Assert.Equal(2, fake.MessagesTo("D0ANA").Count);
    }

    [Fact]
    public async Task A_busy_channel_gets_a_message_a_second()
    {
        var time = new ManualTime(Site.Monday);
        var pace = new Pace(time);
        var workspace = Guid.CreateVersion7(Site.Monday);

        for (var i = 0; i < 5; i++)
            await pace.EnterAsync(workspace, "chat.postMessage", "C1", Ct);
        // The sixth and seventh wait a second or two each; who comes after them is told when to come again.
        var waiting = Enumerable.Range(0, 2).Select(_ => pace.EnterAsync(workspace, "chat.postMessage", "C1", Ct)).ToList();
        var late = await Assert.ThrowsAsync<SendException>(() => pace.EnterAsync(workspace, "chat.postMessage", "C1", Ct));
        Assert.Equal((SendFault.Retry, TimeSpan.FromSeconds(3)), (late.Fault, late.After));
        await pace.EnterAsync(workspace, "chat.postMessage", "C2", Ct);

        time.Set(Site.Monday.AddMinutes(1));
        await pace.EnterAsync(workspace, "chat.postMessage", "C1", Ct);
        await Task.WhenAll(waiting);
    }

    [Fact]
    public void A_pause_is_for_one_method_in_one_workspace()
    {
        var time = new ManualTime(Site.Monday);
        var pace = new Pace(time);
        var (one, other) = (Guid.CreateVersion7(Site.Monday), Guid.CreateVersion7(Site.Monday));

        pace.Pause(one, "views.publish", TimeSpan.FromSeconds(30));

        Assert.Equal(TimeSpan.FromSeconds(30), pace.Paused(one, "views.publish"));
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (pace.Paused(one, "chat.update"), pace.Paused(other, "views.publish")));
    }
}
