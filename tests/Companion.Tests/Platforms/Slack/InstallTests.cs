using System.Net;
using System.Text.Json.Nodes;
using Companion.Platforms.Slack;
using Companion.Storage;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace Companion.Tests.Platforms.Slack;

/// <summary>Many workspaces, each installed from a browser.</summary>
public sealed class InstallTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Installing_connects_the_workspace_and_its_installer_may_set_up()
    {
        await using var site = await OpenAsync();
        site.Fake.Authorize = _ => Installed();

        var begun = await site.Http.GetAsync("/slack/install", Ct);
        var location = begun.Headers.Location!.ToString();
        var done = await FinishAsync(site, begun, $"code=abc&state={StateOf(location)}");

        Assert.Equal(HttpStatusCode.Redirect, begun.StatusCode);
        Assert.Contains("/oauth/v2/authorize?client_id=1.2&scope=commands%2Cchat%3Awrite", location, StringComparison.Ordinal);
        Assert.Contains("Companion is installed in Acme &lt;b&gt;", await done.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal("", (await site.Slack.SayAsync("U0BEN", "setup")).Body);
        Assert.Contains("setup", (string?)site.Slack.Modal("U0BEN")["private_metadata"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_lies_encrypted_in_the_database_with_its_keys_beside_it()
    {
        await using var site = await OpenAsync();
        await InstallAsync(site);

        var secret = await site.App.Services.GetRequiredService<Database>().ReadAsync(c => c.ExecuteScalarAsync<string>("SELECT secret FROM connections"), Ct);
        var vault = site.App.Services.GetRequiredService<TokenVault>();

        Assert.DoesNotContain("xoxb", secret, StringComparison.Ordinal);
        Assert.Equal(FakeSlack.Token, vault.Open(secret)!.AccessToken);
        Assert.NotEmpty(Directory.GetFiles(vault.KeyFolder));
        Assert.Null(vault.Open("nonsense"));
    }

    [Fact]
    public async Task A_state_is_good_once_for_ten_minutes_in_the_browser_that_began()
    {
        await using var site = await OpenAsync();
        site.Fake.Authorize = _ => Installed();
        var begun = await site.Http.GetAsync("/slack/install", Ct);
        var state = StateOf(begun.Headers.Location!.ToString());

        using var elsewhere = await site.Http.GetAsync($"/slack/oauth/callback?code=abc&state={state}", Ct);
        var other = await site.Http.GetAsync("/slack/install", Ct);
        var mixed = await FinishAsync(site, other, $"code=abc&state={state}");
        var first = await FinishAsync(site, begun, $"code=abc&state={state}");
        var again = await FinishAsync(site, begun, $"code=abc&state={state}");
        var late = await site.Http.GetAsync("/slack/install", Ct);
        site.App.Time.Set(Site.Monday.AddMinutes(11));
        var tooLate = await FinishAsync(site, late, $"code=abc&state={StateOf(late.Headers.Location!.ToString())}");

        Assert.Equal(
            [HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest],
            [elsewhere.StatusCode, mixed.StatusCode, first.StatusCode, again.StatusCode, tooLate.StatusCode]);
    }

    [Theory]
    [InlineData("error=access_denied", HttpStatusCode.OK)]
    [InlineData("error=%3Cscript%3E", HttpStatusCode.OK)]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("code=", HttpStatusCode.BadRequest)]
    [InlineData("code=wrong", HttpStatusCode.BadGateway)]
    public async Task What_is_not_finished_connects_nothing(string query, HttpStatusCode status)
    {
        await using var site = await OpenAsync();
        var begun = await site.Http.GetAsync("/slack/install", Ct);

        var done = await FinishAsync(site, begun, $"{query}&state={StateOf(begun.Headers.Location!.ToString())}");

        Assert.Equal(status, done.StatusCode);
        Assert.DoesNotContain("<script>", await done.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Empty(await site.App.Services.GetRequiredService<ConnectionStore>().AllAsync("slack", Ct));
    }

    [Fact]
    public async Task A_token_that_ends_soon_is_refreshed_once_by_whoever_needs_it_first()
    {
        await using var site = await OpenAsync();
        await InstallAsync(site, reply =>
        {
            reply["refresh_token"] = "xoxe-1-first";
            reply["expires_in"] = 43200;
        });
        var refreshed = 0;
        site.Fake.ValidTokens.Add("xoxe.xoxb-new");
        site.Fake.Authorize = a =>
        {
            if (a.GetValueOrDefault("grant_type") != "refresh_token" || a["refresh_token"] != "xoxe-1-first" || Interlocked.Increment(ref refreshed) > 1)
                return FakeSlack.Refused("invalid_refresh_token");
            return new() { ["ok"] = true, ["access_token"] = "xoxe.xoxb-new", ["refresh_token"] = "xoxe-1-second", ["expires_in"] = 43200 };
        };

        site.App.Time.Set(Site.Monday.AddHours(11));
        var workspaces = site.App.Services.GetRequiredService<Workspaces>();
        var workspace = (await workspaces.FindAsync(new(FakeSlack.Team, null, false), Ct))!;
        var tokens = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => workspaces.TokenAsync(workspace, Ct)));

        Assert.Equal(1, refreshed);
        Assert.All(tokens, t => Assert.Contains(t, new[] { FakeSlack.Token, "xoxe.xoxb-new" }));
        Assert.Equal("xoxe.xoxb-new", await workspaces.TokenAsync(await workspaces.GetAsync(workspace.Id, Ct), Ct));
    }

    [Fact]
    public async Task An_installation_of_a_whole_organisation_answers_all_its_workspaces()
    {
        await using var site = await OpenAsync();
        await InstallAsync(site, reply =>
        {
            reply["team"] = null;
            reply["enterprise"] = new JsonObject { ["id"] = "E1", ["name"] = "Acme Group" };
            reply["is_enterprise_install"] = true;
        });
        var workspaces = site.App.Services.GetRequiredService<Workspaces>();

        var ofTeam = await workspaces.FindAsync(new("T77", "E1", true), Ct);
        var ofOther = await workspaces.FindAsync(new("T88", "E1", true), Ct);
        var ofNobody = await workspaces.FindAsync(new("T99", "E2", true), Ct);

        Assert.Equal(("E1", ofTeam!.Id), (ofTeam.Kept.External, ofOther!.Id));
        Assert.Null(ofNobody);
    }

    [Fact]
    public async Task Uninstalled_and_installed_again_it_is_the_same_organisation()
    {
        await using var site = await OpenAsync();
        await InstallAsync(site);
        await site.Slack.SayAsync("U0BEN", "setup");
        await site.Slack.SubmitAsync("U0BEN", ("organisation", "Acme"), ("units", "processes"), ("cadence", "every month on the first Tuesday 10:00 Europe/Berlin"));

        await site.Slack.HappenAsync(new() { ["type"] = "app_uninstalled" });
        var quiet = (await site.App.Services.GetRequiredService<ConnectionStore>().FindAsync("slack", FakeSlack.Team, Ct))!;
        await InstallAsync(site);

        Assert.Equal((true, null), (quiet.IsQuiet, quiet.Secret));
        Assert.Contains("Internal processes", (await site.Slack.SayAsync("U0BEN", "status")).Text, StringComparison.Ordinal);
    }

    internal static Task<Site> OpenAsync(string keepDays = "90") => Site.OpenAsync(change: s =>
    {
        s["Storage:KeepUninstalledDays"] = keepDays;
        s.Remove("Slack:BotToken");
        s["Slack:ClientId"] = "1.2";
        s["Slack:ClientSecret"] = "client secret";
        s["PublicUrl"] = "https://bot.example.org";
    });

    private static JsonObject Installed() => new()
    {
        ["ok"] = true,
        ["access_token"] = FakeSlack.Token,
        ["token_type"] = "bot",
        ["scope"] = "commands,chat:write",
        ["bot_user_id"] = FakeSlack.Bot,
        ["app_id"] = "A1",
        ["team"] = new JsonObject { ["id"] = FakeSlack.Team, ["name"] = "Acme <b>" },
        ["enterprise"] = null,
        ["is_enterprise_install"] = false,
        ["authed_user"] = new JsonObject { ["id"] = "U0BEN" },
    };

    internal static async Task<string> InstallAsync(Site site, Action<JsonObject>? change = null)
    {
        var reply = Installed();
        change?.Invoke(reply);
        site.Fake.Authorize = _ => reply;
        var begun = await site.Http.GetAsync("/slack/install", Ct);
        var done = await FinishAsync(site, begun, $"code=abc&state={StateOf(begun.Headers.Location!.ToString())}");
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        return await done.Content.ReadAsStringAsync(Ct);
    }

    private static async Task<HttpResponseMessage> FinishAsync(Site site, HttpResponseMessage begun, string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/slack/oauth/callback?{query}");
        request.Headers.Add("Cookie", begun.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        return await site.Http.SendAsync(request, Ct);
    }

    private static string StateOf(string location) => location[(location.IndexOf("state=", StringComparison.Ordinal) + 6)..];
}
