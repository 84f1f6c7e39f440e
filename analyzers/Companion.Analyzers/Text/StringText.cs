using System;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Companion.Analyzers.Catalogue;

namespace Companion.Analyzers.Text;

/// <summary>Positions inside strings that look like a host, a URL or a secret, found in the bare characters of a file.</summary>
internal static class StringText
{
    public const int ShortestSecret = 20;

    [MethodImpl(Hot.Loop)]
    public static ImmutableArray<int> Candidates(char[] chars, int length, ServiceCatalogue catalogue)
    {
        ImmutableArray<int>.Builder? found = null;
        for (var open = Array.IndexOf(chars, '"', 0, length); open >= 0 && open + 1 < length;)
        {
            var close = open + 1;
            while (close < length && chars[close] is not ('"' or '\n'))
                close++;

            if (close - open - 1 > 5 && IsCandidate(chars, open + 1, close, catalogue))
                (found ??= ImmutableArray.CreateBuilder<int>()).Add(open + 1);
            open = close < length && chars[close] == '"' ? close : Array.IndexOf(chars, '"', Math.Min(close, length - 1), length - Math.Min(close, length - 1));
        }

        return found?.ToImmutable() ?? ImmutableArray<int>.Empty;
    }

    [MethodImpl(Hot.Loop)]
    private static bool IsCandidate(char[] chars, int start, int end, ServiceCatalogue catalogue)
    {
        var (dot, space) = (false, false);
        for (var i = start; i < end; i++)
        {
            dot |= chars[i] == '.';
            space |= chars[i] == ' ';
            if (chars[i] == ':' && i + 2 < end && chars[i + 1] == '/' && chars[i + 2] == '/')
                return true;
        }

        return (dot && !space) || (end - start >= ShortestSecret && HoldsMarker(chars, start, end, catalogue));
    }

    [MethodImpl(Hot.Loop)]
    private static bool HoldsMarker(char[] chars, int start, int end, ServiceCatalogue catalogue)
    {
        foreach (var (_, secret) in catalogue.Secrets)
        {
            var marker = secret.Marker;
            for (var at = Array.IndexOf(chars, marker[0], start, end - start); at >= 0 && at + marker.Length <= end; at = Array.IndexOf(chars, marker[0], at + 1, end - at - 1))
            {
                var matched = 1;
                while (matched < marker.Length && chars[at + matched] == marker[matched])
                    matched++;
                if (matched == marker.Length)
                    return true;
            }
        }

        return false;
    }
}
