using System.Text.Json;
using Companion.Messages;

namespace Companion.Platforms.Teams;

/// <summary>One slider: name and numbers in a row, below them the bar, below that everything in words.</summary>
/// <remarks>
/// Clients that know ProgressBar (https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/charts-in-adaptive-cards has it among the newer elements) show one;
/// any other shows the stages as a row of boxes, filled up to the level, tinted where evidence supports more, with a flag at the target.
/// </remarks>
internal static class MeterRenderer
{
    public static void Render(Part.Meter meter, Elements into)
    {
        var json = into.Json;
        json.WriteStartObject();
        json.WriteString("type", "Container");
        json.WriteString("spacing", "Medium");
        json.WriteStartArray("items");
        Heading(json, meter);
        Bar(json, meter);
        Text.Write(json, Markdown.Escape(meter.Caption), size: "Small", subtle: true, spacing: "Small");
        json.WriteEndArray();
        json.WriteEndObject();
        into.End();
    }

    private static void Heading(Utf8JsonWriter json, Part.Meter meter)
    {
        json.WriteStartObject();
        json.WriteString("type", "ColumnSet");
        json.WriteStartArray("columns");
        Column(json, "stretch", () => Text.Write(json, Markdown.Escape(meter.Name), weight: "Bolder"));
        Column(json, "auto", () => Text.Write(json, Numbers(meter), weight: "Bolder", color: meter.Supported < meter.Level ? "Warning" : "Accent"));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Numbers(Part.Meter meter) => meter.Target is { } target && target != meter.Level ? $"{meter.Level} → {target}" : $"{meter.Level}";

    private static void Bar(Utf8JsonWriter json, Part.Meter meter)
    {
        json.WriteStartObject();
        json.WriteString("type", "ProgressBar");
        json.WriteNumber("value", Math.Clamp(meter.Level, 0, 100));
        json.WriteNumber("max", 100);
        json.WriteString("color", meter.Supported < meter.Level ? "Warning" : "Accent");
        json.WriteString("spacing", "Small");
        json.WritePropertyName("fallback");
        Boxes(json, meter);
        json.WriteEndObject();
    }

    private static void Boxes(Utf8JsonWriter json, Part.Meter meter)
    {
        json.WriteStartObject();
        json.WriteString("type", "ColumnSet");
        json.WriteString("spacing", "Small");
        json.WriteStartArray("columns");
        var ends = meter.Stages.Append(100).Where(s => s is > 0 and <= 100).Distinct().Order().ToList();
        var from = 0;
        foreach (var (to, place) in ends.Select((e, i) => (e, i)))
        {
            json.WriteStartObject();
            json.WriteString("type", "Column");
            json.WriteNumber("width", to - from);
            json.WriteString("style", Tint(meter, to));
            json.WriteString("spacing", place == 0 ? "None" : "Small");
            json.WriteStartArray("items");
            json.WriteStartObject();
            json.WriteString("type", "TextBlock");
            json.WriteString("text", to == meter.Target ? $"**{to}** ⚑" : to == meter.Level ? $"**{to}**" : $"{to}");
            json.WriteString("size", "Small");
            json.WriteString("horizontalAlignment", "Center");
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            from = to;
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // Reached, reached without evidence, proved but not reached, open.
    private static string Tint(Part.Meter meter, int to) =>
        to <= meter.Level ? to <= meter.Supported ? "accent" : "warning"
        : to <= meter.Supported ? "good"
        : "emphasis";

    private static void Column(Utf8JsonWriter json, string width, Action items)
    {
        json.WriteStartObject();
        json.WriteString("type", "Column");
        json.WriteString("width", width);
        json.WriteStartArray("items");
        items();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
