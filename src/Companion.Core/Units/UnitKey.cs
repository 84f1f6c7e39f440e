using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Companion.Core.Units;

/// <summary>Makes the short name for typing out of a name: a letter of the Latin script becomes a plain one, a letter of any other stays.</summary>
public static class UnitKey
{
    private static readonly ImmutableDictionary<string, string> Plain = ImmutableDictionary.CreateRange(
        StringComparer.Ordinal,
        [.. ((ReadOnlySpan<string>)["ß ss", "æ ae", "œ oe", "ø o", "ł l", "đ d", "ð d", "þ th", "ħ h", "ŋ ng", "ı i", "ĸ k", "ŧ t", "ə e", "ƒ f"]).ToArray().Select(p => KeyValuePair.Create(p[..1], p[2..]))]);

    /// <summary>"Tech stack!" becomes "tech-stack", "Überprüfung" "uberprufung", "Маркетинг" "маркетинг"; empty when no letter or digit is left.</summary>
    public static string From(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var key = new StringBuilder();
        var keepsMarks = false;
        foreach (var rune in Whole(name).EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark)
            {
                // The vowels of many scripts are marks; an emoji's marks are no letters.
                if (keepsMarks && category is not (UnicodeCategory.Format or UnicodeCategory.EnclosingMark))
                    key.Append(rune);
                continue;
            }

            keepsMarks = false;
            var lower = Rune.ToLowerInvariant(rune).ToString();
            if (lower.Normalize(NormalizationForm.FormD)[0] is var first && char.IsAsciiLetterOrDigit(first))
                key.Append(char.ToLowerInvariant(first));
            else if (Plain.GetValueOrDefault(lower) is { } plain)
                key.Append(plain);
            else if (Rune.IsLetterOrDigit(rune))
            {
                key.Append(lower);
                keepsMarks = true;
            }
            else if (key.Length > 0 && key[^1] != '-')
                key.Append('-');
        }

        return Cut(key.ToString().Normalize(NormalizationForm.FormC).Trim('-'));
    }

    /// <summary>The key of a name that has no letter and no digit, only symbols: the first of unit-1, unit-2 ... that is free. Null when it has not even a symbol.</summary>
    public static string? ForSymbols(string name, IReadOnlyCollection<string> taken)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Whole(name).EnumerateRunes().Any(r => Rune.GetUnicodeCategory(r) is UnicodeCategory.OtherSymbol or UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol && r != Rune.ReplacementChar)
            ? Enumerable.Range(1, taken.Count + 1).Select(n => string.Create(CultureInfo.InvariantCulture, $"unit-{n}")).First(k => !taken.Contains(k, StringComparer.Ordinal))
            : null;
    }

    // Half a surrogate pair cannot be normalized; wide and narrow forms of one letter are one.
    private static string Whole(string name) => string.Concat(name.EnumerateRunes()).Normalize(NormalizationForm.FormKC);

    private static string Cut(string key)
    {
        if (key.Length <= Unit.LongestKey)
            return key;
        var end = char.IsHighSurrogate(key[Unit.LongestKey - 1]) ? Unit.LongestKey - 1 : Unit.LongestKey;
        return key[..end].TrimEnd('-');
    }
}
