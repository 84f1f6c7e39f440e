using System.Text.Json;

namespace Companion.Platforms.Teams;

/// <summary>A TextBlock.</summary>
internal static class Text
{
    public static void Write(
        Utf8JsonWriter json, string markdown, string? size = null, string? weight = null, string? color = null, bool subtle = false, string? spacing = null, bool separator = false, string? style = null)
    {
        json.WriteStartObject();
        json.WriteString("type", "TextBlock");
        json.WriteString("text", markdown);
        json.WriteBoolean("wrap", true);
        if (style is not null)
            json.WriteString("style", style);
        if (size is not null)
            json.WriteString("size", size);
        if (weight is not null)
            json.WriteString("weight", weight);
        if (color is not null)
            json.WriteString("color", color);
        if (subtle)
            json.WriteBoolean("isSubtle", true);
        if (spacing is not null)
            json.WriteString("spacing", spacing);
        if (separator)
            json.WriteBoolean("separator", true);
        json.WriteEndObject();
    }
}
