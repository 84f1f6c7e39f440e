using System;
using System.Collections.Immutable;
using System.Linq;

namespace Companion.Analyzers.Zones;

/// <summary>Finds the name of a vendor as a whole word inside an identifier: <c>Ses</c> in <c>AmazonSesMail</c>, not in <c>Session</c>.</summary>
internal static class Words
{
    private static readonly string[] AdapterSegments = ["Adapters", "Adapter", "Infrastructure", "Providers"];

    public static string? VendorWord(string identifier, ImmutableArray<string> tokens)
    {
        foreach (var token in tokens)
        {
            if (Contains(identifier, token))
                return token;
        }

        return null;
    }

    public static bool IsAdapterNamespace(string name) => name.Split('.').Any(AdapterSegments.Contains);

    public static bool Contains(string identifier, string word)
    {
        for (var at = 0; (at = identifier.IndexOf(word, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            var end = at + word.Length;
            var starts = at == 0 || !char.IsLetterOrDigit(identifier[at - 1]) || (char.IsUpper(identifier[at]) && !char.IsUpper(identifier[at - 1]))
                || (char.IsUpper(identifier[at]) && end > at + 1 && char.IsLower(identifier[at + 1]))
                || (at == 1 && identifier[0] == 'I');
            var ends = end == identifier.Length || !char.IsLower(identifier[end]);
            if (starts && ends)
                return true;
        }

        return false;
    }
}
