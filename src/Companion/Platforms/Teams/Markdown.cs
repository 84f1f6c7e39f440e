using System.Buffers;
using System.Globalization;
using System.Text;
using Companion.Messages;

namespace Companion.Platforms.Teams;

/// <summary>Text in the Markdown subset of Adaptive Cards: https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features</summary>
internal static class Markdown
{
    // What is markup anywhere; the rest is only where a line, a list, an entity or a {{DATE()}} could begin. Clients that know no backslash then show few of them.
    private static readonly SearchValues<char> Suspects = SearchValues.Create("\\`*_[]<>~#-+.){}&\n");
    private const string Always = "\\`*_[]<~";

    /// <summary>What somebody wrote, as it is: never markup, never a mention, never a date function.</summary>
    public static string Escape(string text)
    {
        var clean = Clean(text);
        if (!NeedsLook(clean))
            return clean;

        var escaped = new StringBuilder(clean.Length + 16);
        var lineFrom = 0;
        for (var i = 0; i < clean.Length; i++)
        {
            if (clean[i] == '\n')
            {
                // One line break would be a space.
                escaped.Append("\n\n");
                lineFrom = i + 1;
                continue;
            }

            if (IsMarkup(clean, i, lineFrom))
                escaped.Append('\\');
            escaped.Append(clean[i]);
        }

        return escaped.ToString();
    }

    private static bool NeedsLook(string text) => text.AsSpan().ContainsAny(Suspects);

    private static bool IsMarkup(string text, int at, int lineFrom) => text[at] switch
    {
        '>' or '#' or '-' or '+' => text.AsSpan(lineFrom, at - lineFrom).IsWhiteSpace(),
        '.' or ')' => at > lineFrom && text.AsSpan(lineFrom, at - lineFrom).Trim().IndexOfAnyExceptInRange('0', '9') < 0,
        '{' => (at > 0 && text[at - 1] == '{') || (at + 1 < text.Length && text[at + 1] == '{'),
        '&' => at + 1 < text.Length && (text[at + 1] == '#' || char.IsLetter(text[at + 1])),
        var c => Always.Contains(c, StringComparison.Ordinal),
    };

    /// <summary>For places without markup (labels, titles, choices): only what could turn the reading direction or vanish is taken out, and date functions do not run.</summary>
    public static string Plain(string text) => Clean(text).Replace("{{", "{ {", StringComparison.Ordinal);

    public static string Moment(Inline.Moment moment)
    {
        var at = moment.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return moment.Style switch
        {
            MomentStyle.Day => $"{{{{DATE({at},SHORT)}}}}",
            MomentStyle.Minute => $"{{{{DATE({at},SHORT)}}}}, {{{{TIME({at})}}}}",
            _ => throw new ArgumentOutOfRangeException(nameof(moment), moment.Style, "Unknown style."),
        };
    }

    /// <summary>A link; any scheme but http and https is shown as text, since Teams would offer to open it.</summary>
    public static string Link(Inline.Link link)
    {
        if (Uri.TryCreate(link.Address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps))
            return $"[{Escape(link.Text)}]({uri.AbsoluteUri.Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal)})";

        return link.Text == link.Address ? Escape(link.Text) : $"{Escape(link.Text)} ({Escape(link.Address)})";
    }

    /// <summary>A name that can be mentioned: the text of a mention must be the same in two places, so one with markup in it is not.</summary>
    public static bool IsMentionable(string name) => name.Length is > 0 and <= 120 && !name.Any(c => char.IsControl(c) || c is '{' or '>' or '&' || Always.Contains(c, StringComparison.Ordinal)) && Escape(name) == name;

    private static string Clean(string text) => text.ReplaceLineEndings("\n").Any(IsUnwanted) ? string.Concat(text.ReplaceLineEndings("\n").Where(c => !IsUnwanted(c))) : text.ReplaceLineEndings("\n");

    private static bool IsUnwanted(char c) => (char.IsControl(c) && c != '\n') || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
