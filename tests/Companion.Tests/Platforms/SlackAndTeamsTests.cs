using System.Text.RegularExpressions;
using Companion.Tests.Platforms.Slack;
using Companion.Tests.Platforms.Teams;

namespace Companion.Tests.Platforms;

/// <summary>One organisation with a Slack workspace and a Teams tenant, and one person on both.</summary>
public sealed partial class SlackAndTeamsTests
{
    private const string Own = "D0ANA";

    [Fact]
    public async Task Somebody_on_both_is_asked_once_where_they_were_active_last()
    {
        await using var cloud = await TeamsCloud.StartAsync();
        await using var site = await Site.OpenAsync(change: settings =>
        {
            foreach (var (key, value) in cloud.Settings())
                settings[key] = value;
        });
        var teams = TeamsApp.In(site.App, cloud);
        var ana = teams.Person("Ana");
        await site.SetUpAsync();
        await ana.InstallAsync();

        await ana.SayAsync($"connect {await CodeAsync(site, "connect")}");
        var link = await CodeAsync(site, "link");
        await ana.SayAsync($"link {link}");
        await site.Slack.SayAsync("U0ANA", $"link confirm {link}", Own);
        await site.Slack.SayAsync("U0ANA", "checkin now", Own);
        site.App.Time.Set(Site.Monday.AddHours(2));
        await ana.SayAsync("status");
        await site.SettleAsync();

        Assert.Single(cloud.Sent, s => s.Text.Contains("It takes 20 seconds. You", StringComparison.Ordinal));
        Assert.DoesNotContain(site.Fake.Messages, m => m.ToJsonString().Contains("It takes 20 seconds", StringComparison.Ordinal));
    }

    private static async Task<string> CodeAsync(Site site, string command) => Code().Match((await site.Slack.SayAsync("U0ANA", command, Own)).Text).Value;

    [GeneratedRegex("[A-Z2-9]{4}-[A-Z2-9]{4}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
