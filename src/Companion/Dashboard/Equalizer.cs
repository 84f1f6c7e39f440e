using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Companion.Dashboard;

/// <summary>All units side by side as the sliders of an equalizer: one drawing that says in words what it shows.</summary>
/// <remarks>Colours come from the page through classes. Each line of text stands alone, so that no name turns the direction of another.</remarks>
internal static class Equalizer
{
    private const int ColumnWidth = 144;
    private const int Centre = ColumnWidth / 2;
    private const int Top = 20;
    private const int Bottom = 240;
    private const int NameAt = Bottom + 40;

    // "supported" is a little wider than its half of a column, so the first one needs room beside it.
    private const int Margin = 12;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Render(IReadOnlyList<Slider> sliders)
    {
        // Each kind of text takes as many lines as the longest needs, so that what stands below stands in one row.
        var statusAt = NameAt + (18 * MostLines(sliders, Name)) + 3;
        var dateAt = statusAt + (16 * MostLines(sliders, Status)) + 4;
        var markAt = dateAt + (16 * MostLines(sliders, Date)) - 8;
        var (width, height) = (ColumnWidth * Math.Max(sliders.Count, 1), markAt + (sliders.Any(slider => slider.Mark is not null) ? 28 : 4));
        var columns = sliders.Select((slider, place) => Column(slider, place * ColumnWidth, statusAt, dateAt, markAt));

        return $"""
            <svg class="equalizer" role="img" aria-labelledby="equalizer-title equalizer-desc" {Frame(width + (2 * Margin), height)}>
            <title id="equalizer-title">The equalizer</title>
            <desc id="equalizer-desc">{(sliders.Count == 0 ? "No units yet." : string.Join(' ', sliders.Select(InWords)))}</desc>
            {(sliders.Count == 0 ? Line("status", Centre, height / 2, "No units yet") : string.Concat(columns))}</svg>
            """;
    }

    private static string Frame(int width, int height) => $"width=\"{width}\" height=\"{height}\" viewBox=\"{-Margin} 0 {width} {height}\"";

    private static int MostLines(IEnumerable<Slider> sliders, Func<Slider, string[]> text) =>
        sliders.Select(slider => text(slider).Length).DefaultIfEmpty().Max();

    private static string InWords(Slider slider)
    {
        var by = slider.TargetBy is { } date ? $" by {Safe(date)}" : "";
        var target = slider.Target is { } at ? $"target {at}{by}" : "no target";
        var mark = slider.Mark is { } word ? $", {Safe(word)}" : "";
        return $"{Safe(slider.Name)}: {Safe(slider.StatusWords)}{mark}; level {slider.Level}, supported {slider.Supported}, {target}.";
    }

    private static string Column(Slider slider, int left, int statusAt, int dateAt, int markAt) => $"""
        <g class="slider" data-key="{Safe(slider.Key)}" transform="translate({left})">
        <rect class="track" x="{Centre - 10}" y="{Top}" width="20" height="{Bottom - Top}" rx="10"/>
        {Level(slider)}{Supported(slider.Supported)}{Target(slider.Target)}{Knob(slider.Level)}
        {Lines("name", NameAt, 18, Name(slider))}{Lines("status", statusAt, 16, Status(slider))}{Lines("date", dateAt, 16, Date(slider))}
        {Mark(slider.Mark, markAt)}</g>

        """;

    private static string Level(Slider slider)
    {
        var height = Bottom - Y(slider.Level);
        var stages = slider.Stages
            .Where(stage => stage is > 0 and < 100)
            .Select(stage => $"<path class=\"{(stage < slider.Level ? "stage reached" : "stage")}\" d=\"M{Centre - 5} {Y(stage)}h10\"/>\n");

        return $"""
            <rect class="level" x="{Centre - 10}" y="{Y(slider.Level)}" width="20" height="{height}" rx="{Math.Min(10, height / 2)}"/>
            {string.Concat(stages)}
            """;
    }

    private static string Supported(int position) => $"""
        <path class="supported" d="M{Centre - 18} {Y(position)}l-8 -5v10z"/>
        {Line("supported number", Centre - 30, Y(position) + 4, $"{position}")}{Line("supported", Centre - 18, Y(position) + 18, "supported")}
        """;

    private static string Target(int? target) => target is not { } position ? "" : $"""
        <path class="target" d="M{Centre + 17} {Y(position) - 8}h15l-4 5l4 5h-13v6h-2z"/>
        {Line("target number", Centre + 36, Y(position) + 3, $"{position}")}{Line("target", Centre + 18, Y(position) + 18, "target")}
        """;

    private static string Knob(int level) => $"""
        <rect class="knob" x="{Centre - 16}" y="{Y(level) - 11}" width="32" height="22" rx="7"/>
        {Line("value", Centre, Y(level) + 4, $"{level}")}
        """;

    private static string Mark(string? mark, int top)
    {
        if (mark is null)
            return "";

        var half = (mark.Length * 4) + 9;
        return $"<rect class=\"mark\" x=\"{Centre - half}\" y=\"{top}\" width=\"{half * 2}\" height=\"20\" rx=\"10\"/>\n{Line("mark", Centre, top + 14, mark)}";
    }

    private static string[] Name(Slider slider) => Wrapping.Lines(slider.Name, 15, 3);

    private static string[] Status(Slider slider) => Wrapping.Lines(slider.StatusWords, 20, 3);

    private static string[] Date(Slider slider) => slider is { Target: not null, TargetBy: { } by } ? Wrapping.Lines($"by {by}", 21, 2) : [];

    private static string Lines(string look, int top, int lineHeight, string[] lines) =>
        string.Concat(lines.Select((line, number) => Line(look, Centre, top + (number * lineHeight), line)));

    private static string Line(string look, int x, int y, string text) => $"<text class=\"{look}\" x=\"{x}\" y=\"{y}\">{Safe(text)}</text>\n";

    private static int Y(int position) => Bottom - (Math.Clamp(position, 0, 100) * (Bottom - Top) / 100);

    private static string Safe(string text) => Encoder.Encode(text);
}
