using Companion.CommandLine;

namespace Companion.Tests.Platforms.Slack;

/// <summary><c>companion doctor --live</c>: what it says about a workspace, and what to do.</summary>
public sealed class LiveCheckTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_is_well_with_a_good_token_over_a_socket()
    {
        await using var site = await Site.OpenAsync(socket: true);

        var (code, says) = await AskAsync(site);

        Assert.Contains("ok      Slack: with Slack:BotToken we are U0BOT in Acme.", says, StringComparison.Ordinal);
        Assert.Contains("ok      Slack: Slack:BotToken has all scopes.", says, StringComparison.Ordinal);
        Assert.Contains("ok      Slack: Slack:AppToken opens sockets.", says, StringComparison.Ordinal);
        Assert.Equal(0, code);
    }

    [Theory]
    [InlineData("token_revoked", "Slack: Slack:BotToken: token_revoked. Copy the token again from OAuth & Permissions, or reinstall the app.")]
    [InlineData("invalid_auth", "Copy the token again")]
    [InlineData("internal_error", "Slack: Slack:BotToken: internal_error. Is the network in the way? Try again.")]
    public async Task A_token_that_does_not_work_is_named_with_what_to_do(string error, string says)
    {
        await using var site = await Site.OpenAsync(socket: true);
        site.Fake.FailError("auth.test", error);

        var (code, said) = await AskAsync(site);

        Assert.Contains("PROBLEM", said, StringComparison.Ordinal);
        Assert.Contains(says, said, StringComparison.Ordinal);
        Assert.DoesNotContain("scopes", said, StringComparison.Ordinal);
        Assert.Equal(1, code);
    }

    [Fact]
    public async Task A_missing_scope_is_named()
    {
        await using var site = await Site.OpenAsync(socket: true);
        site.Fake.Scopes.Remove("usergroups:read");

        var (code, says) = await AskAsync(site);

        Assert.Contains("PROBLEM Slack: Slack:BotToken lacks usergroups:read. Add them under OAuth & Permissions and reinstall the app.", says, StringComparison.Ordinal);
        Assert.Equal(1, code);
    }

    [Theory]
    [InlineData("invalid_auth", "Create one under Basic Information")]
    [InlineData("service_unavailable", "Is the network in the way? Try again.")]
    public async Task A_socket_that_does_not_open_is_named(string error, string advice)
    {
        await using var site = await Site.OpenAsync(socket: true);
        site.Fake.FailError("apps.connections.open", error);

        var (code, says) = await AskAsync(site);

        Assert.Contains($"PROBLEM Slack: Slack:AppToken: {error}. {advice}", says, StringComparison.Ordinal);
        Assert.Equal(1, code);
    }

    [Theory]
    [InlineData(null, "which Slack cannot reach. Set PublicUrl to the https address")]
    [InlineData("http://bot.example.org", "which Slack cannot reach")]
    [InlineData("https://127.0.0.1:9", "PROBLEM Slack: https://127.0.0.1:9/healthz does not answer from here.")]
    public async Task An_address_that_Slack_cannot_use_is_named(string? url, string says)
    {
        await using var site = await Site.OpenAsync(change: s =>
        {
            if (url is not null)
                s["PublicUrl"] = url;
        });

        var (code, said) = await AskAsync(site);

        Assert.Contains(says, said, StringComparison.Ordinal);
        Assert.Equal(1, code);
    }

    [Fact]
    public async Task With_the_install_flow_each_workspace_is_asked_and_a_quiet_one_says_until_when_it_waits()
    {
        await using var site = await InstallTests.OpenAsync();
        var (_, none) = await AskAsync(site);
        await InstallTests.InstallAsync(site);
        var (_, installed) = await AskAsync(site);
        await site.Slack.HappenAsync(new() { ["type"] = "app_uninstalled" });
        var (_, quiet) = await AskAsync(site);

        Assert.Contains("no workspace has installed the app yet. Open https://bot.example.org/slack/install", none, StringComparison.Ordinal);
        Assert.Contains("ok      Slack: with Acme <b> we are U0BOT in Acme.", installed, StringComparison.Ordinal);
        Assert.Contains($"is quiet since {Site.Monday:yyyy-MM-dd} (app_uninstalled); its data is kept until {Site.Monday.AddDays(90):yyyy-MM-dd}. Install again to wake it.", quiet, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Says)> AskAsync(Site site)
    {
        await using var output = new StringWriter();
        var code = await Doctor.RunAsync(site.App.Services, output, live: true, Ct);
        return (code, output.ToString());
    }
}
