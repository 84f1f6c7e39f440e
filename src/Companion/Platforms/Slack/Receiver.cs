using System.Text.Json;

namespace Companion.Platforms.Slack;

/// <summary>Reads what Slack sends. A field that is missing or of another type makes it nothing; fields nobody asked for are ignored.</summary>
internal static class Receiver
{
    /// <summary>A slash command. See https://docs.slack.dev/interactivity/implementing-slash-commands.</summary>
    /// <param name="field">The same names over HTTP, where it is a form, and over a socket, where it is JSON.</param>
    public static SlashCommand? Command(Func<string, string?> field) =>
        field("user_id") is { Length: > 0 } user && field("channel_id") is { Length: > 0 } channel && field("team_id") is { Length: > 0 } team
            ? new(
                new(team, field("enterprise_id"), field("is_enterprise_install") == "true"),
                user,
                field("user_name"),
                new(channel, field("channel_name")),
                field("text") ?? "",
                field("trigger_id"))
            : null;

    /// <summary>A press, a submission, a shortcut. See https://docs.slack.dev/interactivity/handling-user-interaction.</summary>
    public static Interaction? Interaction(JsonElement payload)
    {
        if (payload.Text("type") is not { } type || payload.Child("user")?.Text("id") is not { } user)
            return null;

        var view = payload.Child("view");
        var team = view?.Text("app_installed_team_id") ?? payload.Child("team")?.Text("id") ?? payload.Child("user")?.Text("team_id");
        var enterprise = payload.Child("enterprise")?.Text("id") ?? payload.Child("team")?.Text("enterprise_id");
        var name = payload.Child("user")?.Text("name") ?? payload.Child("user")?.Text("username");
        return new(type, new(team, enterprise, payload.IsTrue("is_enterprise_install")), user, name, payload.Text("trigger_id"), payload.Text("response_url"), view, payload);
    }

    /// <summary>The envelope of an event. See https://docs.slack.dev/apis/events-api.</summary>
    public static SlackEvent? Event(JsonElement envelope)
    {
        if (envelope.Text("type") is not "event_callback" || envelope.Text("event_id") is not { Length: > 0 and <= 200 } id || envelope.Child("event") is not { } inner || inner.Text("type") is not { } type)
            return null;

        var installed = envelope.Items("authorizations").FirstOrDefault();
        var origin = installed.ValueKind == JsonValueKind.Object
            ? new Origin(installed.Text("team_id"), installed.Text("enterprise_id"), installed.IsTrue("is_enterprise_install"))
            : new Origin(envelope.Text("team_id"), envelope.Text("enterprise_id"), envelope.IsTrue("is_enterprise_install"));
        return new(id, type, origin, inner);
    }

    /// <summary>True for a person's own words: no bot's, and no news about an earlier message.</summary>
    public static bool IsSaid(SlackEvent said, string? bot) =>
        said.Body.Text("bot_id") is null
        && said.Body.Text("subtype") is null or "file_share" or "thread_broadcast"
        && said.Body.Text("user") is { } user && user != bot
        && said.Body.Text("text") is not null && said.Body.Text("channel") is not null;

    /// <summary>The link to a message, as Slack makes it.</summary>
    public static string? Permalink(JsonElement payload)
    {
        var (channel, message, domain) = (payload.Child("channel")?.Text("id"), payload.Child("message"), payload.Child("team")?.Text("domain"));
        if (channel is null || domain is null || (payload.Text("message_ts") ?? message?.Text("ts")) is not { } ts)
            return null;

        var link = $"https://{Uri.EscapeDataString(domain)}.slack.com/archives/{Uri.EscapeDataString(channel)}/p{ts.Replace(".", "", StringComparison.Ordinal)}";
        return message?.Text("thread_ts") is { } thread && thread != ts ? $"{link}?thread_ts={Uri.EscapeDataString(thread)}&cid={Uri.EscapeDataString(channel)}" : link;
    }
}

/// <param name="Name">As Slack says it; no name for a direct message, and none that may be told for a private channel.</param>
internal sealed record SlackChannel(string Id, string? Name)
{
    /// <summary>True for a person's own conversation with the bot.</summary>
    public bool IsDirect => Id.StartsWith('D');

    public string PublicName => Name is null or "directmessage" or "privategroup" ? "" : Name;
}

internal sealed record SlashCommand(Origin Origin, string User, string? UserName, SlackChannel Channel, string Text, string? Trigger);

internal sealed record Interaction(string Type, Origin Origin, string User, string? UserName, string? Trigger, string? ResponseUrl, JsonElement? View, JsonElement Payload)
{
    public SlackChannel? Channel => Payload.Child("channel")?.Text("id") is { } id ? new(id, Payload.Child("channel")?.Text("name")) : null;

    public string? ViewType => View?.Text("type");
}

internal sealed record SlackEvent(string Id, string Type, Origin Origin, JsonElement Body);
