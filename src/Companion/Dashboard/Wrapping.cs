using System.Globalization;

namespace Companion.Dashboard;

/// <summary>Breaks text into lines, since a drawing does not: between words, inside only those too long for a line.</summary>
internal static class Wrapping
{
    public static string[] Lines(string text, int width, int atMost)
    {
        var lines = new List<string>();

        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).SelectMany(word => Pieces(word, width)))
        {
            if (lines.Count > 0 && Width(lines[^1]) + 1 + Width(word) <= width)
                lines[^1] += " " + word;
            else
                lines.Add(word);
        }

        return lines.Count <= atMost ? [.. lines] : [.. lines[..(atMost - 1)], Shortened(lines[atMost - 1], width)];
    }

    private static IEnumerable<string> Pieces(string word, int width)
    {
        var letters = new StringInfo(word);

        for (var start = 0; start < letters.LengthInTextElements; start += width)
            yield return letters.SubstringByTextElements(start, Math.Min(width, letters.LengthInTextElements - start));
    }

    private static string Shortened(string line, int width) =>
        (Width(line) < width ? line : new StringInfo(line).SubstringByTextElements(0, width - 1)) + "…";

    private static int Width(string text) => new StringInfo(text).LengthInTextElements;
}
