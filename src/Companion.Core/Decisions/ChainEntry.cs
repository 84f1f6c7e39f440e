using System.Collections.Immutable;

namespace Companion.Core.Decisions;

/// <summary>What an entry of the log says, before it has its place in the chain.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="At">Counts in whole milliseconds.</param>
/// <param name="Details">JSON, hashed as it is stored.</param>
/// <param name="Texts">Erasable texts by name, as salted digests.</param>
public sealed record ChainContent(
    Guid OrganisationId,
    long Number,
    DateTimeOffset At,
    string Kind,
    Guid? UnitId,
    Guid DecidedBy,
    string Rule,
    string Details,
    ImmutableSortedDictionary<string, SealedText> Texts);

/// <summary>An entry with its place in the chain.</summary>
public sealed record ChainEntry(
    Guid OrganisationId,
    long Number,
    DateTimeOffset At,
    string Kind,
    Guid? UnitId,
    Guid DecidedBy,
    string Rule,
    string Details,
    ImmutableSortedDictionary<string, SealedText> Texts,
    string PreviousHash,
    string Hash)
{
    /// <summary>What the hash covers beside the previous hash.</summary>
    public ChainContent Content => new(OrganisationId, Number, At, Kind, UnitId, DecidedBy, Rule, Details, Texts);
}

/// <summary>An entry as it was read back, with the texts that were not erased.</summary>
public sealed record LoggedEntry(ChainEntry Entry, ImmutableSortedDictionary<string, OpenText> Texts);
