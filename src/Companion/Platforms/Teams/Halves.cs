using System.Globalization;

namespace Companion.Platforms.Teams;

/// <summary>Halves of characters: what is left where somebody cut a text between the two parts of an emoji. JSON can carry them, text cannot.</summary>
internal static class Halves
{
    private const int Escape = 6;

    /// <summary>Puts the replacement character where an escape stands for half of a character. Nothing else changes, not even the length.</summary>
    public static void Mend(Span<byte> json)
    {
        var at = 0;
        while (json[at..].IndexOf((byte)'\\') is >= 0 and var next)
        {
            at += next;
            var code = Code(json[at..]);
            if (code is >= 0xD800 and <= 0xDBFF && at + Escape < json.Length && Code(json[(at + Escape)..]) is >= 0xDC00 and <= 0xDFFF)
                at += Escape;
            else if (code is >= 0xD800 and <= 0xDFFF)
                "\\ufffd"u8.CopyTo(json[at..]);

            // A backslash that escapes anything else takes one letter with it.
            at = Math.Min(json.Length, at + (code is null ? 2 : Escape));
        }
    }

    /// <summary>The beginning of a text, at most so many letters, and no half of a character at its end.</summary>
    public static ReadOnlySpan<char> Begin(ReadOnlySpan<char> text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    private static int? Code(ReadOnlySpan<byte> json) =>
        json.Length >= Escape && json[0] == '\\' && json[1] == 'u' && int.TryParse(json[2..Escape], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) ? code : null;
}
