using System.Globalization;
using Companion.Messages;

namespace Companion.Platforms.WebChat;

/// <summary>One slider lying down: the fill is the level, the tick below is what is supported, the flag above is the target.</summary>
/// <remarks>Places are percentages, so that one drawing fits a phone and a wide window without a style attribute.</remarks>
internal static class MeterRenderer
{
    public static string Render(Part.Meter meter) => $"""
        <figure class="meter">
        <svg role="img" width="100%" height="36" overflow="visible" aria-label="{Html.Text(Label(meter))}">
        <rect class="track" y="15" width="100%" height="10" rx="5"/>
        {Marks(meter)}</svg>
        <figcaption dir="auto"><strong dir="auto">{Html.Text(meter.Name)}</strong> {Html.Text(meter.Caption)}</figcaption>
        </figure>
        """;

    private static string Marks(Part.Meter meter)
    {
        var level = Place(meter.Level) > 0 ? $"<rect class=\"level\" y=\"15\" width=\"{Place(meter.Level)}%\" height=\"10\" rx=\"5\"/>\n" : "";

        // The ends of the track mark 0 and 100 well enough, and the end of the fill marks the level.
        var stages = meter.Stages
            .Where(stage => stage is > 0 and < 100 && stage != meter.Level)
            .Select(stage => $"<circle class=\"{(stage < meter.Level ? "stage reached" : "stage")}\" cx=\"{stage}%\" cy=\"20\" r=\"2\"/>\n");

        var supported = Mark(meter.Supported, "<path class=\"supported\" d=\"M0 27l5 8h-10z\"/>");
        var target = meter.Target is { } at ? Mark(at, "<path class=\"target\" d=\"M-1 0h12l-3 4l3 4h-10v18h-2z\"/>") : "";

        return $"{level}{string.Concat(stages)}{supported}{target}";
    }

    // A path cannot be placed by percentage, a drawing around it can.
    private static string Mark(int position, string path) => $"<svg x=\"{Place(position)}%\" overflow=\"visible\">{path}</svg>\n";

    private static string Label(Part.Meter meter)
    {
        var target = meter.Target is { } at ? string.Create(CultureInfo.InvariantCulture, $", target {at}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{meter.Name}: level {meter.Level}, supported {meter.Supported}{target}, of 100");
    }

    private static int Place(int position) => Math.Clamp(position, 0, 100);
}
