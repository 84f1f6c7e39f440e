using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Companion.Platforms.Slack;
using Companion.Storage;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace Companion.Tests.Platforms.Slack;

/// <summary>Requests at the edge of what Slack sends, and beyond: each with the status it gets, and none with an effect that it should not have.</summary>
public sealed class RequestTests
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Json = "application/json";
    private const string Status = "team_id=T0001&channel_id=C1&user_id=U0ANA&command=%2Fequalizer&text=status&trigger_id=1.1";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Name, path, body, content type, what is changed about the proof of origin, expected status.</summary>
    public static TheoryData<string, string, string, string?, string, int> Edges => new()
    {
        { "a command", "commands", Status, Form, "", 200 },
        { "a command with a charset", "commands", Status, $"{Form}; charset=utf-8", "", 200 },
        { "an upper-case content type", "commands", Status, "Application/X-WWW-Form-Urlencoded", "", 200 },
        { "exactly 300 seconds old", "commands", Status, Form, "time -300", 200 },
        { "exactly 300 seconds ahead", "commands", Status, Form, "time +300", 200 },
        { "301 seconds old", "commands", Status, Form, "time -301", 401 },
        { "301 seconds ahead", "commands", Status, Form, "time +301", 401 },
        { "no signature", "commands", Status, Form, "no signature", 401 },
        { "an empty signature", "commands", Status, Form, "signature=", 401 },
        { "two signatures", "commands", Status, Form, "two signatures", 401 },
        { "no time", "commands", Status, Form, "no time", 401 },
        { "two times", "commands", Status, Form, "two times", 401 },
        { "a time that is no number", "commands", Status, Form, "time=now", 401 },
        { "a time with a fraction", "commands", Status, Form, "fraction", 401 },
        { "a negative time", "commands", Status, Form, "time=-1", 401 },
        { "another version", "commands", Status, Form, "version v1", 401 },
        { "upper-case hex", "commands", Status, Form, "upper", 401 },
        { "another secret", "commands", Status, Form, "secret", 401 },
        { "a body changed afterwards", "commands", Status, Form, "body", 401 },
        { "a body cut short", "commands", Status, Form, "cut", 401 },
        { "the legacy token alone", "commands", $"{Status}&token=verif", Form, "no signature", 401 },
        { "JSON to commands", "commands", "{}", Json, "", 415 },
        { "no content type", "commands", Status, null, "", 415 },
        { "text to commands", "commands", Status, "text/plain", "", 415 },
        { "multipart to commands", "commands", Status, "multipart/form-data; boundary=x", "", 415 },
        { "an empty body", "commands", "", Form, "", 400 },
        { "a broken escape", "commands", $"{Status}&x=%zz", Form, "", 400 },
        { "broken UTF-8", "commands", $"{Status}&x=%ff", Form, "", 400 },
        { "no user", "commands", "team_id=T0001&channel_id=C1&text=status", Form, "", 400 },
        { "two users", "commands", $"{Status}&user_id=U2", Form, "", 400 },
        { "a thousand fields", "commands", $"{Status}{string.Concat(Enumerable.Range(0, 1000).Select(i => $"&f{i}=1"))}", Form, "", 400 },
        { "another workspace", "commands", Status.Replace("T0001", "T9999", StringComparison.Ordinal), Form, "", 200 },
        { "ssl_check", "commands", "ssl_check=1&token=verif", Form, "no signature", 200 },
        { "ssl_check with a command beside it", "commands", $"ssl_check=1&{Status}", Form, "no signature", 200 },
        { "ssl_check=0", "commands", "ssl_check=0&token=verif", Form, "no signature", 401 },
        { "ssl_check=true", "commands", "ssl_check=true", Form, "no signature", 401 },
        { "an empty ssl_check", "commands", "ssl_check=&token=verif", Form, "no signature", 401 },
        { "ssl_check twice", "commands", "ssl_check=1&ssl_check=1", Form, "no signature", 401 },
        { "ssl_check beside a payload", "interactions", "ssl_check=1&payload=%7B%7D", Form, "no signature", 401 },
        { "ssl_check as JSON", "events", """{"ssl_check":1}""", Json, "no signature", 401 },
        { "ssl_check as text", "commands", "ssl_check=1", "text/plain", "no signature", 401 },
        { "a challenge", "events", """{"type":"url_verification","challenge":"abc"}""", Json, "", 200 },
        { "an unsigned challenge", "events", """{"type":"url_verification","challenge":"abc"}""", Json, "no signature", 401 },
        { "a challenge that is no text", "events", """{"type":"url_verification","challenge":{"a":1}}""", Json, "", 400 },
        { "JSON cut short", "events", """{"type":"event_callback","event":""", Json, "", 400 },
        { "an array", "events", "[1,2]", Json, "", 400 },
        { "null", "events", "null", Json, "", 400 },
        { "a form to events", "events", "payload=%7B%7D", Form, "", 415 },
        { "an unknown envelope", "events", """{"type":"something_new","x":[1]}""", Json, "", 200 },
        { "an unknown event", "events", """{"type":"event_callback","event_id":"Ev1","team_id":"T0001","event":{"type":"brand_new","user":7}}""", Json, "", 200 },
        { "an event without an id", "events", """{"type":"event_callback","team_id":"T0001","event":{"type":"message","channel_type":"im","user":"U0ANA","text":"status","channel":"D1"}}""", Json, "", 200 },
        { "fields of other types", "events", """{"type":"event_callback","event_id":"Ev2","team_id":7,"authorizations":"no","event":{"type":"message","channel_type":["im"],"user":{},"text":5}}""", Json, "", 200 },
        { "app_rate_limited", "events", """{"type":"app_rate_limited","team_id":"T0001","minute_rate_limited":1}""", Json, "", 200 },
        { "deep JSON", "events", $"{new string('[', 200)}{new string(']', 200)}", Json, "", 400 },
        { "a payload that is no JSON", "interactions", "payload=hello", Form, "", 400 },
        { "no payload", "interactions", "other=1", Form, "", 400 },
        { "two payloads", "interactions", "payload=%7B%7D&payload=%7B%7D", Form, "", 400 },
        { "an empty payload", "interactions", "payload=%7B%7D", Form, "", 200 },
        { "an unknown interaction", "interactions", "payload=%7B%22type%22%3A%22brand_new%22%2C%22user%22%3A%7B%22id%22%3A%22U0ANA%22%7D%2C%22team%22%3A%7B%22id%22%3A%22T0001%22%7D%7D", Form, "", 200 },
        { "a submission of no view", "interactions", "payload=%7B%22type%22%3A%22view_submission%22%2C%22user%22%3A%7B%22id%22%3A%22U0ANA%22%7D%2C%22team%22%3A%7B%22id%22%3A%22T0001%22%7D%7D", Form, "", 200 },
        { "view_closed", "interactions", "payload=%7B%22type%22%3A%22view_closed%22%2C%22user%22%3A%7B%22id%22%3A%22U0ANA%22%7D%2C%22team%22%3A%7B%22id%22%3A%22T0001%22%7D%7D", Form, "", 200 },
        { "a suggestion for nothing", "options", "payload=%7B%22type%22%3A%22block_suggestion%22%2C%22user%22%3A%7B%22id%22%3A%22U0ANA%22%7D%2C%22team%22%3A%7B%22id%22%3A%22T0001%22%7D%7D", Form, "", 200 },
    };

    [Fact]
    public async Task Every_edge_gets_its_status_and_a_forged_request_has_no_effect()
    {
        await using var site = await Site.OpenAsync();
        var wrong = new List<string>();

        foreach (var edge in Edges)
        {
            var (name, path, body, type, change, status) = edge.Data;
            var before = await RowsAsync(site);
            using var response = await site.Http.SendAsync(Request(site, $"/slack/{path}", body, type, change), Ct);

            if ((int)response.StatusCode != status)
                wrong.Add($"{name}: {(int)response.StatusCode} instead of {status}");
            if (status == 401 && before != await RowsAsync(site))
                wrong.Add($"{name}: had an effect");
        }

        Assert.Empty(wrong);
        Assert.True(Edges.Count >= 40);
    }

    [Fact]
    public async Task A_challenge_is_answered_as_plain_text()
    {
        await using var site = await Site.OpenAsync();

        using var response = await site.Http.SendAsync(site.Slack.Signed("/slack/events", """{"type":"url_verification","challenge":"3eZbrw1aB"}""", Json), Ct);

        Assert.Equal(("text/plain", "3eZbrw1aB"), (response.Content.Headers.ContentType!.MediaType, await response.Content.ReadAsStringAsync(Ct)));
    }

    [Fact]
    public async Task What_is_larger_than_anything_Slack_sends_is_refused_unread()
    {
        await using var site = await Site.OpenAsync();

        using var response = await site.Http.SendAsync(site.Slack.Signed("/slack/commands", $"text={new string('x', RawBody.Longest)}", Form), Ct);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task A_hundred_thousand_mutations_of_a_signed_request_are_all_refused()
    {
        var secret = Encoding.UTF8.GetBytes(SlackSide.Secret);
        var now = Site.Monday.ToUnixTimeSeconds();
        var body = Encoding.UTF8.GetBytes(Status);
        var signature = Signature.Of(RawBody.Of(body), now.ToString(CultureInfo.InvariantCulture), secret);
        var random = new Random(7);
        var accepted = 0;

        for (var i = 0; i < 100_000; i++)
        {
            var (b, t, s) = Mutated(random, body, now.ToString(CultureInfo.InvariantCulture), signature);
            var headers = new Microsoft.AspNetCore.Http.HeaderDictionary { [Signature.TimeHeader] = t, [Signature.SignatureHeader] = s };
            if (Signature.WhyNot(headers, RawBody.Of(b), secret, Site.Monday) is null || Verifier.IsSslCheck(Form, b))
                accepted++;
        }

        Assert.Equal(0, accepted);

    }

    /// <summary>Five thousand in each run of the tests; <c>FUZZ_REQUESTS=100000</c> by hand is the long one.</summary>
    [Fact]
    public async Task Mutations_of_a_signed_request_are_refused_at_the_door_and_leave_nothing_behind()
    {
        var most = int.Parse(Environment.GetEnvironmentVariable("FUZZ_REQUESTS") ?? "5000", CultureInfo.InvariantCulture);
        var now = Site.Monday.ToUnixTimeSeconds();
        var body = Encoding.UTF8.GetBytes(Status);
        var signature = Signature.Of(RawBody.Of(body), now.ToString(CultureInfo.InvariantCulture), Encoding.UTF8.GetBytes(SlackSide.Secret));
        var random = new Random(7);
        await using var site = await Site.OpenAsync();
        // The workspace connects beside the first requests; what is counted is there before them.
        await site.SetUpAsync();
        await site.SettleAsync();
        var before = await RowsAsync(site);
        for (var i = 0; i < most; i++)
        {
            var (b, t, s) = Mutated(random, body, now.ToString(CultureInfo.InvariantCulture), signature);
            using var request = new HttpRequestMessage(HttpMethod.Post, "/slack/commands") { Content = new ByteArrayContent(b) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", Form);
            request.Headers.TryAddWithoutValidation(Signature.TimeHeader, t);
            request.Headers.TryAddWithoutValidation(Signature.SignatureHeader, s);
            using var response = await site.Http.SendAsync(request, Ct);
            Assert.InRange((int)response.StatusCode, 400, 499);
        }

        Assert.Equal(before, await RowsAsync(site));
    }

    [Fact]
    public async Task Mutated_payloads_that_are_signed_never_make_the_server_stumble()
    {
        await using var site = await Site.OpenAsync();
        await site.SetUpAsync();
        var random = new Random(11);
        var payload = site.Slack.Payload("view_submission", "U0ANA");
        payload["view"] = new System.Text.Json.Nodes.JsonObject { ["id"] = "V1", ["hash"] = "h", ["private_metadata"] = """{"line":"answer","step":1}""", ["state"] = new System.Text.Json.Nodes.JsonObject { ["values"] = new System.Text.Json.Nodes.JsonObject() } };
        string[] bodies = [await SlackSide.Form(new() { ["payload"] = payload.ToJsonString() }).ReadAsStringAsync(Ct), Status];

        for (var i = 0; i < 600; i++)
        {
            var body = Encoding.UTF8.GetBytes(bodies[i % 2]);
            for (var flips = random.Next(1, 5); flips > 0; flips--)
                body[random.Next(body.Length)] = (byte)random.Next(32, 127);
            using var response = await site.Http.SendAsync(site.Slack.Signed(i % 2 == 0 ? "/slack/interactions" : "/slack/commands", Encoding.UTF8.GetString(body), Form), Ct);
            Assert.InRange((int)response.StatusCode, 200, 499);
        }
    }

    private static (byte[] Body, string Time, string Signature) Mutated(Random random, byte[] body, string time, string signature)
    {
        switch (random.Next(6))
        {
            case 0:
                var flipped = (byte[])body.Clone();
                flipped[random.Next(body.Length)] ^= (byte)(1 << random.Next(8));
                return (flipped, time, signature);
            case 1:
                return (body[..random.Next(body.Length)], time, signature);
            case 2:
                return ([.. body, (byte)random.Next(256)], time, signature);
            case 3:
                var other = signature.ToCharArray();
                var at = random.Next(other.Length);
                other[at] = other[at] == 'a' ? 'b' : 'a';
                return (body, time, new(other));
            case 4:
                return (body, (long.Parse(time, CultureInfo.InvariantCulture) + (random.Next(2) == 0 ? -1 : 1) * random.Next(1, 100_000)).ToString(CultureInfo.InvariantCulture), signature);
            default:
                return (body, time, $"v0={Convert.ToHexStringLower(RandomBytes(random))}");
        }
    }

    private static byte[] RandomBytes(Random random)
    {
        var bytes = new byte[32];
        random.NextBytes(bytes);
        return bytes;
    }

    private static HttpRequestMessage Request(Site site, string path, string body, string? type, string change)
    {
        var now = site.App.Time.GetUtcNow().ToUnixTimeSeconds();
        var words = change.Split(' ');
        if (words[0] == "time" && words.Length == 2)
            now += long.Parse(words[1], CultureInfo.InvariantCulture);
        var time = change == "fraction" ? $"{now}.5" : change.StartsWith("time=", StringComparison.Ordinal) ? change[5..] : $"{now}";
        var secret = change == "secret" ? "another secret altogether" : SlackSide.Secret;
        var signature = Signature.Of(RawBody.Of(Encoding.UTF8.GetBytes(body)), time, Encoding.UTF8.GetBytes(secret));
        signature = change switch
        {
            "version v1" => $"v1{signature[2..]}",
            "upper" => $"v0={signature[3..].ToUpperInvariant()}",
            "signature=" => "",
            _ => signature,
        };
        var sent = change switch { "body" => body.Replace("status", "statuz", StringComparison.Ordinal), "cut" => body[..^1], _ => body };
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(sent)) };
        if (type is not null)
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (change != "no time")
            request.Headers.TryAddWithoutValidation(Signature.TimeHeader, change == "two times" ? [time, time] : [time]);
        if (change != "no signature")
            request.Headers.TryAddWithoutValidation(Signature.SignatureHeader, change == "two signatures" ? [signature, signature] : [signature]);
        return request;
    }

    private static async Task<string> RowsAsync(Site site) => await site.App.Services.GetRequiredService<Database>().ReadAsync(
        async c => $"{await c.ExecuteScalarAsync<long>("SELECT COUNT(1) FROM connections")} {await c.ExecuteScalarAsync<long>("SELECT COUNT(1) FROM members")} {await c.ExecuteScalarAsync<long>("SELECT COUNT(1) FROM inbox")} {await c.ExecuteScalarAsync<long>("SELECT COUNT(1) FROM deliveries")}",
        Ct);
}
