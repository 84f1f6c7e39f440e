using System.Collections.Immutable;
using System.Text;

namespace Companion.Core.Members;

/// <summary>Names of people as somebody types or pastes them.</summary>
public static class MemberNames
{
    private static readonly char[] Separators = [',', ';', '\t', '\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029', '，', '、', '；'];

    /// <summary>The names of a list, each once: separated by commas, semicolons, lines or the tabs of a spreadsheet.</summary>
    public static ImmutableArray<string> Split(string list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return [.. list.Split(Separators).Select(Plain).Where(n => n.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>A name that can be typed again: no @ before it, single spaces, none of the marks that pasting leaves.</summary>
    public static string Plain(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var plain = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
                plain.Append(' ');
            // The byte order mark, the space without width and the word joiner; other marks of format belong to some script.
            else if (rune.Value is not (0xFEFF or 0x200B or 0x2060))
                plain.Append(rune);
        return string.Join(' ', plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)).TrimStart('@', '＠', ' ');
    }
}
