using System.Text.Json;

namespace Companion.Platforms.Slack;

/// <summary>What a modal remembers for its submission; Slack brings it back unchanged, within its signature.</summary>
/// <param name="Line">The command of the form, or the line that the card shown answers.</param>
/// <param name="Step">The step of a form that is longer than a modal.</param>
/// <param name="Kept">What was filled into earlier steps.</param>
/// <param name="Channel">Where the form was opened from.</param>
internal sealed record ViewState(string Line, int Step = 1, IReadOnlyDictionary<string, string>? Kept = null, string? Channel = null, string? Opened = null)
{
    public const int Longest = 3000;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Null when it is more than Slack keeps.</summary>
    public string? Write() => JsonSerializer.Serialize(this, Options) is { Length: <= Longest } text ? text : null;

    public static ViewState? Read(JsonElement? view)
    {
        if (view?.Text("private_metadata") is not { Length: > 0 } text)
            return null;

        try
        {
            return JsonSerializer.Deserialize<ViewState>(text, Options) is { Line: not null } state ? state : null;
        }
        catch (JsonException)
        {
            // A view of an earlier version, or none of ours.
            return null;
        }
    }
}
