using System.Collections.Immutable;
using Companion.Core.Units;

namespace Companion.Core.Readiness;

/// <summary>Where an assessment stood after its last fact: whoever goes on from here with the later facts gets what walking from the first fact would give.</summary>
/// <remarks>Evidence that nothing looks back at any more is left out. A fact that would look back at it, or that lies in the past, cannot be carried: then the walk begins anew.</remarks>
/// <param name="At">The last moment at which anything changed; only facts after it can be carried.</param>
/// <param name="Zone">The zone in which days ended.</param>
/// <param name="Rules">The durations that applied.</param>
public sealed record Checkpoint(DateTimeOffset At, string Zone, Rules Rules)
{
    /// <summary>Counts up when what is kept changes its meaning.</summary>
    public const int CurrentFormat = 1;

    /// <summary>A checkpoint of another format is worth nothing.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>The unit's stages as they were.</summary>
    public required ImmutableArray<Stage> Stages { get; init; }

    /// <summary>Where the unit was.</summary>
    public required int Level { get; init; }

    /// <summary>How far the evidence carried.</summary>
    public required int Supported { get; init; }

    /// <summary>Where it should be.</summary>
    public Target? Target { get; init; }

    /// <summary>When the slider last moved.</summary>
    public DateTimeOffset? MovedAt { get; init; }

    /// <summary>When a stage was last let off, so that sustain began anew.</summary>
    public DateTimeOffset? RelaxedAt { get; init; }

    /// <summary>Until when the gate is waived.</summary>
    public DateTimeOffset? WaivedUntil { get; init; }

    /// <summary>Since when the supported level was above the level.</summary>
    public DateTimeOffset? AboveSince { get; init; }

    /// <summary>The status.</summary>
    public required Status Status { get; init; }

    /// <summary>When the status began.</summary>
    public required DateTimeOffset StatusSince { get; init; }

    /// <summary>Since when criteria at or below the level were contradicted.</summary>
    public required ImmutableSortedDictionary<string, DateTimeOffset> ContradictedSince { get; init; }

    /// <summary>What the unit needed of others, lifted dependencies too.</summary>
    public required ImmutableArray<DependencySet> Dependencies { get; init; }

    /// <summary>The levels of the units it needed.</summary>
    public required ImmutableArray<NeededLevel> NeededLevels { get; init; }

    /// <summary>Stages that needed no criterion.</summary>
    public required ImmutableArray<int> FreedStages { get; init; }

    /// <summary>The last episode of every cause.</summary>
    public required ImmutableArray<EpisodeState> Episodes { get; init; }

    /// <summary>The unit's criteria.</summary>
    public required ImmutableArray<TrackState> Own { get; init; }

    /// <summary>The criteria of the stability gate.</summary>
    public required ImmutableArray<TrackState> Gate { get; init; }

    /// <summary>True when a sweep can go on from here with these facts, of the unit and of the gate.</summary>
    public bool Carries(IEnumerable<Fact> facts, IEnumerable<Fact> gate, Rules rules, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(gate);
        ArgumentNullException.ThrowIfNull(zone);
        return Format == CurrentFormat && Rules == rules && Zone == zone.Id
            && facts.All(f => Carries(f, Own)) && gate.All(f => Carries(f, Gate));
    }

    private bool Carries(Fact fact, ImmutableArray<TrackState> tracks) => fact.At > At && fact switch
    {
        CriterionSet set => !IsCut(tracks, set.Key),
        ObservationRetracted retracted => !IsCut(tracks, retracted.Criterion),
        // A unit that was not needed before has a past that is not kept here.
        DependencySet dependency => NeededLevels.Any(n => n.Unit == dependency.Needs),
        _ => true,
    };

    private static bool IsCut(ImmutableArray<TrackState> tracks, string key) => tracks.Any(t => t.IsCut && t.Key == key);
}

/// <summary>One criterion's rules and evidence, as far as they matter from a checkpoint on.</summary>
/// <param name="IsCut">True when evidence was left out.</param>
public sealed record TrackState(
    string Key,
    ImmutableArray<TrackRule> Rules,
    ImmutableArray<Applicability> Applicability,
    ImmutableArray<Observation> Told,
    ImmutableArray<Observation> Measured,
    DateTimeOffset? RelaxedAt,
    bool IsCut);

/// <summary>A version of a criterion and from when on it counts; null for none.</summary>
public sealed record TrackRule(DateTimeOffset Effective, Criterion? Rule, bool Relaxes);

/// <summary>From when on a criterion applies or does not.</summary>
public sealed record Applicability(DateTimeOffset Effective, bool Applies);

/// <summary>An episode with what its tracker knows of it.</summary>
/// <param name="SeenAt">When its condition last held.</param>
/// <param name="HoldIsOver">True once the supported level changed after a hold.</param>
public sealed record EpisodeState(Episode Episode, DateTimeOffset SeenAt, bool HoldIsOver);
