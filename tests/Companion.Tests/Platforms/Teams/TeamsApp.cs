using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Companion.Tests.Support;

namespace Companion.Tests.Platforms.Teams;

/// <summary>The program with Teams on, and a Microsoft of its own.</summary>
internal sealed class TeamsApp : IAsyncDisposable
{
    public static readonly DateTimeOffset Monday = new(2026, 1, 5, 9, 0, 0, TimeSpan.FromHours(1));

    private TeamsApp(TeamsCloud cloud, App app) => (Cloud, App, Http) = (cloud, app, app.CreateClient());

    public TeamsCloud Cloud { get; }

    public App App { get; }

    public HttpClient Http { get; }

    /// <param name="tenant">Null for a multi-tenant app.</param>
    /// <param name="set">A setting that differs.</param>
    public static async Task<TeamsApp> StartAsync(string? tenant = TeamsCloud.Tenant, DateTimeOffset? now = null, (string Key, string Value)? set = null)
    {
        var cloud = await TeamsCloud.StartAsync();
        var app = new App(now ?? Monday);
        foreach (var (key, value) in cloud.Settings(tenant))
            app.Set[key] = value;
        if (set is { } other)
            app.Set[other.Key] = other.Value;
        return new(cloud, app);
    }

    /// <summary>Teams beside another chat in a program that runs already.</summary>
    public static TeamsApp In(App app, TeamsCloud cloud) => new(cloud, app);

    public TeamsPerson Person(string name)
    {
        var user = Cloud.Roster.Find(u => u.Name == name);
        if (user is null)
            Cloud.Roster.Add(user = TeamsUser.Named(name));
        return new(this, user);
    }

    /// <summary>Posts an activity as the Connector does.</summary>
    public async Task<HttpResponseMessage> PostAsync(JsonNode activity, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = new StringContent(activity.ToJsonString(), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", token ?? Cloud.Token(App.Time.GetUtcNow()));
        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await App.DisposeAsync();
        await Cloud.DisposeAsync();
    }
}

/// <summary>Somebody in Teams: what they type, press and submit, as Teams posts it.</summary>
internal sealed class TeamsPerson(TeamsApp app, TeamsUser user)
{
    public const string Channel = "19:general@thread.tacv2";
    public const string Group = "19:group@thread.v2";

    private static int _number;

    public TeamsUser User => user;

    public string Own => $"a:{user.Mri}";

    public string? Zone { get; init; } = "Europe/Berlin";

    public JsonObject Activity(string type, string place, string? id = null)
    {
        var activity = new JsonObject
        {
            ["type"] = type,
            ["id"] = id ?? $"f:{Interlocked.Increment(ref _number)}",
            ["serviceUrl"] = app.Cloud.ServiceUrl,
            ["channelId"] = "msteams",
            ["from"] = new JsonObject { ["id"] = user.Mri, ["name"] = user.Name, ["aadObjectId"] = user.Aad },
            ["recipient"] = new JsonObject { ["id"] = TeamsCloud.Bot, ["name"] = "Companion" },
            ["conversation"] = new JsonObject { ["id"] = place, ["conversationType"] = place.StartsWith("a:", StringComparison.Ordinal) ? "personal" : place.Contains("tacv2", StringComparison.Ordinal) ? "channel" : "groupChat", ["tenantId"] = TeamsCloud.Tenant },
            ["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = TeamsCloud.Tenant } },
        };
        if (Zone is not null)
            activity["entities"] = new JsonArray(new JsonObject { ["type"] = "clientInfo", ["timezone"] = Zone });
        if (!place.StartsWith("a:", StringComparison.Ordinal))
            activity["conversation"]!["isGroup"] = true;
        if (place.Contains("tacv2", StringComparison.Ordinal))
        {
            activity["channelData"]!["team"] = new JsonObject { ["id"] = Channel, ["name"] = "Ops" };
            activity["channelData"]!["channel"] = new JsonObject { ["id"] = place.Split(';')[0] };
        }

        return activity;
    }

    public JsonObject Message(string text, string? place = null, string? id = null)
    {
        var activity = Activity("message", place ?? Own, id);
        activity["text"] = text;
        return activity;
    }

    public JsonObject Mention(string text, string place, string? id = null)
    {
        var activity = Message($"<at>Companion</at> {text}", place, id);
        (activity["entities"] ??= new JsonArray()).AsArray().Add(new JsonObject { ["type"] = "mention", ["text"] = "<at>Companion</at>", ["mentioned"] = new JsonObject { ["id"] = TeamsCloud.Bot, ["name"] = "Companion" } });
        return activity;
    }

    public JsonObject Installs(string? place = null, string action = "add")
    {
        var activity = Activity("installationUpdate", place ?? Own);
        activity["action"] = action;
        activity.Remove("entities");
        return activity;
    }

    /// <summary>Installs the bot for oneself.</summary>
    public async Task InstallAsync(string? place = null)
    {
        using var answer = await app.PostAsync(Installs(place));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>Says something; what the bot sent because of it. Messages that change meanwhile are no answer.</summary>
    public async Task<SentActivity> SayAsync(string text, string? place = null)
    {
        var before = app.Cloud.Sent.Count;
        using var answer = await app.PostAsync(place is null ? Message(text) : Mention(text, place));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return app.Cloud.Sent.Skip(before).FirstOrDefault(s => !s.IsUpdate) ?? throw new InvalidOperationException($"Nothing was answered to \"{text}\".");
    }

    /// <summary>Presses a button; the card that takes the place of the one it was on.</summary>
    public Task<JsonNode> PressAsync(JsonNode card, string title, string? message = null, string? place = null) => ExecuteAsync(Cards.Button(card, title), [], message, place);

    /// <summary>Fills a form in and sends it.</summary>
    public Task<JsonNode> SubmitAsync(JsonNode card, string? message = null, string? place = null, params ReadOnlySpan<(string Name, string Value)> fields)
    {
        var inputs = Cards.All(card).Where(Cards.IsInput).ToDictionary(i => (string)i["id"]!, i => i["value"]?.ToString() ?? "", StringComparer.Ordinal);
        foreach (var (name, value) in fields)
            inputs[inputs.ContainsKey($"f.{name}") ? $"f.{name}" : throw new InvalidOperationException($"There is no field {name}: {string.Join(", ", inputs.Keys)}")] = value;
        var submit = Cards.OfType(card, "Action.Execute").Single(a => (string?)a["verb"] == "submit");
        return ExecuteAsync(submit, inputs.Select(i => (i.Key, i.Value)), message, place);
    }

    public JsonObject Execution(JsonObject button, IEnumerable<(string Name, string Value)> inputs, string? message = null, string? place = null)
    {
        var data = button["data"]!.DeepClone().AsObject();
        if ((string?)button["associatedInputs"] != "none")
            foreach (var (name, value) in inputs)
                data[name] = value;
        var activity = Activity("invoke", place ?? Own);
        activity["name"] = "adaptiveCard/action";
        activity["replyToId"] = message ?? "1700000000001";
        activity["value"] = new JsonObject { ["action"] = new JsonObject { ["type"] = "Action.Execute", ["title"] = button["title"]!.DeepClone(), ["verb"] = button["verb"]!.DeepClone(), ["data"] = data }, ["trigger"] = "manual" };
        return activity;
    }

    private async Task<JsonNode> ExecuteAsync(JsonObject button, IEnumerable<(string Name, string Value)> inputs, string? message, string? place)
    {
        using var answer = await app.PostAsync(Execution(button, inputs, message, place));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var json = (await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
        Assert.True((string?)json["type"] == "application/vnd.microsoft.card.adaptive", json.ToJsonString());
        Assert.Equal(200, (int?)json["statusCode"]);
        CardRules.Check(json["value"]!);
        return json["value"]!;
    }
}
