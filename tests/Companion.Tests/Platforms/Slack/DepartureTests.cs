using System.Net;
using Companion.Chat;
using Companion.Platforms.Slack;
using Companion.Schedule;
using Companion.Storage;
using Companion.Tests.Support;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace Companion.Tests.Platforms.Slack;

/// <summary>A workspace uninstalls the app: its data waits for it, and not for ever.</summary>
public sealed class DepartureTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Before_its_time_is_over_a_workspace_comes_back_to_all_it_had()
    {
        await using var site = await OpenAsync();

        await LookAsync(site, days: 89);
        await InstallTests.InstallAsync(site);
        var status = await site.Slack.SayAsync("U0BEN", "status");
        await LookAsync(site, days: 400);

        Assert.Contains("Internal processes", status.Text, StringComparison.Ordinal);
        Assert.Contains("Internal processes", (await site.Slack.SayAsync("U0BEN", "status")).Text, StringComparison.Ordinal);
        Assert.Contains("Ben", Names(site));
    }

    [Fact]
    public async Task Afterwards_its_token_and_its_people_are_gone_and_the_decisions_lead_to_nobody()
    {
        await using var site = await OpenAsync();
        var before = Numbers(site);

        await LookAsync(site, days: 91);
        await LookAsync(site, days: 92);

        Assert.DoesNotContain("Ben", Names(site));
        Assert.DoesNotContain("Cleo", Names(site));
        Assert.Equal(["", "", "{}"], Rows(site, "SELECT COALESCE(secret, '') FROM connections UNION ALL SELECT name FROM connections UNION ALL SELECT details FROM connections"));
        foreach (var table in (string[])["identities", "conversations", "homes", "member_groups", "group_members", "channels", "inbox", "deliveries"])
            Assert.True(Rows(site, $"SELECT COUNT(*) FROM {table}") is ["0"], table);
        Assert.Equal(before, Numbers(site));
        Assert.Empty(Everywhere(site, "U0BEN").Concat(Everywhere(site, "Cleo")));
        Assert.False(Traces.InFiles("U0BEN", site.App.File));
    }

    [Fact]
    public async Task Whoever_comes_after_that_begins_anew()
    {
        await using var site = await OpenAsync();
        await LookAsync(site, days: 91);

        await InstallTests.InstallAsync(site);

        Assert.Contains("Nothing to show yet", (await site.Slack.SayAsync("U0BEN", "status")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_look_that_was_ended_half_way_is_carried_on_by_the_next()
    {
        await using var site = await OpenAsync();
        site.App.Time.Set(Site.Monday.AddDays(91));
        // As a process leaves it that was killed after the first step.
        Run(site, "UPDATE connections SET external_id = 'forgotten x', quiet_reason = 'forgetting', secret = NULL");

        await LookAsync(site, days: 91);

        Assert.DoesNotContain("Ben", Names(site));
        Assert.Equal(["forgotten"], Rows(site, "SELECT quiet_reason FROM connections"));
    }

    [Fact]
    public async Task A_workspace_that_is_quiet_for_another_reason_is_not_forgotten()
    {
        await using var site = await OpenAsync();
        Run(site, "UPDATE connections SET quiet_reason = 'missing_scope'");

        await LookAsync(site, days: 1000);

        Assert.Contains("Ben", Names(site));
    }

    [Fact]
    public async Task Stewards_with_another_chat_are_told_until_when_it_waits_and_people_there_stay()
    {
        await using var site = await OpenAsync(uninstall: false);
        var (organisation, elsewhere) = (Rows(site, "SELECT organisation_id FROM connections")[0], Guid.CreateVersion7(Site.Monday).ToString());
        Run(site, $"INSERT INTO connections (id, organisation_id, platform, external_id, name, details, created_at) VALUES ('{elsewhere}', '{organisation}', 'teams', 'tenant', 'Acme Teams', '{{}}', '2026-03-02T10:00:00.000Z')");
        Run(site, $"INSERT INTO identities (connection_id, external_id, organisation_id, member_id, last_seen_at) SELECT '{elsewhere}', 'aad-ben', '{organisation}', member_id, last_seen_at FROM identities WHERE external_id = 'U0BEN'");

        await site.Slack.HappenAsync(new() { ["type"] = "app_uninstalled" });
        var told = Rows(site, "SELECT card FROM outbox WHERE subject LIKE 'workspace %'");
        await LookAsync(site, days: 91);

        Assert.Contains("uninstalled Companion", Assert.Single(told), StringComparison.Ordinal);
        Assert.Contains("for 90 days", told[0], StringComparison.Ordinal);
        Assert.Contains("Ben", Names(site));
        Assert.DoesNotContain("Cleo", Names(site));
        Assert.Equal(["aad-ben"], Rows(site, "SELECT external_id FROM identities"));
    }

    [Fact]
    public async Task The_page_after_installing_says_how_long_data_is_kept()
    {
        await using var site = await InstallTests.OpenAsync(keepDays: "30");

        var page = await InstallTests.InstallAsync(site);

        Assert.Contains("kept for 30 days", page, StringComparison.Ordinal);
    }

    private static async Task<Site> OpenAsync(bool uninstall = true)
    {
        var site = await InstallTests.OpenAsync();
        await InstallTests.InstallAsync(site);
        await site.Slack.SayAsync("U0BEN", "setup");
        await site.Slack.SubmitAsync("U0BEN", ("organisation", "Acme"), ("units", "processes"), ("cadence", "every month on the first Tuesday 10:00 Europe/Berlin"));
        await site.Slack.WriteAsync("U0CLEO", "status");
        await site.App.Services.GetRequiredService<InboxWorker>().HandleWaitingAsync(Ct);
        await site.Slack.OpenHomeAsync("U0CLEO");
        await site.Slack.SayAsync("U0BEN", "channel here");
        await site.SettleAsync();
        if (uninstall)
            Assert.Equal(HttpStatusCode.OK, (await site.Slack.HappenAsync(new() { ["type"] = "app_uninstalled" })).Status);
        return site;
    }

    private static Task LookAsync(Site site, int days)
    {
        site.App.Time.Set(Site.Monday.AddDays(days));
        return site.App.Services.GetRequiredService<ForgetUninstalled>().RunAsync(Ct);
    }

    private static List<string> Names(Site site) => Rows(site, "SELECT name FROM members");

    private static List<string> Numbers(Site site) => Rows(site, "SELECT COUNT(*) FROM decisions UNION ALL SELECT COUNT(*) FROM units UNION ALL SELECT COUNT(*) FROM facts");

    private static List<string> Rows(Site site, string sql)
    {
        using var connection = site.App.Connect();
        return [.. connection.Query(sql).Select(r => (string)Convert.ToString(((IDictionary<string, object>)r).Values.First(), System.Globalization.CultureInfo.InvariantCulture)!)];
    }

    private static void Run(Site site, string sql)
    {
        using var connection = site.App.Connect();
        connection.Execute(sql);
    }

    /// <summary>The tables in which a word still stands.</summary>
    private static List<string> Everywhere(Site site, string word)
    {
        var tables = Rows(site, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
        using var connection = site.App.Connect();
        return [.. tables.Where(t => connection.Query($"SELECT * FROM {t}").Any(r => ((IDictionary<string, object>)r).Values.Any(v => v is string s && s.Contains(word, StringComparison.Ordinal))))];
    }
}
