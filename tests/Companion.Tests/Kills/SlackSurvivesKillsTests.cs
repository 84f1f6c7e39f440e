using Companion.Tests.Crash;
using Companion.Tests.Platforms.Slack;
using Companion.Tests.Support;

namespace Companion.Tests.Kills;

[Collection(nameof(SurvivesKillsTests))]
public sealed class SlackSurvivesKillsTests
{
    private const string Channel = SlackSide.General;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_stored_and_not_yet_sent_when_the_server_was_killed_goes_out_once_after_its_restart()
    {
        await using var fake = await FakeSlack.StartAsync();
        using var folder = new TempFolder();
        using var server = new Server(Crash.Site.File(folder.File("companion.db")), [.. fake.Settings().Where(s => s.Value.Length > 0).Select(s => $"--{s.Key}={s.Value}")]);
        await server.StartAsync(Ct);
        using var http = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromSeconds(20) };
        await using var clock = new App(TimeProvider.System.GetUtcNow());
        var slack = new SlackSide(clock, http, fake);
        await slack.SayAsync("U0ANA", "setup");
        await slack.SubmitAsync("U0ANA", ("organisation", "Acme"), ("units", "contributors"), ("cadence", "every month on the first Tuesday 10:00 Europe/Berlin"));
        await slack.SayAsync("U0ANA", "channel here");
        await slack.SayAsync("U0ANA", "setup contributors");

        // Slack takes its time: both are stored and acknowledged, and neither has arrived.
        fake.Fail("chat.postMessage", times: 1000, delay: TimeSpan.FromMinutes(1));
        var declared = await slack.SubmitAsync("U0ANA", ("level", "20"), ("rationale", "We answer everybody."), ("target", "40"), ("by", ""));
        var asked = await slack.WriteAsync("U0BEN", "status");
        Assert.Equal("update", (string?)declared.Json!["response_action"]);
        Assert.Equal(System.Net.HttpStatusCode.OK, asked.Status);
        await Platforms.Slack.Site.UntilAsync(() => fake.Waiting >= 2);
        await server.KillAsync(Ct);
        var before = (fake.MessagesTo(Channel).Count, fake.MessagesTo("D0BEN").Count);
        fake.HealAll();
        await server.StartAsync(Ct);
        await Platforms.Slack.Site.UntilAsync(() => fake.MessagesTo(Channel).Count > 0 && fake.MessagesTo("D0BEN").Count > 0);
        await Task.Delay(TimeSpan.FromSeconds(7), Ct); // longer than a worker's slowest look: what would come twice has come

        Assert.Equal((0, 0), before);
        Assert.Contains("declared at 20", SlackSide.Text(Assert.Single(fake.MessagesTo(Channel))), StringComparison.Ordinal);
        Assert.Contains("The equalizer", SlackSide.Text(Assert.Single(fake.MessagesTo("D0BEN"))), StringComparison.Ordinal);
        Assert.Empty(fake.Broken);
    }
}
