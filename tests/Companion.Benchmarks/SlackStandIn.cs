using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Companion.Benchmarks;

/// <summary>As much of Slack's Web API as a load needs: it says yes, and keeps the last form it was asked to open.</summary>
internal sealed class SlackStandIn : IDisposable
{
    private readonly HttpListener _listener = new();
    private int _published;

    public SlackStandIn()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Start();
        Serving = ServeAsync();
    }

    public int Port { get; }

    public int Published => Volatile.Read(ref _published);

    /// <summary>The form that was opened last.</summary>
    public JsonNode? Form { get; private set; }

    private Task Serving { get; }

    public void Dispose()
    {
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            await AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        var body = await reader.ReadToEndAsync();
        var method = context.Request.Url!.Segments[^1];
        if (method == "views.open")
            Form = JsonNode.Parse(body)!["view"];
        if (method == "views.publish")
            Interlocked.Increment(ref _published);

        var bytes = Encoding.UTF8.GetBytes(method switch
        {
            "auth.test" => $$"""{"ok":true,"team":"Acme","team_id":"{{SlackRequests.Team}}","user_id":"U0BOT"}""",
            "users.info" => UserOf(body),
            "conversations.open" => """{"ok":true,"channel":{"id":"D1"}}""",
            _ => """{"ok":true,"ts":"1.1","channel":"C1","view":{"id":"V1","hash":"h"}}""",
        });
        context.Response.ContentType = "application/json";
        context.Response.ContentLength64 = bytes.Length;
        await context.Response.OutputStream.WriteAsync(bytes);
        context.Response.Close();
    }

    private static string UserOf(string body)
    {
        var id = body.Split('&').First(p => p.StartsWith("user=", StringComparison.Ordinal))[5..];
        return JsonSerializer.Serialize(new { ok = true, user = new { id, team_id = SlackRequests.Team, name = id, is_admin = id == SlackRequests.Admin, tz = "UTC", profile = new { display_name = $"Person {id}" } } });
    }
}
