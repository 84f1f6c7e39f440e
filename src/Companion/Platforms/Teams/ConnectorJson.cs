using System.Text.Json;
using System.Text.Json.Serialization;

namespace Companion.Platforms.Teams;

/// <summary>https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#conversationparameters-object</summary>
internal sealed record NewTalk(bool IsGroup, TalkMember[] Members, TalkMember? Bot, string TenantId, TalkChannelData ChannelData);

internal sealed record TalkMember(string Id);

internal sealed record TalkChannelData(TalkMember Tenant);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NewTalk))]
internal sealed partial class ConnectorJson : JsonSerializerContext;

/// <summary>Somebody as the roster of a conversation shows them.</summary>
/// <param name="Id">As this bot knows them.</param>
/// <param name="Person">What identifies them for good.</param>
internal sealed record RosterMember(string Id, string Person, string Name, bool IsGuest)
{
    public static RosterMember? Read(JsonElement member) => member.Text("id") is { Length: > 0 } id
        ? new(id, member.Text("aadObjectId") ?? member.Text("objectId") ?? id, member.Text("name") ?? "", Guest(member))
        : null;

    // A guest's name in the directory says so; somebody without an account is one all the more.
    private static bool Guest(JsonElement member) =>
        member.Text("userRole") is "anonymous" || member.Text("userPrincipalName")?.Contains("#EXT#", StringComparison.OrdinalIgnoreCase) == true;
}
