using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Companion.Benchmarks.Teams;

/// <summary>Somebody in one of many tenants, and what Teams posts for them.</summary>
internal sealed record Person(int Tenant, int Number)
{
    private string TenantId => $"7f1c3a52-0b3e-4a60-9d7a-{Tenant:x12}";

    public ReadOnlyMemory<byte> Installs(LocalMicrosoft at, string token, string id) => Request(token, Activity(at, "installationUpdate", id, a => a["action"] = "add"));

    public ReadOnlyMemory<byte> Says(LocalMicrosoft at, string token, string id, string text) => Request(token, Activity(at, "message", id, a => a["text"] = text));

    public ReadOnlyMemory<byte> Submits(LocalMicrosoft at, string token, string id, JsonObject data) => Request(token, Activity(at, "invoke", id, a =>
    {
        a["name"] = "adaptiveCard/action";
        a["replyToId"] = "1700000000001";
        a["value"] = new JsonObject { ["action"] = new JsonObject { ["type"] = "Action.Execute", ["title"] = "Send", ["verb"] = data["verb"]?.DeepClone(), ["data"] = data }, ["trigger"] = "manual" };
    }));

    private JsonObject Activity(LocalMicrosoft at, string type, string id, Action<JsonObject> more)
    {
        var who = string.Create(CultureInfo.InvariantCulture, $"{Tenant:x6}{Number:x6}");
        var activity = new JsonObject
        {
            ["type"] = type,
            ["id"] = id,
            ["channelId"] = "msteams",
            ["serviceUrl"] = at.ServiceUrl,
            ["from"] = new JsonObject { ["id"] = $"29:{who}", ["name"] = $"User {Number}", ["aadObjectId"] = $"3d8a1b1c-0001-4000-8000-{who}" },
            ["recipient"] = new JsonObject { ["id"] = $"28:{LocalMicrosoft.AppId}", ["name"] = "Companion" },
            ["conversation"] = new JsonObject { ["id"] = $"a:{who}", ["conversationType"] = "personal", ["tenantId"] = TenantId },
            ["entities"] = new JsonArray(new JsonObject { ["type"] = "clientInfo", ["locale"] = "en-US", ["country"] = "US", ["platform"] = "Web", ["timezone"] = "UTC" }),
            ["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = TenantId } },
            ["locale"] = "en-US",
        };
        more(activity);
        return activity;
    }

    private static byte[] Request(string token, JsonObject activity)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(activity);
        var head = Encoding.ASCII.GetBytes($"POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {body.Length}\r\n\r\n");
        return [.. head, .. body];
    }
}
