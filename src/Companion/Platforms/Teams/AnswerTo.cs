using System.Text.Json;
using System.Text.Json.Serialization;

namespace Companion.Platforms.Teams;

/// <summary>Where an answer to an activity goes: enough to bring it after a crash.</summary>
/// <param name="Conversation">With the thread, where there is one.</param>
/// <param name="Activity">What is answered.</param>
/// <param name="User">The person as this bot knows them, the only spelling that a private answer takes.</param>
/// <param name="Step">The step of a long form that was turned to, without submitting it; 0 for anything else.</param>
/// <param name="Message">The message whose button was pressed by a client that cannot be answered in place.</param>
internal sealed record AnswerTo(string ServiceUrl, string Tenant, string Conversation, string Activity, string User, string Bot, bool IsPersonal, bool IsTargeted, string? Message, string? From, int FromPage, int Page, int Step = 0)
{
    [JsonIgnore]
    public string Place => Conversation.Split(";messageid=", 2)[0];

    [JsonIgnore]
    public Origin? Back => From is not { Length: <= Origin.LongestLine } ? null : new(From, FromPage);

    public string Write() => JsonSerializer.Serialize(this, TeamsJson.Default.AnswerTo);

    public static AnswerTo Read(string json) => JsonSerializer.Deserialize(json, TeamsJson.Default.AnswerTo) ?? throw new JsonException("An address to answer to is null.");
}

/// <summary>What is kept about a conversation beside its id.</summary>
/// <param name="ServiceUrl">It may change: the latest one counts.</param>
/// <param name="User">In a person's own conversation, the person as this bot knows them.</param>
/// <param name="Team">The team a channel belongs to.</param>
/// <param name="AskedZone">True when the person was asked for their time zone.</param>
internal sealed record TalkDetails(string ServiceUrl, string? User, string? Bot, string? Team, bool AskedZone = false)
{
    public string Write() => JsonSerializer.Serialize(this, TeamsJson.Default.TalkDetails);

    public static TalkDetails? Read(string? json) => json is null or "" or "{}" ? null : JsonSerializer.Deserialize(json, TeamsJson.Default.TalkDetails);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(AnswerTo))]
[JsonSerializable(typeof(TalkDetails))]
internal sealed partial class TeamsJson : JsonSerializerContext;
