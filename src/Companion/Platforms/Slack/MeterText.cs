using System.Globalization;
using Companion.Messages;

namespace Companion.Platforms.Slack;

/// <summary>One slider in words and numbers: short enough for a phone, and a screen reader reads it from left to right like a sentence.</summary>
internal static class MeterText
{
    public static IEnumerable<RichText.Leaf> Leaves(Part.Meter meter)
    {
        yield return new(SlackText.Clean(meter.Name), RichText.Bold);
        yield return new("\n", RichText.Normal);
        foreach (var (place, stop) in Stops(meter).Index())
        {
            if (place > 0)
                yield return new(" · ", RichText.Normal);
            yield return new(Marked(stop, meter), stop == meter.Level ? RichText.Bold : RichText.Normal);
        }

        yield return new($"\n{SlackText.Clean(meter.Caption)}", RichText.Normal);
    }

    // The stages, and whatever of the three marks stands between two of them.
    private static IEnumerable<int> Stops(Part.Meter meter)
    {
        var marks = meter.Target is { } target ? new[] { meter.Level, meter.Supported, target } : [meter.Level, meter.Supported];
        return meter.Stages.Concat(marks).Distinct().Order();
    }

    private static string Marked(int stop, Part.Meter meter)
    {
        var text = stop.ToString(CultureInfo.InvariantCulture);
        if (stop == meter.Level)
            text = $"[{text}]";
        if (stop == meter.Supported)
            text += " ✓";
        return stop == meter.Target ? $"{text} ⚑" : text;
    }
}
