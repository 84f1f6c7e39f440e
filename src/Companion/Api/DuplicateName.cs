using System.Text.Json;

namespace Companion.Api;

/// <summary>Finds the name that an object has twice: the parser refuses such a body without saying which.</summary>
internal static class DuplicateName
{
    private const int LongestShown = 40;

    /// <summary>The first one, clipped for showing; null when there is none, or it is no text.</summary>
    /// <param name="body">JSON that is well formed but for names that come twice.</param>
    public static string? In(byte[] body)
    {
        var seen = new Stack<HashSet<string>>();
        var reader = new Utf8JsonReader(body);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.StartObject)
                    seen.Push([]);
                else if (reader.TokenType == JsonTokenType.EndObject)
                    seen.Pop();
                else if (reader.TokenType == JsonTokenType.PropertyName && reader.GetString() is { } name && !seen.Peek().Add(name))
                    return name.Length > LongestShown ? $"{name[..LongestShown]}…" : name;
            }
        }
        // Half a surrogate pair is no name that could be shown.
        catch (Exception e) when (e is InvalidOperationException or JsonException)
        {
            return null;
        }

        return null;
    }
}
