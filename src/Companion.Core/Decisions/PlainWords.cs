using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Companion.Core.Decisions;

/// <summary>The words of a text that tell it from others: lower case, without accents, without endings of grammar, without the words every text has.</summary>
internal static class PlainWords
{
    private static readonly FrozenSet<string> Everywhere = FrozenSet.ToFrozenSet(
        [
            "a", "about", "after", "all", "also", "an", "and", "any", "are", "as", "at", "be", "because", "been", "before", "but", "by", "can", "could", "did", "do", "does",
            "for", "from", "had", "has", "have", "how", "i", "if", "in", "into", "is", "it", "its", "more", "no", "not", "of", "on", "or", "our", "out", "over", "should", "so",
            "than", "that", "the", "their", "them", "then", "there", "they", "this", "to", "up", "us", "was", "we", "were", "what", "when", "which", "who", "why", "will", "with", "would", "you",
        ],
        StringComparer.Ordinal);

    public static IEnumerable<string> In(string text)
    {
        var word = new StringBuilder();
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
                continue;
            if (char.IsLetterOrDigit(c))
            {
                word.Append(char.ToLowerInvariant(c));
                continue;
            }

            if (Plain(word.ToString()) is { } before)
                yield return before;
            word.Clear();
        }

        if (Plain(word.ToString()) is { } last)
            yield return last;
    }

    private static string? Plain(string word) => word.Length < 2 || Everywhere.Contains(word) ? null : Stem(word);

    /// <summary>Cuts the commonest English endings, so that "moved", "moves" and "moving" are one word.</summary>
    private static string Stem(string word)
    {
        foreach (var (ending, instead) in (ReadOnlySpan<(string, string)>)[("ations", "at"), ("ation", "at"), ("ments", "ment"), ("ings", ""), ("ing", ""), ("ies", "y"), ("ied", "y"), ("ors", "or"), ("ers", ""), ("er", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", "")])
            if (word.Length - ending.Length >= 3 && word.EndsWith(ending, StringComparison.Ordinal) && !(ending == "s" && word.EndsWith("ss", StringComparison.Ordinal)))
                return Single(string.Concat(word.AsSpan(0, word.Length - ending.Length), instead));

        return word;
    }

    // "stopping" loses its ending and one p.
    private static string Single(string stem) =>
        stem.Length > 3 && stem[^1] == stem[^2] && stem[^1] is not ('l' or 's' or 'z') ? stem[..^1] : stem;
}
