using System.Collections.Immutable;

namespace Companion.Collecting;

/// <summary>One measured number, with the words that say how it came about.</summary>
/// <param name="Criterion">The key of the criterion it answers.</param>
/// <param name="Value">Null when it cannot be told; <paramref name="Says"/> tells why.</param>
/// <param name="Cases">Over how many cases, where it is a percentage or a concentration.</param>
internal sealed record Figure(string Criterion, decimal? Value, int? Cases, string Says)
{
    /// <summary>True when the criterion asks yes or no: then the value is 1 or 0.</summary>
    public bool IsYesNo { get; init; }

    /// <summary>Where a change would help most.</summary>
    public ImmutableArray<string> Places { get; init; } = [];
}

/// <summary>What is wrong with what a collector was pointed at, in a sentence for whoever ran it.</summary>
internal sealed class CollectingException(string message, Exception? inner = null) : Exception(message, inner);
