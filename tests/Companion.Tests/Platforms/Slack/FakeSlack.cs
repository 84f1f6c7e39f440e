using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Companion.Tests.Platforms.Slack;

/// <summary>A workspace of Slack's Web API that remembers, on a port of its own: it enforces tokens, triggers, view hashes and every limit of Block Kit, and fails as it is told.</summary>
internal sealed class FakeSlack : IAsyncDisposable
{
    public const string Team = "T0001";
    public const string Bot = "U0BOT";
    public const string Token = "xoxb-test-token";

    private readonly WebApplication _server;
    private readonly ConcurrentDictionary<string, Trigger> _triggers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Fault> _faults = new();
    private readonly Lock _lock = new();
    private int _number;
    private int _waiting;

    private FakeSlack(WebApplication server)
    {
        _server = server;
        Users = new(StringComparer.Ordinal)
        {
            ["U0ANA"] = Person("U0ANA", "Ana", admin: true),
            ["U0BEN"] = Person("U0BEN", "Ben"),
            ["U0CLEO"] = Person("U0CLEO", "Cleo"),
            ["U0GUEST"] = Person("U0GUEST", "Gus", guest: true),
        };
    }

    public Uri Address { get; private set; } = null!;

    public ConcurrentDictionary<string, JsonObject> Users { get; }

    public List<FakeCall> Calls { get; } = [];

    public List<JsonObject> Messages { get; } = [];

    public List<JsonObject> Responses { get; } = [];

    public Dictionary<string, JsonObject> Homes { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, List<JsonObject>> Modals { get; } = new(StringComparer.Ordinal);

    public HashSet<string> ValidTokens { get; } = [Token];

    public Dictionary<string, string[]> Groups { get; } = new(StringComparer.Ordinal) { ["S0DEV"] = ["U0BEN", "U0CLEO"] };

    /// <summary>The workspaces of an organisation; with some, groups are told of one workspace at a time.</summary>
    public List<string> Teams { get; } = [];

    /// <summary>What the token may do.</summary>
    public List<string> Scopes { get; } = [.. Companion.Platforms.Slack.Manifest.Scopes];

    /// <summary>By which triggers grow old: three seconds are all they live.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    public HashSet<string> Archived { get; } = new(StringComparer.Ordinal);

    public FakeSocket Socket { get; } = new();

    /// <summary>False for a workspace that knows no containers yet.</summary>
    public bool TakesContainers { get; set; } = true;

    /// <summary>What an installation is answered with.</summary>
    public Func<IReadOnlyDictionary<string, string>, JsonObject> Authorize { get; set; } = _ => Refused("invalid_code");

    /// <summary>Calls that broke a rule of Slack's; a test is not over while there is one.</summary>
    public List<string> Broken { get; } = [];

    public static async Task<FakeSlack> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.UseWebSockets();
        var fake = new FakeSlack(app);
        app.MapPost("/api/{method}", fake.OnCallAsync);
        app.MapPost("/response/{**rest}", fake.OnResponseAsync);
        app.Map("/socket", fake.Socket.AcceptAsync);
        await app.StartAsync();
        fake.Address = new(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
        return fake;
    }

    public Dictionary<string, string> Settings(bool socket = false) => new(StringComparer.Ordinal)
    {
        ["Slack:SigningSecret"] = SlackSide.Secret,
        ["Slack:BotToken"] = Token,
        ["Slack:ApiBaseUrl"] = $"{Address}api/",
        ["Slack:ResponseHosts"] = "127.0.0.1",
        ["Slack:AppToken"] = socket ? "xapp-1-test" : "",
    };

    public static JsonObject Person(string id, string name, bool admin = false, bool guest = false, bool deleted = false, string? zone = "Europe/Berlin") => new()
    {
        ["id"] = id,
        ["team_id"] = Team,
        ["name"] = name.ToLowerInvariant(),
        ["deleted"] = deleted,
        ["real_name"] = name,
        ["tz"] = zone,
        ["profile"] = new JsonObject { ["display_name"] = name, ["real_name"] = name },
        ["is_admin"] = admin,
        ["is_owner"] = false,
        ["is_restricted"] = guest,
        ["is_ultra_restricted"] = false,
        ["is_bot"] = false,
    };

    /// <summary>The next calls of a method fail.</summary>
    public void Fail(string method, int times = 1, int status = 200, string? body = null, TimeSpan delay = default, int? retryAfter = null)
    {
        for (var i = 0; i < times; i++)
            _faults.Enqueue(new(method, status, body, delay, retryAfter));
    }

    public void FailError(string method, string error, int times = 1) => Fail(method, times, body: Refused(error).ToJsonString());

    public void HealAll() => _faults.Clear();

    public string NewTrigger(string user)
    {
        var trigger = $"{Interlocked.Increment(ref _number)}.trigger.{user}";
        _triggers[trigger] = new(user, Clock.GetUtcNow());
        return trigger;
    }

    public string ResponseUrl() => $"{Address}response/{Interlocked.Increment(ref _number)}";

    public IReadOnlyList<JsonObject> MessagesTo(string channel)
    {
        lock (_lock)
            return [.. Messages.Where(m => (string?)m["channel"] == channel && m["thread_ts"] is null)];
    }

    public int CallsOf(string method)
    {
        lock (_lock)
            return Calls.Count(c => c.Method == method);
    }

    public async ValueTask DisposeAsync()
    {
        Socket.Dispose();
        await _server.StopAsync(new CancellationToken(canceled: true));
        await _server.DisposeAsync();
    }

    private async Task OnCallAsync(HttpContext context)
    {
        var method = (string)context.Request.RouteValues["method"]!;
        var arguments = await ReadAsync(context.Request);
        var token = context.Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);
        if (TakeFault(method) is { } fault)
        {
            lock (_lock)
                Calls.Add(new(method, arguments, token, fault.Body));
            await FailAsync(context, fault);
            return;
        }

        JsonObject reply;
        lock (_lock)
        {
            reply = Reply(method, arguments, token);
            Calls.Add(new(method, arguments, token, (string?)reply["error"]));
        }

        context.Response.Headers["x-oauth-scopes"] = string.Join(',', Scopes);
        await context.Response.WriteAsJsonAsync(reply);
    }

    private async Task OnResponseAsync(HttpContext context)
    {
        if (TakeFault("response_url") is { } fault)
        {
            await FailAsync(context, fault);
            return;
        }

        var body = (JsonObject)(await JsonNode.ParseAsync(context.Request.Body))!;
        lock (_lock)
        {
            if (body["blocks"] is not null)
                Broken.AddRange(BlockRules.OfMessage(body).Select(p => $"response_url: {p}"));
            Responses.Add(body);
        }
    }

    /// <summary>How many calls wait for an answer that takes its time.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    private async Task FailAsync(HttpContext context, Fault fault)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            await Task.Delay(fault.Delay, context.RequestAborted);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        context.Response.StatusCode = fault.Status;
        if (fault.RetryAfter is { } after)
            context.Response.Headers.RetryAfter = after.ToString(CultureInfo.InvariantCulture);
        await context.Response.WriteAsync(fault.Body ?? "<html>no json</html>");
    }

    private Fault? TakeFault(string method)
    {
        for (var left = _faults.Count; left > 0 && _faults.TryDequeue(out var fault); left--)
        {
            if (fault.Method == method)
                return fault;
            _faults.Enqueue(fault);
        }

        return null;
    }

    private static async Task<JsonObject> ReadAsync(HttpRequest request)
    {
        if (request.HasJsonContentType())
            return (JsonObject)(await JsonNode.ParseAsync(request.Body))!;

        var form = await request.ReadFormAsync();
        var arguments = new JsonObject();
        foreach (var (name, value) in form)
            arguments[name] = value.ToString();
        return arguments;
    }

    private JsonObject Reply(string method, JsonObject a, string token)
    {
        if (method == "oauth.v2.access")
            return Authorize(a.ToDictionary(p => p.Key, p => (string?)p.Value ?? "", StringComparer.Ordinal));
        if (method == "apps.connections.open")
            return token.StartsWith("xapp-", StringComparison.Ordinal) ? new() { ["ok"] = true, ["url"] = $"ws://{Address.Authority}/socket?ticket={++_number}" } : Refused("not_allowed_token_type");
        if (!ValidTokens.Contains(token))
            return Refused("invalid_auth");

        return method switch
        {
            "auth.test" => new() { ["ok"] = true, ["team"] = "Acme", ["team_id"] = Team, ["user_id"] = Bot, ["bot_id"] = "B0001", ["url"] = "https://acme.slack.com/" },
            "users.info" => Users.TryGetValue((string)a["user"]!, out var user) ? new() { ["ok"] = true, ["user"] = user.DeepClone() } : Refused("user_not_found"),
            "usergroups.list" or "usergroups.users.list" when Teams.Count > 0 && !Teams.Contains((string?)a["team_id"] ?? "") => Refused("missing_argument"),
            "auth.teams.list" => new() { ["ok"] = true, ["teams"] = new JsonArray([.. Teams.Select(t => (JsonNode)new JsonObject { ["id"] = t, ["name"] = t })]) },
            "usergroups.users.list" => Groups.TryGetValue((string)a["usergroup"]!, out var people) ? new() { ["ok"] = true, ["users"] = new JsonArray([.. people.Select(p => (JsonNode)p)]) } : Refused("no_such_subteam"),
            "usergroups.list" => new() { ["ok"] = true, ["usergroups"] = new JsonArray([.. Groups.Select(g => (JsonNode)new JsonObject { ["id"] = g.Key, ["handle"] = g.Key[2..].ToLowerInvariant(), ["date_delete"] = 0, ["users"] = new JsonArray([.. g.Value.Select(p => (JsonNode)p)]) })]) },
            "conversations.open" => new() { ["ok"] = true, ["channel"] = new JsonObject { ["id"] = $"D{((string)a["users"]!)[1..]}" } },
            "chat.postMessage" => Post(a),
            "chat.postEphemeral" => Post(a, isEphemeral: true),
            "chat.update" => Update(a),
            "views.open" => OpenView(a),
            "views.update" => UpdateView(a),
            "views.publish" => Publish(a),
            _ => Refused("unknown_method"),
        };
    }

    private JsonObject Post(JsonObject message, bool isEphemeral = false)
    {
        if (((string?)message["channel"])?.StartsWith('U') is not false)
            return Broke("chat.postMessage", "a message goes to a conversation");
        if (Archived.Contains((string)message["channel"]!))
            return Refused("is_archived");
        if (!TakesContainers && BlockRules.Blocks(message).Any(b => (string?)b["type"] == "container"))
            return Refused("invalid_blocks");
        if (BlockRules.OfMessage(message) is [var problem, ..])
            return Broke("chat.postMessage", problem);

        var ts = string.Create(CultureInfo.InvariantCulture, $"1700000000.{++_number:000000}");
        var kept = (JsonObject)message.DeepClone();
        kept["ts"] = ts;
        kept["ephemeral"] = isEphemeral;
        Messages.Add(kept);
        return isEphemeral ? new() { ["ok"] = true, ["message_ts"] = ts } : new() { ["ok"] = true, ["ts"] = ts, ["channel"] = (string)message["channel"]! };
    }

    private JsonObject Update(JsonObject message)
    {
        if (BlockRules.OfMessage(message) is [var problem, ..])
            return Broke("chat.update", problem);
        if (Messages.Find(m => (string?)m["ts"] == (string?)message["ts"] && (string?)m["channel"] == (string?)message["channel"]) is not { } found)
            return Refused("message_not_found");

        found["blocks"] = message["blocks"]!.DeepClone();
        found["text"] = message["text"]!.DeepClone();
        found["updated"] = true;
        return new() { ["ok"] = true, ["ts"] = (string)message["ts"]!, ["channel"] = (string)message["channel"]! };
    }

    private JsonObject OpenView(JsonObject a)
    {
        if (a["trigger_id"] is null || !_triggers.TryGetValue((string)a["trigger_id"]!, out var trigger))
            return Refused("invalid_trigger_id");
        if (Clock.GetUtcNow() - trigger.MadeAt > TimeSpan.FromSeconds(3))
            return Refused("expired_trigger_id");
        if (Interlocked.Exchange(ref trigger.Used, 1) == 1)
            return Refused("exchanged_trigger_id");
        if (BlockRules.OfView(a["view"]!) is [var problem, ..])
            return Broke("views.open", problem);

        var view = Keep((JsonObject)a["view"]!, null);
        Modals[trigger.User] = [view];
        return new() { ["ok"] = true, ["view"] = view.DeepClone() };
    }

    private JsonObject UpdateView(JsonObject a)
    {
        foreach (var stack in Modals.Values)
        {
            var at = stack.FindIndex(v => (string?)v["id"] == (string?)a["view_id"]);
            if (at < 0)
                continue;
            if (a["hash"] is { } hash && (string?)hash != (string?)stack[at]["hash"])
                return Refused("hash_conflict");
            if (BlockRules.OfView(a["view"]!) is [var problem, ..])
                return Broke("views.update", problem);
            stack[at] = Keep((JsonObject)a["view"]!, (string?)stack[at]["id"]);
            return new() { ["ok"] = true, ["view"] = stack[at].DeepClone() };
        }

        return Refused("not_found");
    }

    private JsonObject Publish(JsonObject a)
    {
        var user = (string)a["user_id"]!;
        if (BlockRules.OfView(a["view"]!) is [var problem, ..])
            return Broke("views.publish", problem);
        if (a["hash"] is { } hash && Homes.TryGetValue(user, out var old) && (string?)old["hash"] != (string?)hash)
            return Refused("hash_conflict");

        Homes[user] = Keep((JsonObject)a["view"]!, Homes.TryGetValue(user, out var before) ? (string?)before["id"] : null);
        return new() { ["ok"] = true, ["view"] = Homes[user].DeepClone() };
    }

    /// <summary>A view as Slack keeps and sends it.</summary>
    public JsonObject Keep(JsonObject view, string? id)
    {
        var kept = (JsonObject)view.DeepClone();
        kept["id"] = id ?? $"V{++_number}";
        kept["hash"] = $"hash.{++_number}";
        kept["app_installed_team_id"] = Team;
        return kept;
    }

    private JsonObject Broke(string method, string problem)
    {
        Broken.Add($"{method}: {problem}");
        return Refused("invalid_blocks");
    }

    public static JsonObject Refused(string error) => new() { ["ok"] = false, ["error"] = error };

    private sealed class Trigger(string user, DateTimeOffset madeAt)
    {
        public int Used;

        public string User => user;

        public DateTimeOffset MadeAt => madeAt;
    }

    private sealed record Fault(string Method, int Status, string? Body, TimeSpan Delay, int? RetryAfter);
}

internal sealed record FakeCall(string Method, JsonObject Arguments, string Token, string? Error);
