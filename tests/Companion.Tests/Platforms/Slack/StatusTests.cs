namespace Companion.Tests.Platforms.Slack;

/// <summary>The equalizer is drawn once for everybody; whatever it shows must never be old.</summary>
public sealed class StatusTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_the_same_for_everybody_while_nothing_changes()
    {
        await using var site = await OpenAsync();

        var first = await site.Slack.SayAsync("U0ANA", "status");
        var other = await site.Slack.SayAsync("U0BEN", "status");
        var shared = await site.Slack.SayAsync("U0BEN", "share status");
        var again = await site.Slack.SayAsync("U0ANA", "status");

        Assert.Equal(first.Body, other.Body);
        Assert.Equal(first.Body, again.Body);
        Assert.Equal("in_channel", (string?)shared.Json!["response_type"]);
        Assert.Equal(first.Json!["blocks"]!.ToJsonString(), shared.Json["blocks"]!.ToJsonString());
    }

    [Fact]
    public async Task It_is_new_after_every_change_and_when_the_time_has_come()
    {
        await using var site = await OpenAsync();
        var plain = await StatusAsync(site);

        await site.Slack.SayAsync("U0ANA", "checkin now");
        var open = await StatusAsync(site);
        await site.Slack.SayAsync("U0BEN", "answer");
        await site.Slack.SubmitAsync("U0BEN");
        var answered = await StatusAsync(site);
        await site.Slack.SayAsync("U0ANA", "target contributors 40 by 2026-12-31 because we want it");
        var aimed = await StatusAsync(site);
        await site.App.AdvanceToAsync(Site.Monday.AddDays(12), Ct);
        var closed = await StatusAsync(site);

        Assert.DoesNotContain("Open check-in", plain, StringComparison.Ordinal);
        Assert.Contains("0 of 2 answered", open, StringComparison.Ordinal);
        Assert.Contains("1 of 2 answered", answered, StringComparison.Ordinal);
        Assert.Contains("no target", answered, StringComparison.Ordinal);
        Assert.Contains("target 40 by", aimed, StringComparison.Ordinal);
        Assert.DoesNotContain("Open check-in", closed, StringComparison.Ordinal);
    }

    private static async Task<Site> OpenAsync()
    {
        var site = await Site.OpenAsync();
        await site.SetUpAsync();
        await site.Slack.SayAsync("U0BEN", "status");
        return site;
    }

    private static async Task<string> StatusAsync(Site site) => (await site.Slack.SayAsync("U0ANA", "status")).Text;
}
