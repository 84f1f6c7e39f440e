using System.Collections.Immutable;

namespace Companion.Commands;

/// <summary>A wish that was understood. The family is closed: <see cref="CommandRunner"/> has one arm for each.</summary>
internal abstract record Command
{
    /// <summary>True for a command that changes nothing whoever says it: a repeat of its delivery is answered anew.</summary>
    public virtual bool OnlyShows => false;
}

/// <summary>The values of a submitted form; empty when a command was typed or pressed.</summary>
internal sealed record Fields(ImmutableSortedDictionary<string, string>? Values)
{
    public static readonly Fields None = new((ImmutableSortedDictionary<string, string>?)null);

    /// <summary>True when a form was submitted, even an empty one.</summary>
    public bool AreSubmitted => Values is not null;

    /// <summary>A value without surrounding space; null when it is missing or blank.</summary>
    public string? this[string name] =>
        Values is not null && Values.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}
