using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Companion.Benchmarks;

/// <summary>Requests as Slack makes and signs them, ready to be sent: nothing is built while the clock runs.</summary>
internal sealed class SlackRequests(string host)
{
    public const string Admin = "U0ADMIN";
    public const string Team = "T00000001";
    public const string Secret = "0123456789abcdef0123456789abcdef";

    private const string Form = "application/x-www-form-urlencoded";

    private readonly string _run = Convert.ToHexString(RandomNumberGenerator.GetBytes(4));
    private int _number;

    public static string User(int number) => string.Create(CultureInfo.InvariantCulture, $"U{number:D8}");

    public byte[] Command(string user, string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["token"] = "verif",
            ["team_id"] = Team,
            ["team_domain"] = "acme",
            ["channel_id"] = "C00000001",
            ["channel_name"] = "general",
            ["user_id"] = user,
            ["user_name"] = user.ToLowerInvariant(),
            ["command"] = "/equalizer",
            ["text"] = text,
            ["api_app_id"] = "A1",
            ["is_enterprise_install"] = "false",
            ["response_url"] = "https://hooks.slack.com/commands/T00000001/1/x",
            ["trigger_id"] = Unique(),
        };
        return Signed("commands", Form, string.Join('&', fields.Select(f => $"{f.Key}={Uri.EscapeDataString(f.Value)}")));
    }

    /// <param name="metadata">What the form that was opened carries.</param>
    public byte[] Submission(string user, string metadata, JsonObject values)
    {
        var payload = new JsonObject
        {
            ["type"] = "view_submission",
            ["team"] = new JsonObject { ["id"] = Team, ["domain"] = "acme" },
            ["user"] = new JsonObject { ["id"] = user, ["username"] = user.ToLowerInvariant(), ["team_id"] = Team },
            ["api_app_id"] = "A1",
            ["token"] = "verif",
            ["trigger_id"] = Unique(),
            ["view"] = new JsonObject
            {
                ["id"] = $"V{Unique()}",
                ["type"] = "modal",
                ["callback_id"] = "answer",
                ["hash"] = Unique(),
                ["private_metadata"] = metadata,
                ["app_installed_team_id"] = Team,
                ["state"] = new JsonObject { ["values"] = values },
            },
            ["response_urls"] = new JsonArray(),
            ["is_enterprise_install"] = false,
            ["enterprise"] = null,
        };
        return Signed("interactions", Form, $"payload={Uri.EscapeDataString(payload.ToJsonString())}");
    }

    public byte[] HomeOpened(string user) => Signed("events", "application/json", new JsonObject
    {
        ["token"] = "verif",
        ["team_id"] = Team,
        ["api_app_id"] = "A1",
        ["event"] = new JsonObject { ["type"] = "app_home_opened", ["user"] = user, ["channel"] = $"D{user[1..]}", ["tab"] = "home", ["event_ts"] = "1700000000.000100" },
        ["type"] = "event_callback",
        ["event_id"] = $"Ev{Unique()}",
        ["event_time"] = 1700000000,
        ["authorizations"] = new JsonArray(new JsonObject { ["enterprise_id"] = null, ["team_id"] = Team, ["user_id"] = "U0BOT", ["is_bot"] = true, ["is_enterprise_install"] = false }),
    }.ToJsonString());

    private string Unique() => string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref _number)}.{_run}");

    private byte[] Signed(string path, string type, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var time = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), (byte[])[.. Encoding.UTF8.GetBytes($"v0:{time}:"), .. bytes]));
        var head = $"POST /slack/{path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: {type}\r\nContent-Length: {bytes.Length}\r\nX-Slack-Request-Timestamp: {time}\r\nX-Slack-Signature: v0={signature}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. bytes];
    }
}
