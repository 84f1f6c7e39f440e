using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Companion.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Companion.Tests.Platforms.Teams;

/// <summary>Who gets in, and who does not.</summary>
public sealed class VerifierTests(VerifierTests.Door door) : IClassFixture<VerifierTests.Door>
{
    /// <summary>Attacks on the token: refused before the body is looked at, so that a body of nonsense changes nothing.</summary>
    private static readonly Dictionary<string, Func<TeamsCloud, DateTimeOffset, string?>> Tokens = new(StringComparer.Ordinal)
    {
        ["no header"] = (_, _) => null,
        ["an empty bearer"] = (_, _) => "Bearer ",
        ["another scheme"] = (c, now) => $"Basic {c.Token(now)}",
        ["no scheme"] = (c, now) => c.Token(now),
        ["two tokens in one header"] = (c, now) => $"Bearer {c.Token(now)}, Bearer {c.Token(now)}",
        ["two tokens with a space"] = (c, now) => $"Bearer {c.Token(now)} {c.Token(now)}",
        ["no token at all"] = (_, _) => "Bearer null",
        ["three words with dots"] = (_, _) => "Bearer a.b.c",
        ["a token of 20,000 characters"] = (c, now) => $"Bearer {c.Token(now, t => t.Claims["pad"] = new string('x', 20_000))}",
        ["alg none"] = (c, now) => $"Bearer {c.Token(now, t => { t.Header["alg"] = "none"; t.Sign = _ => []; })}",
        ["alg None"] = (c, now) => $"Bearer {c.Token(now, t => { t.Header["alg"] = "None"; t.Sign = _ => []; })}",
        ["no alg"] = (c, now) => $"Bearer {c.Token(now, t => t.Header.Remove("alg"))}",
        ["HS256 with the public key as its secret"] = (c, now) => $"Bearer {c.Token(now, t => { t.Header["alg"] = "HS256"; t.Sign = b => HMACSHA256.HashData(Encoding.ASCII.GetBytes((string)c.Key.Public["n"]!), b); })}",
        ["HS256 with the key document as its secret"] = (c, now) => $"Bearer {c.Token(now, t => { t.Header["alg"] = "HS256"; t.Sign = b => HMACSHA256.HashData(c.Key.Rsa.ExportSubjectPublicKeyInfo(), b); })}",
        ["PS256, which is not on the list"] = (c, now) => $"Bearer {c.Token(now, t => { t.Header["alg"] = "PS256"; t.Sign = b => c.Key.Rsa.SignData(b, HashAlgorithmName.SHA256, RSASignaturePadding.Pss); })}",
        ["no signature"] = (c, now) => $"Bearer {c.Token(now, t => t.Sign = _ => [])}",
        ["a signature with one bit turned"] = (c, now) => $"Bearer {c.Token(now, t => t.Sign = b => { var s = c.Key.Rsa.SignData(b, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1); s[7] ^= 1; return s; })}",
        ["somebody else's key under our kid"] = (c, now) => $"Bearer {c.Token(now, t => t.Key = SigningKey.New("k1", "msteams"))}",
        ["a payload changed after signing"] = (c, now) => $"Bearer {Swapped(c.Token(now), c.Token(now, t => t.Claims["serviceurl"] = "https://evil.example/"))}",
        ["an unknown kid"] = (c, now) => $"Bearer {c.Token(now, t => t.Header["kid"] = "k9")}",
        ["no kid"] = (c, now) => $"Bearer {c.Token(now, t => t.Header.Remove("kid"))}",
        ["a key in the header"] = (c, now) => $"Bearer {c.Token(now, t => { var own = SigningKey.New("own", "msteams"); t.Key = own; t.Header["kid"] = "own"; t.Header["jwk"] = own.Public; })}",
        ["a key's address in the header"] = (c, now) => $"Bearer {c.Token(now, t => { t.Key = SigningKey.New("own", "msteams"); t.Header["kid"] = "own"; t.Header["jku"] = "https://evil.example/keys"; })}",
        ["another issuer"] = (c, now) => $"Bearer {c.Token(now, t => t.Claims["iss"] = "https://api.botframework.com.evil.example")}",
        ["the issuer with a slash"] = (c, now) => $"Bearer {c.Token(now, t => t.Claims["iss"] = TeamsCloud.Issuer + "/")}",
        ["no issuer"] = (c, now) => $"Bearer {c.Token(now, t => t.Claims.Remove("iss"))}",
        ["the issuer of another cloud"] = (c, now) => $"Bearer {c.Token(now, t => t.Claims["iss"] = "https://api.botframework.us")}",
        ["an emulator's token"] = (c, now) => $"Bearer {c.Token(now, t => { t.Claims["iss"] = "https://login.microsoftonline.com/d6d49420-f39b-4df7-a1dc-d59a935871db/v2.0"; t.Claims["ver"] = "2.0"; t.Claims["azp"] = TeamsCloud.AppId; })}",
        ["a skill's token"] = (c, now) => $"Bearer {c.Token(now, t => { t.Claims["iss"] = $"https://sts.windows.net/{TeamsCloud.Tenant}/"; t.Claims["ver"] = "1.0"; t.Claims["appid"] = "11111111-2222-3333-4444-555555555555"; })}",
        ["another audience"] = (c, now) => $"Bearer {c.Token(now, t => t.Claims["aud"] = "11111111-2222-3333-4444-555555555555")}",
        ["no audience"] = (c, now) => $"Bearer {c.Token(now, t => t.Claims.Remove("aud"))}",
        ["the Connector as audience"] = (c, now) => $"Bearer {c.Token(now, t => t.Claims["aud"] = TeamsCloud.Issuer)}",
        ["over for longer than the skew"] = (c, now) => $"Bearer {c.Token(now, t => t.Claims["exp"] = now.ToUnixTimeSeconds() - 301)}",
        ["no end"] = (c, now) => $"Bearer {c.Token(now, t => t.Claims.Remove("exp"))}",
        ["not yet, for longer than the skew"] = (c, now) => $"Bearer {c.Token(now, t => t.Claims["nbf"] = now.ToUnixTimeSeconds() + 301)}",
        ["an end that is no number"] = (c, now) => $"Bearer {c.Token(now, t => t.Claims["exp"] = "never")}",
        ["claims that are no claims"] = (c, now) => $"Bearer {c.Token(now, t => t.Claims["iss"] = new[] { 1, 2 })}",
        ["an encrypted token"] = (_, _) => $"Bearer {Base64UrlEncoder.Encode("""{"alg":"dir","enc":"A128CBC-HS256","kid":"k1"}""")}..YQ.YQ.YQ",
    };

    /// <summary>A true token with another body than it was given for.</summary>
    private static readonly Dictionary<string, (Action<TokenShape>? Token, Action<JsonObject> Body)> Bodies = new(StringComparer.Ordinal)
    {
        ["no serviceurl claim"] = (t => t.Claims.Remove("serviceurl"), _ => { }),
        ["another serviceurl claim"] = (t => t.Claims["serviceurl"] = "https://smba.trafficmanager.net/amer/", _ => { }),
        ["a serviceurl claim that is a list"] = (t => t.Claims["serviceurl"] = new[] { "a" }, _ => { }),
        ["the service address swapped in the body"] = (null, b => b["serviceUrl"] = "https://evil.example/"),
        ["no service address in the body"] = (null, b => b.Remove("serviceUrl")),
        ["a foreign host in both"] = (t => t.Claims["serviceurl"] = "https://evil.example/", b => b["serviceUrl"] = "https://evil.example/"),
        ["another channel"] = (null, b => b["channelId"] = "webchat"),
        ["an empty channel"] = (null, b => b["channelId"] = ""),
        ["no channel"] = (null, b => b.Remove("channelId")),
        ["another tenant"] = (null, b => { b["channelData"]!["tenant"]!["id"] = "99999999-0000-0000-0000-000000000000"; b["conversation"]!["tenantId"] = "99999999-0000-0000-0000-000000000000"; }),
        ["two tenants"] = (null, b => b["conversation"]!["tenantId"] = "99999999-0000-0000-0000-000000000000"),
        ["no tenant"] = (null, b => { b.Remove("channelData"); b["conversation"]!.AsObject().Remove("tenantId"); }),
    };

    public static TheoryData<string> TokenAttacks => [.. Tokens.Keys];

    public static TheoryData<string> BodyAttacks => [.. Bodies.Keys];

    [Theory]
    [MemberData(nameof(TokenAttacks))]
    public async Task A_wrong_token_is_refused_before_the_body_is_read(string attack)
    {
        var teams = door.Teams;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = new StringContent("this is no JSON", Encoding.UTF8, "application/json") };
        if (Tokens[attack](teams.Cloud, teams.App.Time.GetUtcNow()) is { } header)
            request.Headers.TryAddWithoutValidation("Authorization", header);

        using var answer = await teams.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Empty(teams.Cloud.Sent);
        Assert.Null(await ConnectionAsync(teams));
    }

    [Theory]
    [MemberData(nameof(BodyAttacks))]
    public async Task A_true_token_with_another_body_is_refused(string attack)
    {
        var teams = door.Teams;
        var (token, body) = Bodies[attack];
        var activity = teams.Person("Ana").Message("status");
        body(activity);

        using var answer = await teams.PostAsync(activity, teams.Cloud.Token(teams.App.Time.GetUtcNow(), token));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(teams.Cloud.Sent);
        Assert.Null(await ConnectionAsync(teams));
    }

    [Fact]
    public async Task Two_authorization_headers_are_refused()
    {
        await using var teams = await TeamsApp.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        var token = $"Bearer {teams.Cloud.Token(teams.App.Time.GetUtcNow())}";
        request.Headers.TryAddWithoutValidation("Authorization", [token, token]);

        using var answer = await teams.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("without endorsements")]
    [InlineData("with those of another channel")]
    public async Task A_key_that_does_not_speak_for_Teams_is_refused(string which)
    {
        await using var teams = await TeamsApp.StartAsync();
        var other = which == "without endorsements" ? SigningKey.New("k2") : SigningKey.New("k2", "webchat");
        teams.Cloud.Published.Add(other);

        using var answer = await teams.PostAsync(teams.Person("Ana").Message("status"), teams.Cloud.Token(teams.App.Time.GetUtcNow(), t => { t.Key = other; t.Header["kid"] = "k2"; }));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("RS256", -299, 3600)]
    [InlineData("RS384", -60, 3600)]
    [InlineData("RS512", 299, 3600)]
    [InlineData("RS256", -3600, -299)]
    public async Task A_true_token_gets_in_within_the_skew(string algorithm, int from, int until)
    {
        await using var teams = await TeamsApp.StartAsync();
        var now = teams.App.Time.GetUtcNow();

        using var answer = await teams.PostAsync(teams.Person("Ana").Installs(), teams.Cloud.Token(now, t =>
        {
            t.Header["alg"] = algorithm;
            t.Claims["nbf"] = now.ToUnixTimeSeconds() + from;
            t.Claims["exp"] = now.ToUnixTimeSeconds() + until;
            t.Claims["serviceurl"] = teams.Cloud.ServiceUrl.ToUpperInvariant();
        }));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Single(teams.Cloud.Sent);
    }

    [Fact]
    public async Task A_flood_of_unknown_keys_has_the_keys_fetched_once_in_five_minutes()
    {
        await using var teams = await TeamsApp.StartAsync();
        await teams.Person("Ana").InstallAsync();
        Assert.Equal(1, teams.Cloud.KeyFetches);

        teams.App.Time.Set(teams.App.Time.GetUtcNow().AddMinutes(6));
        for (var i = 0; i < 30; i++)
        {
            using var answer = await teams.PostAsync(teams.Person("Ana").Message("status"), teams.Cloud.Token(teams.App.Time.GetUtcNow(), t => t.Header["kid"] = $"unknown-{i}"));
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        Assert.Equal(2, teams.Cloud.KeyFetches);
    }

    [Fact]
    public async Task A_new_key_counts_from_the_first_activity_it_signs()
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = teams.Person("Ana");
        await ana.InstallAsync();
        var fresh = SigningKey.New("k2", "msteams");
        teams.Cloud.Published.Add(fresh);
        teams.App.Time.Set(teams.App.Time.GetUtcNow().AddMinutes(6));

        using var answer = await teams.PostAsync(ana.Message("help"), teams.Cloud.Token(teams.App.Time.GetUtcNow(), t => { t.Key = fresh; t.Header["kid"] = "k2"; }));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Known_keys_go_on_counting_for_five_days_while_theirs_address_is_down()
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = teams.Person("Ana");
        await ana.InstallAsync();
        teams.Cloud.KeysAreDown = true;

        teams.App.Time.Set(teams.App.Time.GetUtcNow().AddDays(4));
        using var still = await teams.PostAsync(ana.Message("help"));
        teams.App.Time.Set(teams.App.Time.GetUtcNow().AddDays(2));
        using var over = await teams.PostAsync(ana.Message("help"));

        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, over.StatusCode);
    }

    [Fact]
    public async Task Nobody_waits_while_known_keys_are_fetched_again()
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = teams.Person("Ana");
        await ana.InstallAsync();
        var answered = new TaskCompletionSource();
        teams.Cloud.KeysAnswerAfter = answered.Task;
        teams.App.Time.Set(teams.App.Time.GetUtcNow().AddHours(25));

        for (var i = 0; i < 3; i++)
            await ana.SayAsync("help");
        Assert.Equal(1, teams.Cloud.KeyFetches);

        answered.SetResult();
        await FaultTests.UntilAsync(() => teams.Cloud.KeyFetches == 2);
    }

    [Fact]
    public async Task A_document_without_keys_locks_nobody_out()
    {
        await using var teams = await TeamsApp.StartAsync();
        var ana = teams.Person("Ana");
        await ana.InstallAsync();
        teams.Cloud.Published.Clear();
        teams.App.Time.Set(teams.App.Time.GetUtcNow().AddHours(25));

        await ana.SayAsync("help");
        await FaultTests.UntilAsync(() => teams.Cloud.KeyFetches == 2);
        await ana.SayAsync("help");
    }

    [Fact]
    public async Task Nobody_gets_in_while_no_key_is_known()
    {
        await using var teams = await TeamsApp.StartAsync();
        teams.Cloud.KeysAreDown = true;

        using var answer = await teams.PostAsync(teams.Person("Ana").Message("status"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    /// <summary>One program for all attacks: none of them leaves a trace.</summary>
    public sealed class Door : IAsyncLifetime
    {
        internal TeamsApp Teams { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Teams = await TeamsApp.StartAsync();

        public ValueTask DisposeAsync() => Teams.DisposeAsync();
    }

    private static Task<Workspace?> ConnectionAsync(TeamsApp teams) =>
        teams.App.Services.GetRequiredService<ConnectionStore>().FindAsync("teams", TeamsCloud.Tenant, TestContext.Current.CancellationToken);

    private static string Swapped(string token, string with) => $"{token.Split('.')[0]}.{with.Split('.')[1]}.{token.Split('.')[2]}";
}
