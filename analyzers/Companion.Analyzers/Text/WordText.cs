using System.Collections.Immutable;

namespace Companion.Analyzers.Text;

/// <summary>Finds the names of an SDK among the words of a file.</summary>
internal static class WordText
{
    private static readonly uint New = Hash("new");

    public static (ImmutableArray<int> Words, ImmutableArray<int> HalfWords) Find(char[] chars, int length, VendorNames names)
    {
        ImmutableArray<int>.Builder? words = null, halves = null;
        var types = names.Types;
        var methods = names.Methods;
        for (var i = 0; i < length; i++)
        {
            if (!IsLetter(chars[i]))
                continue;

            var start = i;
            var hash = NameSet.Start;
            for (; i < length && (IsLetter(chars[i]) || (uint)(chars[i] - '0') <= 9); i++)
                hash = NameSet.Next(hash, chars[i]);

            if (hash == New && Follows(chars, i, length, '(', '('))
                (halves ??= ImmutableArray.CreateBuilder<int>()).Add(start);
            else if (types.HasHash(hash) || (methods.HasHash(hash) && IsCall(chars, start, i, length)))
                (words ??= ImmutableArray.CreateBuilder<int>()).Add(start);
        }

        return (words?.ToImmutable() ?? ImmutableArray<int>.Empty, halves?.ToImmutable() ?? ImmutableArray<int>.Empty);
    }

    /// <summary>A letter beyond ASCII ends a word, as it does in the set.</summary>
    private static bool IsLetter(char c) => (uint)((c | 0x20) - 'a') <= 25 || c == '_';

    private static bool IsCall(char[] chars, int start, int end, int length)
    {
        do
            start--;
        while (start >= 0 && char.IsWhiteSpace(chars[start]));

        return start >= 0 && chars[start] == '.' && Follows(chars, end, length, '(', '<');
    }

    private static bool Follows(char[] chars, int end, int length, char one, char other)
    {
        while (end < length && char.IsWhiteSpace(chars[end]))
            end++;
        return end < length && (chars[end] == one || chars[end] == other);
    }

    private static uint Hash(string word)
    {
        var hash = NameSet.Start;
        foreach (var c in word)
            hash = NameSet.Next(hash, c);
        return hash;
    }
}
