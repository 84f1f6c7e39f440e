using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Companion.Benchmarks;

/// <summary>As much of Slack's Web API as a load needs: it says yes, keeps the last form it was asked to open, and tells when a person's page was published.</summary>
internal sealed class SlackStandIn : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);
    private readonly WebApplication _app;

    private SlackStandIn()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public int Port => new Uri(_app.Urls.First()).Port;

    /// <summary>The form that was opened last.</summary>
    public JsonNode? Form { get; private set; }

    public static async Task<SlackStandIn> StartAsync(CancellationToken ct)
    {
        var slack = new SlackStandIn();
        await slack._app.StartAsync(ct);
        return slack;
    }

    /// <summary>Completes when the next page of a person's own is published.</summary>
    public Task NextPageOfAsync(string user) => _waiting.GetOrAdd(user, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var method = context.Request.Path.Value!.Split('/')[^1];
        if (method == "views.open")
            Form = JsonNode.Parse(Field(body, "view"));
        if (method == "views.publish" && _waiting.TryRemove(Field(body, "user_id"), out var waiting))
            waiting.SetResult();

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(
            method switch
            {
                "auth.test" => $$"""{"ok":true,"team":"Acme","team_id":"{{SlackRequests.Team}}","user_id":"U0BOT"}""",
                "users.info" => UserOf(Field(body, "user")),
                "conversations.open" => """{"ok":true,"channel":{"id":"D1"}}""",
                _ => """{"ok":true,"ts":"1.1","channel":"C1","view":{"id":"V1","hash":"h"}}""",
            },
            context.RequestAborted);
    }

    // Some apps send JSON, others a form.
    private static string Field(string body, string name)
    {
        if (!body.StartsWith('{'))
            return WebUtility.UrlDecode(body.Split('&').First(p => p.StartsWith($"{name}=", StringComparison.Ordinal))[(name.Length + 1)..]);

        using var json = JsonDocument.Parse(body);
        var value = json.RootElement.GetProperty(name);
        return value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
    }

    private static string UserOf(string id) =>
        JsonSerializer.Serialize(new { ok = true, user = new { id, team_id = SlackRequests.Team, name = id, is_admin = id == SlackRequests.Admin, tz = "UTC", profile = new { display_name = $"Person {id}" } } });
}
