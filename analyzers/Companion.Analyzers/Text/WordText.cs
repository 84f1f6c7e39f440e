using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Companion.Analyzers.Text;

/// <summary>Finds the names of an SDK among the words of a file.</summary>
internal static class WordText
{
    private static readonly uint New = NameSet.Hash("new");
    private static readonly NameSet Registering = Registrations();

    [MethodImpl(Hot.Loop)]
    public static (ImmutableArray<int> Words, ImmutableArray<int> HalfWords, ImmutableArray<int> Registrations) Find(char[] chars, int length, VendorNames names)
    {
        ImmutableArray<int>.Builder? words = null, halves = null, registrations = null;
        var (types, free, gates, isOpen) = (names.Types, names.Free, names.Gates, names.IsOpen);
        var (methods, registering) = (names.Methods, Registering);
        for (var i = 0; i < length; i++)
        {
            if (!IsLetter(chars[i]))
                continue;

            var start = i;
            var hash = NameSet.Start;
            for (; i < length && (IsLetter(chars[i]) || (uint)(chars[i] - '0') <= 9); i++)
                hash = NameSet.Next(hash, chars[i]);

            var registers = registering.HasHash(hash) && IsCall(chars, start, i, length);
            if (registers)
                (registrations ??= ImmutableArray.CreateBuilder<int>()).Add(start);

            if (registers || (hash == New && Follows(chars, i, length, '(', '(')))
                (halves ??= ImmutableArray.CreateBuilder<int>()).Add(start);
            else if ((isOpen && types.HasHash(hash)) || free.HasHash(hash) || (methods.HasHash(hash) && IsCall(chars, start, i, length)))
                (words ??= ImmutableArray.CreateBuilder<int>()).Add(start);
            else
                isOpen |= gates.HasHash(hash);
        }

        return (Done(words), Done(halves), Done(registrations));
    }

    private static ImmutableArray<int> Done(ImmutableArray<int>.Builder? found) => found?.ToImmutable() ?? ImmutableArray<int>.Empty;

    private static NameSet Registrations()
    {
        var names = new NameSet();
        foreach (var name in new[] { "AddSingleton", "AddScoped", "AddTransient", "AddKeyedSingleton", "AddKeyedScoped", "AddKeyedTransient" })
            names.Add(name);
        return names;
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
}
