using System.Text.Json.Nodes;
using Companion.Platforms.Slack;
using Microsoft.Extensions.DependencyInjection;

namespace Companion.Tests.Platforms.Slack;

/// <summary>One installation for a whole Enterprise organisation: many workspaces, some of which lose the app and get it back.</summary>
public sealed class OrganisationTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_workspace_that_lost_the_app_is_not_answered_until_it_gets_it_back()
    {
        await using var site = await OpenAsync();
        await site.Slack.SayAsync("U0BEN", "setup");
        await site.Slack.SubmitAsync("U0BEN", ("organisation", "Acme"), ("units", "processes"), ("cadence", "every month on the first Tuesday 10:00 Europe/Berlin"));

        await HappensAsync(site, "team_access_revoked");
        var taken = await site.Slack.SayAsync("U0BEN", "status");
        await site.Slack.OpenHomeAsync("U0BEN");
        await site.SettleAsync();
        var homes = site.Fake.CallsOf("views.publish");
        await HappensAsync(site, "team_access_granted");
        var given = await site.Slack.SayAsync("U0BEN", "status");

        Assert.Contains("took Companion away from this workspace", taken.Body, StringComparison.Ordinal);
        Assert.Equal(0, homes);
        Assert.Contains("Internal processes", given.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_workspace_of_the_organisation_goes_on_meanwhile()
    {
        await using var site = await OpenAsync();

        await HappensAsync(site, "team_access_revoked", "T0OTHER");

        Assert.Contains("Nothing to show yet", (await site.Slack.SayAsync("U0BEN", "status")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Groups_are_asked_for_workspace_by_workspace()
    {
        await using var site = await OpenAsync();
        site.Fake.Teams.AddRange([FakeSlack.Team, "T0OTHER"]);
        var workspace = (await site.App.Services.GetRequiredService<Workspaces>().FindAsync(new(FakeSlack.Team, "E1", true), Ct))!;

        var groups = site.App.Services.GetRequiredService<Groups>();
        groups.Look(workspace.Id);
        await Site.UntilAsync(() => groups.IsIdle);
        var mentioned = await site.App.Services.GetRequiredService<People>().PlainAsync(workspace, "ask <!subteam^S0DEV>", Ct);

        Assert.Equal([FakeSlack.Team, "T0OTHER"], site.Fake.Calls.Where(c => c.Method == "usergroups.list").Select(c => (string?)c.Arguments["team_id"]));
        Assert.Equal("ask Ben, Cleo", mentioned);
        Assert.Equal(FakeSlack.Team, (string?)site.Fake.Calls.Last(c => c.Method == "usergroups.users.list").Arguments["team_id"]);
    }

    private static async Task<Site> OpenAsync()
    {
        var site = await InstallTests.OpenAsync();
        await InstallTests.InstallAsync(site, reply =>
        {
            reply["team"] = null;
            reply["enterprise"] = new JsonObject { ["id"] = "E1", ["name"] = "Acme Group" };
            reply["is_enterprise_install"] = true;
        });
        site.Slack.Enterprise = "E1";
        return site;
    }

    private static Task<Answered> HappensAsync(Site site, string what, string team = FakeSlack.Team) => site.Slack.HappenAsync(new() { ["type"] = what, ["team_ids"] = new JsonArray(team) });
}
