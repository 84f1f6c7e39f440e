using System.Text;

namespace Companion.Messages;

/// <summary>Text as every database can keep it: without the character zero, and without halves of characters. Nobody types these.</summary>
internal static class Keepable
{
    public static string Of(string text)
    {
        if (!text.Contains('\0', StringComparison.Ordinal) && IsWhole(text))
            return text;

        var whole = new StringBuilder(text.Length);
        // Halves come out of the enumeration as the replacement character.
        foreach (var rune in text.EnumerateRunes())
            if (rune.Value != 0)
                whole.Append(rune.ToString());
        return whole.ToString();
    }

    private static bool IsWhole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                return false;
            i++;
        }

        return true;
    }
}
