using System.Collections.Immutable;

namespace Companion.Core.Readiness;

/// <summary>Evidence: one value for one criterion. It counts from the moment it arrives.</summary>
/// <param name="Criterion">Key of the criterion.</param>
/// <param name="At">When it arrived; for an opinion, when its round closed.</param>
/// <param name="Source">Where it comes from; a fresh measurement outranks a report.</param>
/// <param name="Value">Null when the answer was "I don't know" or nobody gave one.</param>
/// <param name="FreshFor">How long it counts, unless the criterion says otherwise.</param>
public sealed record Observation(
    Guid Id,
    string Criterion,
    DateTimeOffset At,
    Source Source,
    decimal? Value,
    TimeSpan FreshFor)
{
    /// <summary>How many cases stand behind a rate, or how many people gave an opinion; null when not said.</summary>
    public int? Cases { get; init; }

    /// <summary>How many people were asked for their opinion.</summary>
    public int Asked { get; init; }

    /// <summary>True when the opinion came from an anonymous check-in.</summary>
    public bool Anonymous { get; init; }

    /// <summary>The member who reported it.</summary>
    public Guid? Reporter { get; init; }

    /// <summary>Where it can be looked up.</summary>
    public string? Link { get; init; }

    /// <summary>A note of the reporter's.</summary>
    public string? Note { get; init; }

    /// <summary>When it was observed, where that was before it arrived: its age is counted from then, but it counts for nothing before it arrived.</summary>
    public DateTimeOffset? ObservedAt { get; init; }

    /// <summary>What measured it, in the words of whoever handed it in: "git", "companion sarif".</summary>
    public string? Origin { get; init; }

    /// <summary>The token it was handed in with; null for people and for Companion's own records.</summary>
    public Guid? Token { get; init; }

    /// <summary>Where a change would help most, the most helpful first; null when nobody said.</summary>
    public ImmutableArray<string>? Places { get; init; }

    internal DateTimeOffset When => ObservedAt ?? At;

    /// <summary>Whether enough people or cases stand behind the value for <paramref name="criterion"/>.</summary>
    public bool SuffisesFor(Criterion criterion)
    {
        ArgumentNullException.ThrowIfNull(criterion);
        return Value is not null && (Source == Source.Opinion
            ? Cases >= criterion.RespondentsNeeded(Asked, Anonymous)
            : Cases is null || Cases >= criterion.MinimumCases);
    }

    /// <summary>The first moment at which it no longer counts.</summary>
    public DateTimeOffset ExpiresFor(Criterion criterion)
    {
        ArgumentNullException.ThrowIfNull(criterion);
        return When + (criterion.FreshFor ?? FreshFor);
    }
}

/// <summary>Where evidence comes from.</summary>
public enum Source
{
    /// <summary>The answers of a round, counted when it closed.</summary>
    Opinion,

    /// <summary>Somebody who knows.</summary>
    Report,

    /// <summary>The API, an analyzer report or Companion's own records.</summary>
    Measurement,
}
