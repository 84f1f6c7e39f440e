using System.Collections.Immutable;
using Companion.Core.Units;

namespace Companion.Core.Decisions;

/// <summary>An entry of the decision log. Never edited; a later one supersedes it.</summary>
/// <param name="Number">Its place in the organisation's chain, from 1.</param>
/// <param name="UnitId">The unit it is about, if it is about one.</param>
/// <param name="DecidedBy">The member who decided.</param>
/// <param name="Rule">The rule it was decided by.</param>
public sealed record Decision(
    long Number,
    DateTimeOffset At,
    DecisionKind Kind,
    Guid? UnitId,
    Guid DecidedBy,
    DecisionRule Rule,
    DecisionDetails Details,
    DecisionTexts Texts);

/// <summary>The facts of a decision that nobody can ask to have erased.</summary>
public sealed record DecisionDetails
{
    /// <summary>Level before.</summary>
    public int? From { get; init; }

    /// <summary>Level after.</summary>
    public int? To { get; init; }

    /// <summary>The target that was set; null with <see cref="DecisionKind.SetTarget"/> when it was dropped.</summary>
    public Target? Target { get; init; }

    /// <summary>Pushed or chosen.</summary>
    public Trigger? Trigger { get; init; }

    /// <summary>When it comes back for review.</summary>
    public DateOnly? ReviewOn { get; init; }

    /// <summary>Numbers of earlier decisions it follows.</summary>
    public ImmutableArray<long> Precedents { get; init; } = [];

    /// <summary>The decision that no longer holds because of this one.</summary>
    public long? Supersedes { get; init; }

    /// <summary>What changed, in words; never anybody's own words, since it cannot be erased.</summary>
    public string? Says { get; init; }

    /// <summary>For a waiver: its last moment.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>For a change of roles: who had it before.</summary>
    public ImmutableArray<Guid> Before { get; init; } = [];

    /// <summary>For a change of roles: who has it now.</summary>
    public ImmutableArray<Guid> After { get; init; } = [];

    /// <summary>For an expectation: the decision it is about.</summary>
    public long? About { get; init; }

    /// <summary>For a review: the decision reviewed.</summary>
    public long? Reviews { get; init; }

    /// <summary>For a review: how far the prediction was off.</summary>
    public PredictionError? Error { get; init; }

    /// <summary>The state of the unit's criteria when it was decided, by key: "met: 60 hours".</summary>
    public ImmutableSortedDictionary<string, string> Evidence { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>The words of a decision. They are erasable: the chain holds only their digests. Null where nothing was said or it was erased.</summary>
public sealed record DecisionTexts(string? Rationale = null, string? Effect = null, string? Cost = null)
{
    /// <summary>The longest text accepted, in characters.</summary>
    public const int Longest = 4000;

    /// <summary>For a decision that moves no slider: what was decided.</summary>
    public string? What { get; init; }

    /// <summary>Where it was decided: a link.</summary>
    public string? Source { get; init; }

    /// <summary>The texts that are there, by the name they have in the log.</summary>
    public IEnumerable<(string Name, string Text)> All()
    {
        if (Rationale is not null)
            yield return ("rationale", Rationale);
        if (Effect is not null)
            yield return ("effect", Effect);
        if (Cost is not null)
            yield return ("cost", Cost);
        if (What is not null)
            yield return ("what", What);
        if (Source is not null)
            yield return ("source", Source);
    }
}
