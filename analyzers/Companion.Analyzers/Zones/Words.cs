using System;
using System.Linq;

namespace Companion.Analyzers.Zones;

/// <summary>Finds the name of a vendor as a whole word inside an identifier: <c>Ses</c> in <c>AmazonSesMail</c>, not in <c>Session</c>.</summary>
internal static class Words
{
    private static readonly string[] AdapterSegments = ["Adapters", "Adapter", "Infrastructure", "Providers"];

    /// <summary>The first of the tokens that stands in the identifier as a word.</summary>
    public static string? VendorWord(string identifier, TokenTable tokens)
    {
        var first = int.MaxValue;
        for (var at = 0; at < identifier.Length; at++)
        {
            if (!CanStart(identifier, at))
                continue;

            foreach (var (token, order) in tokens.At(identifier[at]))
            {
                if (order < first && Stands(identifier, at, token))
                    first = order;
            }
        }

        return first == int.MaxValue ? null : tokens[first];
    }

    public static bool IsAdapterNamespace(string name) => name.Split('.').Any(AdapterSegments.Contains);

    public static bool Contains(string identifier, string word)
    {
        for (var at = 0; (at = identifier.IndexOf(word, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            if (CanStart(identifier, at) && Stands(identifier, at, word))
                return true;
        }

        return false;
    }

    private static bool Stands(string identifier, int at, string word)
    {
        var end = at + word.Length;
        return end <= identifier.Length
            && (end == identifier.Length || !char.IsLower(identifier[end]))
            && string.Compare(identifier, at, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0;
    }

    private static bool CanStart(string identifier, int at) =>
        at == 0 || !char.IsLetterOrDigit(identifier[at - 1]) || (char.IsUpper(identifier[at]) && !char.IsUpper(identifier[at - 1]))
        || (char.IsUpper(identifier[at]) && at + 1 < identifier.Length && char.IsLower(identifier[at + 1]))
        || (at == 1 && identifier[0] == 'I');
}
