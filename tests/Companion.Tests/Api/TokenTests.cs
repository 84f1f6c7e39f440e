using System.Security.Cryptography;
using System.Text;
using Companion.Tests.Faults;
using Companion.Tests.Support;
using Dapper;

namespace Companion.Tests.Api;

/// <summary>Tokens, from being made in the chat to being refused at the door.</summary>
public sealed class TokenTests : IAsyncLifetime
{
    private static readonly object Turnout = new { unit = "contributors", criterion = "turnout", value = 30 };

    private readonly App _app = new(Team.Monday);
    private readonly HttpClient _http;
    private ChatPerson _steward = null!;

    public TokenTests() => _http = _app.CreateClient();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _steward = await Team.SetUpAsync(_http, Ct);

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _app.DisposeAsync();
    }

    [Fact]
    public async Task A_token_is_shown_once_and_kept_nowhere()
    {
        var made = await _steward.SayAsync("token create ci", Ct, key: "delivery-1");
        var secret = ApiClient.SecretIn(made);
        var again = await _steward.SayAsync("token create ci", Ct, key: "delivery-1");

        Assert.StartsWith("cmpn_", secret, StringComparison.Ordinal);
        Assert.True(made.Reply.GetProperty("once").GetBoolean());
        Assert.DoesNotContain(secret, again.Reply.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("It was shown once", (await _steward.InboxAsync(Ct))[^1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(secret[5..], Dump(), StringComparison.Ordinal);
        Assert.Equal(200, (await new ApiClient(_http, secret).PostAsync(Turnout, Ct)).Status);
    }

    [Fact]
    public async Task Only_a_steward_in_private_makes_and_revokes_and_everybody_sees_the_list()
    {
        var ben = await ChatPerson.NamedAsync(_http, "Ben", Ct);

        var byBen = await ben.SayAsync("token create ci", Ct);
        using var inChannel = await _steward.SendAsync(new { @as = _steward.Id, text = "@companion token create ci", @in = "general" }, Ct);
        var none = await ben.SayAsync("token list", Ct);
        await _steward.SayAsync("token create ci unit contributors for 30 days", Ct);
        var revokedByBen = await ben.SayAsync("token revoke ci", Ct);
        var list = await ben.SayAsync("token list", Ct);

        Assert.Contains("Only a steward makes tokens", byBen.Text, StringComparison.Ordinal);
        Assert.Contains("for your eyes only", await inChannel.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Contains("There is no token yet", none.Text, StringComparison.Ordinal);
        Assert.Contains("Only a steward revokes", revokedByBen.Text, StringComparison.Ordinal);
        Assert.Contains("hand in evidence about contributors only", list.Text, StringComparison.Ordinal);
        Assert.Contains("counts", list.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token create", "What is it called?")]
    [InlineData("token create über", "letters, digits")]
    [InlineData("token create ci scope everything", "There is scope evidence")]
    [InlineData("token create ci scope", "I cannot read")]
    [InlineData("token create ci unit moon", "There is no unit")]
    [InlineData("token create ci for ever", "For how many days?")]
    [InlineData("token create ci for 0 days", "from 1 to 366 days")]
    [InlineData("token create ci for 9999 days", "from 1 to 366 days")]
    [InlineData("token create ci please now", "I cannot read")]
    [InlineData("token revoke", "Revoke which token?")]
    [InlineData("token revoke nigtly", "Did you mean nightly?")]
    [InlineData("token create nightly", "There is a token nightly already")]
    [InlineData("token burn", "There is token create, list and revoke")]
    public async Task Wishes_that_cannot_be_met_are_refused_in_plain_words(string line, string says)
    {
        await _steward.SayAsync("token create nightly", Ct);

        Assert.Contains(says, (await _steward.SayAsync(line, Ct)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_token_is_refused_from_then_on_and_stays_in_the_list()
    {
        var ci = await ApiClient.MadeByAsync(_http, _steward, Ct);
        Assert.Equal(200, (await ci.PostAsync(Turnout, Ct)).Status);

        await _steward.SayAsync("token revoke CI", Ct);

        var refused = await ci.PostAsync(Turnout, Ct);
        Assert.Equal((401, "token.revoked"), (refused.Status, refused.Code));
        Assert.Contains("revoked by You", (await _steward.SayAsync("token list", Ct)).Text, StringComparison.Ordinal);
        Assert.Contains("revoked already", (await _steward.SayAsync("token revoke ci", Ct)).Text, StringComparison.Ordinal);
        Assert.Equal("done", (await _steward.SayAsync("token create ci", Ct)).Kind);
    }

    [Fact]
    public async Task Undo_revokes_a_token_that_was_just_made()
    {
        _app.Time.Set(Team.Monday.AddMinutes(1));
        var ci = await ApiClient.MadeByAsync(_http, _steward, Ct);

        await _steward.SayAsync("undo", Ct);

        Assert.Equal("token.revoked", (await ci.PostAsync(Turnout, Ct)).Code);
    }

    [Fact]
    public async Task A_token_expires_on_its_day()
    {
        var ci = await ApiClient.MadeByAsync(_http, _steward, Ct, "ci for 1 days");
        _app.Time.Set(Team.Monday.AddDays(1).AddSeconds(-1));
        Assert.Equal(200, (await ci.PostAsync(Turnout, Ct)).Status);

        _app.Time.Set(Team.Monday.AddDays(1));

        var refused = await ci.PostAsync(Turnout, Ct);
        Assert.Equal((401, "token.expired"), (refused.Status, refused.Code));
    }

    [Theory]
    [InlineData(null, "token.missing")]
    [InlineData("", "token.malformed")]
    [InlineData("secret", "token.malformed")]
    [InlineData("cmpn_0000000000000000000000000000000000000000000", "token.unknown")]
    [InlineData("cmpn_000000000000000000000000000000000000000000%", "token.unknown")]
    public async Task Without_a_token_that_is_known_nobody_gets_in(string? token, string code)
    {
        foreach (var path in (string[])["/units", "/units/contributors", "/units/contributors/assessment", "/assessments", "/decisions", "/decisions/1"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1{path}");
            if (token is not null)
                request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
            using var response = await _http.SendAsync(request, Ct);

            Assert.Equal(401, (int)response.StatusCode);
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
            Assert.Contains($"\"code\":\"{code}\"", await response.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_token_decides_and_not_where_a_request_comes_from()
    {
        var ci = await ApiClient.MadeByAsync(_http, _steward, Ct);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/units") { Headers = { Host = "companion.example.org", Authorization = new("Bearer", ci.Token) } };
        request.Headers.Add("Origin", "https://elsewhere.example");

        using var response = await _http.SendAsync(request, Ct);

        Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_token_opens_what_its_scope_says()
    {
        var evidence = await ApiClient.MadeByAsync(_http, _steward, Ct, "ci");
        var read = await ApiClient.MadeByAsync(_http, _steward, Ct, "board scope read");

        var refused = new[] { await read.PostAsync(Turnout, Ct), await evidence.GetAsync("/units/contributors/assessment", Ct), await evidence.GetAsync("/decisions", Ct), await evidence.GetAsync("/decisions/1", Ct), await evidence.GetAsync("/assessments", Ct) };

        Assert.All(refused, r => Assert.Equal((403, "token.scope"), (r.Status, r.Code)));
        Assert.Equal([200, 200, 200, 200], new[] { await evidence.GetAsync("/units", Ct), await evidence.GetAsync("/units/gate", Ct), await read.GetAsync("/units", Ct), await read.GetAsync("/decisions/1", Ct) }.Select(a => a.Status));
    }

    [Fact]
    public async Task A_token_for_one_unit_speaks_about_no_other()
    {
        await _steward.SubmitAsync("setup", new() { ["unit"] = "finance", ["level"] = "20", ["target"] = "none", ["rationale"] = "so it is" }, Ct);
        var ci = await ApiClient.MadeByAsync(_http, _steward, Ct, "ci scope evidence,read unit contributors");

        var answers = new[]
        {
            await ci.PostAsync(new { unit = "finance", criterion = "runway", value = 3 }, Ct),
            await ci.PostAsync(new { unit = "gate", criterion = "breaking-changes", value = 3 }, Ct),
            await ci.PostAsync(new { unit = "moon", criterion = "tides", value = 3 }, Ct),
            await ci.GetAsync("/units/finance", Ct),
            await ci.GetAsync("/units/gate", Ct),
            await ci.GetAsync("/units/moon/assessment", Ct),
            await ci.GetAsync("/decisions?unit=finance", Ct),
            await ci.GetAsync("/decisions/2", Ct),
        };

        Assert.All(answers, a => Assert.Equal((403, "token.unit"), (a.Status, a.Code)));
        Assert.Equal(["contributors"], (await ci.GetAsync("/units", Ct)).Json.GetProperty("items").EnumerateArray().Select(u => u.GetProperty("key").GetString()));
        Assert.Equal(["contributors"], (await ci.GetAsync("/decisions", Ct)).Json.GetProperty("items").EnumerateArray().Select(u => u.GetProperty("unit").GetString()).Distinct());
    }

    [Fact]
    public async Task The_use_of_a_token_is_noted_once_an_hour()
    {
        var ci = await ApiClient.MadeByAsync(_http, _steward, Ct);
        await ci.PostAsync(Turnout, Ct);
        _app.Time.Set(Team.Monday.AddMinutes(59));
        await ci.PostAsync(Turnout, Ct);
        Assert.Equal(Team.Monday, LastUsed());

        _app.Time.Set(Team.Monday.AddMinutes(61));
        await ci.PostAsync(Turnout, Ct);

        Assert.Equal(Team.Monday.AddMinutes(61), LastUsed());
    }

    [Fact]
    public async Task Whoever_asks_too_often_waits()
    {
        await using var slow = new App(Team.Monday) { Set = { ["Api:RequestsPerMinute"] = "3" } };
        using var http = slow.CreateClient();
        var steward = await Team.SetUpAsync(http, Ct);
        var ci = await ApiClient.MadeByAsync(http, steward, Ct);
        var other = await ApiClient.MadeByAsync(http, steward, Ct, "other");
        for (var i = 0; i < 3; i++)
            Assert.Equal(200, (await ci.PostAsync(Turnout, Ct)).Status);

        var refused = await ci.PostAsync(Turnout, Ct);

        Assert.Equal((429, "rate.exceeded"), (refused.Status, refused.Code));
        Assert.InRange(refused.RetryAfter!.Value.TotalSeconds, 1, 20);
        Assert.Equal(200, (await other.PostAsync(Turnout, Ct)).Status);
    }

    [Fact]
    public async Task Another_organisations_token_sees_and_changes_nothing_of_this_one()
    {
        var stranger = new ApiClient(_http, Strangers());

        var answers = new[]
        {
            await stranger.PostAsync(Turnout, Ct),
            await stranger.PostAsync(new { unit = UnitId(), criterion = "turnout", value = 30 }, Ct),
            await stranger.GetAsync("/units/contributors", Ct),
            await stranger.GetAsync("/units/contributors/assessment", Ct),
            await stranger.GetAsync($"/units/{UnitId()}", Ct),
            await stranger.GetAsync("/decisions/1", Ct),
            await stranger.GetAsync($"/decisions?by={_steward.Id}", Ct),
        };

        Assert.Equal(["unit.unknown", "unit.unknown", "unit.unknown", "unit.unknown", "unit.unknown", "decision.unknown", "filter.by"], answers.Select(a => a.Code));
        foreach (var path in (string[])["/units", "/assessments", "/decisions"])
            Assert.Equal(0, (await stranger.GetAsync(path, Ct)).Json.GetProperty("total").GetInt32());
    }

    /// <summary>A token of a second organisation in the same database.</summary>
    private string Strangers()
    {
        const string secret = "cmpn_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        var values = new
        {
            organisation = Guid.CreateVersion7(Team.Monday),
            id = Guid.CreateVersion7(Team.Monday),
            hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret))),
            at = Team.Monday.AddDays(-1),
            until = Team.Monday.AddDays(30),
        };
        using var connection = _app.Connect();
        connection.Execute("INSERT INTO organisations (id, name, zone, work_from, work_to, work_days, last_hash, created_at) VALUES (@organisation, 'Other', 'UTC', '09:00', '17:00', 'Monday', '', @at)", values);
        connection.Execute("INSERT INTO api_tokens (id, organisation_id, name, token_hash, scopes, made_at, expires_at) VALUES (@id, @organisation, 'ci', @hash, 'Evidence, Read', @at, @until)", values);
        return secret;
    }

    private string UnitId() => Query<Guid>("SELECT id FROM units LIMIT 1").ToString();

    private DateTimeOffset? LastUsed() => Query<DateTimeOffset?>("SELECT last_used_at FROM api_tokens");

    private T? Query<T>(string sql)
    {
        using var connection = _app.Connect();
        return connection.Query<T>(sql).Single();
    }

    /// <summary>All the rows in which an answer could have been kept, as text.</summary>
    private string Dump()
    {
        using var connection = _app.Connect();
        return string.Concat(((string[])["deliveries", "posts", "api_tokens", "changes", "outbox", "inbox"])
            .SelectMany(table => connection.Query($"SELECT * FROM {table}").SelectMany(row => ((IDictionary<string, object?>)row).Values.Select(v => $"{v}\n"))));
    }
}
