using System.Net;
using Companion.CommandLine;
using Companion.Tests.Support;

namespace Companion.Tests.Platforms.Teams;

/// <summary><c>companion doctor --live</c> against a Microsoft of our own.</summary>
public sealed class LiveCheckTests
{
    [Fact]
    public async Task A_registration_that_works_is_told_so_and_whoever_spoke_last_gets_a_message()
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = teams.Person("Ana");
        await ana.InstallAsync();

        var (_, says) = await CheckAsync(teams);

        // The database of a test may have problems of its own.
        Assert.DoesNotContain("PROBLEM Teams", says, StringComparison.Ordinal);
        Assert.Contains("announces 1 keys that speak for Teams", says, StringComparison.Ordinal);
        Assert.Contains("gives a token", says, StringComparison.Ordinal);
        Assert.Contains("a test message went", says, StringComparison.Ordinal);
        Assert.Equal((ana.Own, true), (teams.Cloud.Sent[^1].Place, teams.Cloud.Sent[^1].Text.Contains("This is a test", StringComparison.Ordinal)));
        Assert.DoesNotContain("open sesame", says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_anybody_spoke_no_message_is_tried()
    {
        await using var teams = await TeamsApp.StartAsync();

        var (_, says) = await CheckAsync(teams);

        // The database of a test may have problems of its own.
        Assert.DoesNotContain("PROBLEM Teams", says, StringComparison.Ordinal);
        Assert.Contains("nobody has spoken to the bot yet", says, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Teams:AppPassword", "wrong")]
    [InlineData("Teams:AppId", "99999999-8a3e-4b6f-9a55-0d5f6c7e8f90")]
    public async Task A_wrong_secret_or_id_is_a_problem_with_the_keys_to_look_at(string key, string value)
    {
        await using var teams = await TeamsApp.StartAsync(set: (key, value));

        var (code, says) = await CheckAsync(teams);

        Assert.Equal(1, code);
        Assert.Contains("ok      Teams: ", says, StringComparison.Ordinal);
        Assert.Contains("PROBLEM Teams: ", says, StringComparison.Ordinal);
        Assert.Contains("gives no token (token 401)", says, StringComparison.Ordinal);
        Assert.Contains("Teams:AppId, the secret's value", says, StringComparison.Ordinal);
        Assert.Empty(teams.Cloud.Sent);
    }

    [Fact]
    public async Task A_tenant_that_does_not_know_the_app_is_a_problem()
    {
        await using var teams = await TeamsApp.StartAsync();
        teams.Cloud.TokenStatus = HttpStatusCode.BadRequest;

        var (code, says) = await CheckAsync(teams);

        Assert.Equal(1, code);
        Assert.Contains("gives no token (token 400)", says, StringComparison.Ordinal);
        Assert.Contains("Teams:TenantId", says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_that_cannot_be_fetched_are_a_problem_and_the_rest_is_tried_all_the_same()
    {
        await using var teams = await TeamsApp.StartAsync();
        teams.Cloud.KeysAreDown = true;

        var (code, says) = await CheckAsync(teams);

        Assert.Equal(1, code);
        Assert.Contains("PROBLEM Teams: the keys announced at", says, StringComparison.Ordinal);
        Assert.Contains("gives a token", says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_metadata_address_at_which_nobody_listens_is_a_problem()
    {
        await using var teams = await TeamsApp.StartAsync(set: ("Teams:OpenIdMetadataUrl", "http://127.0.0.1:9/openid"));

        var (code, says) = await CheckAsync(teams);

        Assert.Equal(1, code);
        Assert.Contains("PROBLEM Teams: the keys announced at http://127.0.0.1:9/openid cannot be fetched", says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conversation_that_takes_nothing_is_a_problem()
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = teams.Person("Ana");
        await ana.InstallAsync();
        teams.Cloud.Closed[ana.Own] = "BotDisabledByAdmin";

        var (code, says) = await CheckAsync(teams);

        Assert.Equal(1, code);
        Assert.Contains("does not take a message (403 BotDisabledByAdmin)", says, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Says)> CheckAsync(TeamsApp teams)
    {
        await using var output = new StringWriter();
        var code = await Doctor.RunAsync(teams.App.Services, output, live: true, TestContext.Current.CancellationToken);
        return (code, output.ToString());
    }
}
