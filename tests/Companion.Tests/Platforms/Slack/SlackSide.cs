using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Companion.Platforms.Slack;
using Companion.Tests.Support;

namespace Companion.Tests.Platforms.Slack;

/// <summary>Slack and the people in it, on the other side of the door: signed requests, or frames over the socket, exactly as Slack makes them.</summary>
internal sealed class SlackSide(App app, HttpClient http, FakeSlack fake, bool socket = false)
{
    public const string Secret = "0123456789abcdef0123456789abcdef";
    public const string General = "C0GENERAL";

    private int _number;

    public FakeSlack Fake => fake;

    /// <summary>The organisation that the app is installed in as a whole; null for one workspace's own installation.</summary>
    public string? Enterprise { get; set; }

    /// <summary>The program, connected to Slack.</summary>
    public static App AppWith(Dictionary<string, string> settings, string? file = null)
    {
        var app = new App(Site.Monday, file);
        foreach (var (key, value) in settings)
            app.Set[key] = value;
        return app;
    }

    /// <summary>Typing /equalizer with a text.</summary>
    public Task<Answered> SayAsync(string user, string text, string channel = General, string? trigger = null) => DeliverAsync("slash_commands", new()
    {
        ["token"] = "verif",
        ["team_id"] = FakeSlack.Team,
        ["team_domain"] = "acme",
        ["channel_id"] = channel,
        ["channel_name"] = channel.StartsWith('D') ? "directmessage" : "general",
        ["user_id"] = user,
        ["user_name"] = user.ToLowerInvariant(),
        ["command"] = "/equalizer",
        ["text"] = text,
        ["api_app_id"] = "A1",
        ["enterprise_id"] = Enterprise,
        ["is_enterprise_install"] = Enterprise is null ? "false" : "true",
        ["response_url"] = fake.ResponseUrl(),
        ["trigger_id"] = trigger ?? fake.NewTrigger(user),
    });

    public static JsonObject Envelope(JsonObject body, string id, string? enterprise = null) => new()
    {
        ["token"] = "verif",
        ["team_id"] = FakeSlack.Team,
        ["api_app_id"] = "A1",
        ["event"] = body,
        ["type"] = "event_callback",
        ["event_id"] = id,
        ["event_time"] = 1700000000,
        ["authorizations"] = new JsonArray(new JsonObject { ["enterprise_id"] = enterprise, ["team_id"] = FakeSlack.Team, ["user_id"] = FakeSlack.Bot, ["is_bot"] = true, ["is_enterprise_install"] = enterprise is not null }),
    };

    public Task<Answered> HappenAsync(JsonObject body, string? id = null) => DeliverAsync("events_api", Envelope(body, id ?? $"Ev{Interlocked.Increment(ref _number)}", Enterprise));

    /// <summary>Words in a conversation with the bot, or with its mention in a channel.</summary>
    public Task<Answered> WriteAsync(string user, string text, string? channel = null, string? id = null, string? thread = null)
    {
        var body = new JsonObject { ["type"] = channel is null ? "message" : "app_mention", ["channel_type"] = channel is null ? "im" : "channel", ["user"] = user, ["text"] = text, ["channel"] = channel ?? $"D{user[1..]}", ["ts"] = "1700000001.000001" };
        if (thread is not null)
            body["thread_ts"] = thread;
        return HappenAsync(body, id);
    }

    public Task<Answered> OpenHomeAsync(string user)
    {
        var body = new JsonObject { ["type"] = "app_home_opened", ["user"] = user, ["channel"] = $"D{user[1..]}", ["tab"] = "home" };
        if (fake.Homes.TryGetValue(user, out var home))
            body["view"] = home.DeepClone();
        return HappenAsync(body);
    }

    /// <summary>Presses a button by its label, wherever it is shown.</summary>
    public Task<Answered> PressAsync(string user, JsonNode surface, string label, string channel = General, string? trigger = null)
    {
        var (block, button) = Buttons(surface).FirstOrDefault(b => (string?)b.Button["text"]!["text"] == label);
        Assert.True(button is not null, $"There is no button \"{label}\" among {string.Join(", ", Buttons(surface).Select(b => (string?)b.Button["text"]!["text"]))}.");
        var isView = (string?)surface["type"] is "modal" or "home";
        var payload = Payload("block_actions", user, trigger);
        payload["actions"] = new JsonArray(new JsonObject { ["type"] = "button", ["block_id"] = (string?)block["block_id"] ?? "b", ["action_id"] = (string?)button["action_id"], ["value"] = (string?)button["value"], ["action_ts"] = "1700000002.1" });
        if (isView)
        {
            payload["view"] = surface.DeepClone();
            payload["container"] = new JsonObject { ["type"] = "view", ["view_id"] = (string?)surface["id"] };
        }
        else
        {
            var where = (string?)surface["channel"] ?? channel;
            payload["channel"] = new JsonObject { ["id"] = where, ["name"] = "general" };
            payload["container"] = new JsonObject { ["type"] = "message", ["message_ts"] = (string?)surface["ts"] ?? "1.1", ["channel_id"] = where, ["is_ephemeral"] = surface["ts"] is null };
            payload["response_url"] = fake.ResponseUrl();
        }

        return DeliverAsync("interactive", payload);
    }

    public static IEnumerable<(JsonNode Block, JsonNode Button)> Buttons(JsonNode surface) => BlockRules.Blocks(surface)
        .Where(b => (string?)b["type"] == "actions").SelectMany(b => b["elements"]!.AsArray().Select(e => (b, e!)));

    public JsonObject Payload(string type, string user, string? trigger = null) => new()
    {
        ["type"] = type,
        ["user"] = new JsonObject { ["id"] = user, ["username"] = user.ToLowerInvariant(), ["team_id"] = FakeSlack.Team },
        ["api_app_id"] = "A1",
        ["token"] = "verif",
        ["trigger_id"] = trigger ?? fake.NewTrigger(user),
        ["team"] = new JsonObject { ["id"] = FakeSlack.Team, ["domain"] = "acme" },
        ["enterprise"] = Enterprise is null ? null : new JsonObject { ["id"] = Enterprise },
        ["is_enterprise_install"] = Enterprise is not null,
    };

    /// <summary>The modal on top for a user.</summary>
    public JsonObject Modal(string user) => fake.Modals[user][^1];

    /// <summary>Fills in the modal on top and sends it; what it becomes is what is on top afterwards.</summary>
    public async Task<Answered> SubmitAsync(string user, params (string Field, string Value)[] values)
    {
        var answered = await SendViewAsync(user, Filled(user, values));
        Apply(user, answered);
        return answered;
    }

    public JsonObject Filled(string user, params (string Field, string Value)[] values)
    {
        var view = (JsonObject)Modal(user).DeepClone();
        var state = new JsonObject();
        foreach (var block in BlockRules.Blocks(view).Where(b => (string?)b["type"] == "input"))
        {
            var name = (string)block["block_id"]!;
            var typed = values.FirstOrDefault(v => v.Field == name).Value;
            state[name] = new JsonObject { ["v"] = Cell(block["element"]!, typed) };
        }

        foreach (var (field, _) in values)
            Assert.True(state.ContainsKey(field), $"The form has no field {field}: {string.Join(", ", state.Select(s => s.Key))}");
        view["state"] = new JsonObject { ["values"] = state };
        return view;
    }

    public Task<Answered> SendViewAsync(string user, JsonObject view)
    {
        var payload = Payload("view_submission", user);
        payload["view"] = view.DeepClone();
        payload["response_urls"] = new JsonArray();
        return DeliverAsync("interactive", payload);
    }

    private void Apply(string user, Answered answered)
    {
        var stack = fake.Modals[user];
        switch ((string?)answered.Json?["response_action"])
        {
            case null or "clear":
                stack.RemoveAt(stack.Count - 1);
                break;
            case "update":
                Assert.Empty(BlockRules.OfView(answered.Json!["view"]!));
                stack[^1] = fake.Keep((JsonObject)answered.Json["view"]!, (string?)stack[^1]["id"]);
                break;
            case "push":
                Assert.Empty(BlockRules.OfView(answered.Json!["view"]!));
                stack.Add(fake.Keep((JsonObject)answered.Json["view"]!, null));
                break;
            default:
                var inputs = BlockRules.Blocks(stack[^1]).Select(b => (string?)b["block_id"]).OfType<string>();
                Assert.Empty(answered.Json!["errors"]!.AsObject().Select(e => e.Key).Except(inputs));
                break;
        }
    }

    // An input keeps what it starts with unless somebody changes it.
    private static JsonObject Cell(JsonNode element, string? typed)
    {
        var type = (string)element["type"]!;
        var cell = new JsonObject { ["type"] = type };
        switch (type)
        {
            case "radio_buttons" or "static_select" or "external_select":
                cell["selected_option"] = typed is null ? element["initial_option"]?.DeepClone() : Option(element, typed);
                break;
            case "checkboxes" or "multi_static_select":
                cell["selected_options"] = typed is null ? element["initial_options"]?.DeepClone() ?? new JsonArray() : new JsonArray([.. typed.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(t => Option(element, t))]);
                break;
            case "multi_users_select":
                cell["selected_users"] = typed is null ? element["initial_users"]?.DeepClone() ?? new JsonArray() : new JsonArray([.. typed.Split(',').Select(t => (JsonNode)t)]);
                break;
            case "datepicker":
                cell["selected_date"] = typed ?? (string?)element["initial_date"];
                break;
            default:
                cell["value"] = typed ?? (string?)element["initial_value"];
                break;
        }

        return cell;
    }

    private static JsonNode Option(JsonNode element, string value) =>
        element["options"]!.AsArray().FirstOrDefault(o => (string?)o!["value"] == $"={value}")?.DeepClone() ?? throw new InvalidOperationException($"No option {value} in {element.ToJsonString()}");

    public async Task<Answered> DeliverAsync(string kind, JsonObject payload)
    {
        if (socket)
        {
            var ack = await fake.Socket.DeliverAsync(kind, payload);
            return new(HttpStatusCode.OK, "", ack["payload"]);
        }

        var (path, body, type) = kind switch
        {
            "slash_commands" => ("/slack/commands", await Form(payload).ReadAsStringAsync(), "application/x-www-form-urlencoded"),
            "interactive" when (string?)payload["type"] == "block_suggestion" => ("/slack/options", await Form(new() { ["payload"] = payload.ToJsonString() }).ReadAsStringAsync(), "application/x-www-form-urlencoded"),
            "interactive" => ("/slack/interactions", await Form(new() { ["payload"] = payload.ToJsonString() }).ReadAsStringAsync(), "application/x-www-form-urlencoded"),
            _ => ("/slack/events", payload.ToJsonString(), "application/json"),
        };
        using var response = await http.SendAsync(Signed(path, body, type));
        var text = await response.Content.ReadAsStringAsync();
        var isJson = response.Content.Headers.ContentType?.MediaType == "application/json";
        return new(response.StatusCode, text, isJson ? JsonNode.Parse(text) : null);
    }

    public HttpRequestMessage Signed(string path, string body, string type)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var time = app.Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        request.Headers.Add(Signature.TimeHeader, time);
        request.Headers.Add(Signature.SignatureHeader, Signature.Of(RawBody.Of(bytes), time, Encoding.UTF8.GetBytes(Secret)));
        return request;
    }

    public static FormUrlEncodedContent Form(JsonObject fields) => new(fields.Where(f => f.Value is not null).Select(f => KeyValuePair.Create(f.Key, (string?)f.Value ?? "")));

    /// <summary>All text of a surface, in order, for looking into it.</summary>
    public static string Text(JsonNode? node) => node switch
    {
        JsonObject o => string.Join(' ', o.Where(p => p.Value is not JsonValue || p.Key is "text" or "fallback" or "user_id").Select(p => Text(p.Value))),
        JsonArray a => string.Join(' ', a.Select(Text)),
        JsonValue v when v.TryGetValue<string>(out var text) => text,
        _ => "",
    };
}

/// <summary>What came back.</summary>
internal sealed record Answered(HttpStatusCode Status, string Body, JsonNode? Json)
{
    public string Text => SlackSide.Text(Json);

    public string? ErrorAt(string field) => (string?)Json?["errors"]?[field];
}
