using System.Text.Json;
using System.Text.Json.Serialization;

namespace Companion.Platforms.Teams;

/// <summary>What Teams posts: https://github.com/microsoft/botframework-sdk/blob/main/specs/botframework-activity/botframework-activity.md</summary>
/// <remarks>Only what is used is named; whatever else comes is let be, and open-ended members stay JSON.</remarks>
internal sealed record Activity(
    string? Type,
    string? Id,
    string? ServiceUrl,
    string? ChannelId,
    Account? From,
    Account? Recipient,
    Talk? Conversation,
    string? ReplyToId,
    string? Text,
    string? Name,
    string? Action,
    string? LocalTimezone,
    string? Locale,
    JsonElement Value,
    JsonElement Entities,
    JsonElement ChannelData,
    Account[]? MembersAdded,
    Account[]? MembersRemoved)
{
    /// <summary>The organisation's directory in Microsoft Entra; null when it is missing or the two places that name it differ.</summary>
    [JsonIgnore]
    public string? Tenant
    {
        get
        {
            var said = ChannelData.Text("tenant", "id");
            return said is null || Conversation?.TenantId is null || string.Equals(said, Conversation.TenantId, StringComparison.OrdinalIgnoreCase)
                ? said ?? Conversation?.TenantId
                : null;
        }
    }

    [JsonIgnore]
    public bool IsPersonal => Conversation?.ConversationType is "personal" || (Conversation is { ConversationType: null, IsGroup: not true });

    /// <summary>The channel or chat without the thread.</summary>
    [JsonIgnore]
    public string Place => Conversation?.Id?.Split(";messageid=", 2)[0] ?? "";

    /// <summary>What happened in a team ("channelRenamed"); null for anything else.</summary>
    [JsonIgnore]
    public string? EventType => ChannelData.Text("eventType");

    /// <summary>The same for every repeat of one delivery.</summary>
    [JsonIgnore]
    public string? Key => Id is { Length: > 0 } && Conversation?.Id is { } conversation ? $"{conversation}|{Id}" : null;

    /// <summary>Where the person is, as their client says; null when it does not.</summary>
    [JsonIgnore]
    public string? Zone => Entities.Items().Where(e => e.Text("type") is "clientInfo").Select(e => e.Text("timezone")).FirstOrDefault(z => z is not null) ?? LocalTimezone;
}

/// <summary>A person or a bot. The id is the bot's own word for a person; the Entra id is the stable one.</summary>
internal sealed record Account(string? Id, string? Name, string? AadObjectId, bool? IsTargeted)
{
    /// <summary>What identifies a person for good; somebody without an account in the directory has only the bot's word.</summary>
    [JsonIgnore]
    public string? Person => AadObjectId is { Length: > 0 } ? AadObjectId : Id;
}

/// <summary>A conversation; in a channel its id names the thread too.</summary>
internal sealed record Talk(string? Id, string? ConversationType, bool? IsGroup, string? TenantId, string? Name);

/// <summary>Members of JSON that may be anything.</summary>
internal static class Loose
{
    /// <summary>The text at a path of names; null when there is none.</summary>
    public static string? Text(this JsonElement json, params ReadOnlySpan<string> path) =>
        json.At(path) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static JsonElement? At(this JsonElement json, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out var inner))
                return null;
            json = inner;
        }

        return json;
    }

    public static IEnumerable<JsonElement> Items(this JsonElement json) => json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : [];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = Arrival.Deepest, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(Activity))]
internal sealed partial class ActivityJson : JsonSerializerContext;
