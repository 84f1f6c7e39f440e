using System.Net;
using System.Text.Json.Nodes;
using Companion.Storage;
using Companion.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Companion.Tests.Platforms.Teams;

/// <summary>Which tenants become organisations, and which are told to install the app first.</summary>
public sealed class TenantTests
{
    [Fact]
    public async Task A_message_of_a_tenant_that_never_installed_the_app_makes_no_organisation()
    {
        await using var teams = await TeamsApp.StartAsync(tenant: null);
        var ana = teams.Person("Ana");

        var answer = await ana.SayAsync("setup");

        Assert.Contains("I do not know your organisation yet", answer.Text, StringComparison.Ordinal);
        Assert.Null(await WorkspaceAsync(teams));

        await ana.InstallAsync();
        Assert.Contains("you can set me up", teams.Cloud.Sent[^1].Text, StringComparison.Ordinal);
        Assert.NotNull(await WorkspaceAsync(teams));
        Assert.Contains("Set up Companion", (await ana.SayAsync("setup")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("adaptiveCard/action", "NotInstalled")]
    [InlineData("composeExtension/query", "I do not know your organisation")]
    [InlineData("task/fetch", "I do not know your organisation")]
    [InlineData("application/search", "NotInstalled")]
    public async Task An_invoke_of_such_a_tenant_is_answered_and_leaves_nothing(string name, string says)
    {
        await using var teams = await TeamsApp.StartAsync(tenant: null);
        var invoke = teams.Person("Ana").Activity("invoke", "a:1");
        invoke["name"] = name;
        invoke["value"] = new JsonObject { ["data"] = new JsonObject { ["line"] = "status" } };

        using var answer = await teams.PostAsync(invoke);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(says, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Null(await WorkspaceAsync(teams));
    }

    [Fact]
    public async Task A_tenant_that_is_listed_needs_no_installation_and_any_other_is_refused()
    {
        await using var cloud = await TeamsCloud.StartAsync();
        await using var app = new App(TeamsApp.Monday);
        foreach (var (key, value) in cloud.Settings(tenant: null))
            app.Set[key] = value;
        app.Set["Teams:Tenants:0"] = TeamsCloud.Tenant.ToUpperInvariant();
        var teams = TeamsApp.In(app, cloud);
        var ana = teams.Person("Ana");
        var foreign = ana.Installs();
        foreign["channelData"]!["tenant"]!["id"] = "99999999-0000-0000-0000-000000000000";
        foreign["conversation"]!["tenantId"] = "99999999-0000-0000-0000-000000000000";

        Assert.Contains("Nothing to show yet", (await ana.SayAsync("status")).Text, StringComparison.Ordinal);
        using var refused = await teams.PostAsync(foreign);

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private static Task<Workspace?> WorkspaceAsync(TeamsApp teams) =>
        teams.App.Services.GetRequiredService<ConnectionStore>().FindAsync("teams", TeamsCloud.Tenant, TestContext.Current.CancellationToken);
}
