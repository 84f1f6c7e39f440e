using System.Globalization;
using System.Text;
using Companion.Messages;

namespace Companion.Platforms.WebChat;

/// <summary>One slider lying down: the fill is the level, the tick below is what is supported, the flag above is the target.</summary>
/// <remarks>Places are percentages, so that one drawing fits a phone and a wide window without a style attribute.</remarks>
internal static class MeterRenderer
{
    public static string Render(Part.Meter meter)
    {
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<figure class=\"meter\">\n<svg role=\"img\" width=\"100%\" height=\"36\" aria-label=\"{Html.Text(Label(meter))}\">\n");
        // The margin keeps ticks and flags at 0 and 100 inside the drawing.
        html.Append("<svg x=\"2%\" width=\"94%\" height=\"36\" overflow=\"visible\">\n");
        html.Append("<rect class=\"track\" y=\"15\" width=\"100%\" height=\"10\" rx=\"5\"/>\n");

        if (Place(meter.Level) > 0)
            html.Append(CultureInfo.InvariantCulture, $"<rect class=\"level\" y=\"15\" width=\"{Place(meter.Level)}%\" height=\"10\" rx=\"5\"/>\n");

        foreach (var stage in meter.Stages)
            html.Append(CultureInfo.InvariantCulture, $"<circle class=\"stage\" cx=\"{Place(stage)}%\" cy=\"20\" r=\"1.5\"/>\n");

        html.Append(CultureInfo.InvariantCulture, $"<svg x=\"{Place(meter.Supported)}%\" overflow=\"visible\"><path class=\"supported\" d=\"M0 27l5 8h-10z\"/></svg>\n");

        if (meter.Target is { } target)
            html.Append(CultureInfo.InvariantCulture, $"<svg x=\"{Place(target)}%\" overflow=\"visible\"><path class=\"target\" d=\"M-1 0h12l-3 4l3 4h-10v18h-2z\"/></svg>\n");

        html.Append("</svg>\n</svg>\n");
        return html.Append(CultureInfo.InvariantCulture, $"<figcaption dir=\"auto\"><strong dir=\"auto\">{Html.Text(meter.Name)}</strong> {Html.Text(meter.Caption)}</figcaption>\n</figure>").ToString();
    }

    private static string Label(Part.Meter meter) => string.Create(
        CultureInfo.InvariantCulture,
        $"{meter.Name}: level {meter.Level}, supported {meter.Supported}{(meter.Target is { } target ? $", target {target}" : "")}, of 100");

    private static int Place(int position) => Math.Clamp(position, 0, 100);
}
