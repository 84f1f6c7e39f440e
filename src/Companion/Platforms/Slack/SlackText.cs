using System.Globalization;

namespace Companion.Platforms.Slack;

/// <summary>Text within Slack's lengths, and without what could pass for markup.</summary>
internal static class SlackText
{
    /// <summary>Text for a "text" field or a mrkdwn object: the three characters that start markup are escaped, so nobody can be called by a broadcast hidden in it.</summary>
    public static string Escape(string text) => Clean(text)
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>The contrary, for what people typed.</summary>
    public static string Unescape(string text) => text
        .Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);

    /// <summary>Without control characters and without marks that turn the reading direction of what follows.</summary>
    public static string Clean(string text)
    {
        foreach (var c in text)
        {
            if (IsDropped(c))
                return string.Concat(text.ReplaceLineEndings("\n").Where(d => !IsDropped(d)));
        }

        return text;
    }

    private static bool IsDropped(char c) => (char.IsControl(c) && c is not ('\n' or '\t')) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>The beginning of a text, cut at a word, with an ellipsis where something is missing. For labels whose whole text stands elsewhere.</summary>
    public static string Clip(string text, int most)
    {
        var clean = Clean(text).ReplaceLineEndings(" ").Trim();
        return clean.Length <= most ? clean : $"{clean[..BreakBefore(clean, most - 1)].TrimEnd()}…";
    }

    /// <summary>A text in pieces of at most so many characters, parted at spaces where there are any. Nothing is lost.</summary>
    public static IEnumerable<string> Split(string text, int most)
    {
        while (text.Length > most)
        {
            var at = BreakBefore(text, most);
            yield return text[..at];
            text = text[at..];
        }

        if (text.Length > 0)
            yield return text;
    }

    /// <summary>Where to break at the latest: after a line, else after a word, else between two characters as people see them.</summary>
    private static int BreakBefore(string text, int most)
    {
        var head = text.AsSpan(0, most);
        var line = head.LastIndexOf('\n');
        if (line >= most / 2)
            return line + 1;
        var space = head.LastIndexOfAny(' ', '\n', '\t');
        if (space > 0)
            return space + 1;

        var at = 0;
        for (var next = StringInfo.GetNextTextElementLength(text); next > 0 && at + next <= most; next = StringInfo.GetNextTextElementLength(text, at))
            at += next;
        return at > 0 ? at : most;
    }
}
