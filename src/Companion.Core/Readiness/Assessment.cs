using System.Collections.Immutable;
using Companion.Core.Units;

namespace Companion.Core.Readiness;

/// <summary>The computed state of a unit at a moment: a pure function of the timeline and the moment, so that yesterday's can be recomputed at any time.</summary>
/// <param name="Level">Where the unit is; only a decision changes it.</param>
/// <param name="Supported">How far the evidence proves the unit could be: the highest stage such that it and all below hold.</param>
/// <param name="Target">Where it should be; null when nothing was promised.</param>
/// <param name="Status">The first that applies.</param>
/// <param name="Since">When the status began.</param>
/// <param name="IsLate">True below target when the target's date has passed.</param>
public sealed record Assessment(
    Unit Unit,
    DateTimeOffset At,
    int Level,
    int Supported,
    Target? Target,
    Status Status,
    DateTimeOffset Since,
    bool IsLate)
{
    /// <summary>The unit's criteria, by stage and key.</summary>
    public required ImmutableArray<Reading> Readings { get; init; }

    /// <summary>New criteria that are on notice, the gate's (which guard no stage) among them.</summary>
    public required ImmutableArray<AnnouncedRule> Coming { get; init; }

    /// <summary>The criteria of the stability gate.</summary>
    public required ImmutableArray<Reading> GateReadings { get; init; }

    /// <summary>What the gate says.</summary>
    public required GateState Gate { get; init; }

    /// <summary>Until when the gate is waived, if it is.</summary>
    public required DateTimeOffset? GateWaivedUntil { get; init; }

    /// <summary>Until when the last move has to settle, if it still has.</summary>
    public required DateTimeOffset? CoolDownUntil { get; init; }

    /// <summary>What stands between the unit and its next stage beside the criteria; empty at or above target.</summary>
    public required ImmutableArray<Obstacle> Obstacles { get; init; }

    /// <summary>Since when the supported level has been above the level without a break.</summary>
    public required DateTimeOffset? SupportedAboveSince { get; init; }

    /// <summary>Since when each criterion at or below the level has been contradicted without a break.</summary>
    public required ImmutableSortedDictionary<string, DateTimeOffset> ContradictedSince { get; init; }

    /// <summary>Stages that were declared to need no criterion.</summary>
    public required ImmutableArray<int> FreedStages { get; init; }

    /// <summary>What the unit needs of other units, and from which stage on.</summary>
    public required ImmutableArray<DependencySet> Dependencies { get; init; }

    /// <summary>The last episode of every cause.</summary>
    public required ImmutableArray<Episode> Episodes { get; init; }

    /// <summary>When anything may next change without a new fact; null for never.</summary>
    public required DateTimeOffset? NextChangeAt { get; init; }

    /// <summary>The stage a move up would lead to, while below target.</summary>
    public Stage? Next => Target is not null && Level < Target.Level ? Unit.NextAbove(Level) : null;

    /// <summary>The readings that guard <paramref name="stage"/> itself.</summary>
    public IEnumerable<Reading> GuardsOf(int stage) => Readings.Where(r => r.Criterion.Stage == stage);

    /// <summary>Assesses <paramref name="timeline"/> at <paramref name="moment"/>; facts after the moment do not count.</summary>
    public static Assessment Of(Timeline timeline, DateTimeOffset moment)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        var sweep = new Sweep(timeline);
        sweep.To(moment);
        return sweep.Result(moment);
    }

    /// <summary>The same, with where it stood: from there the next assessment can go on.</summary>
    public static (Assessment Assessment, Checkpoint Checkpoint) WithCheckpoint(Timeline timeline, DateTimeOffset moment)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        var sweep = new Sweep(timeline);
        sweep.To(moment);
        return (sweep.Result(moment), sweep.Capture());
    }

    /// <summary>The same, with the next change of status that comes if nothing new happens, within 400 days.</summary>
    public static (Assessment Assessment, (Status Status, DateTimeOffset At)? Foreseen) WithForeseen(Timeline timeline, DateTimeOffset moment)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        var sweep = new Sweep(timeline);
        sweep.To(moment);
        return (sweep.Result(moment), sweep.ForeseenChange());
    }

    /// <summary>The next change of status that comes if nothing new happens, within 400 days.</summary>
    public static (Status Status, DateTimeOffset At)? ForeseenChange(Timeline timeline, DateTimeOffset moment)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        var sweep = new Sweep(timeline);
        sweep.To(moment);
        return sweep.ForeseenChange();
    }
}

/// <summary>What holds a proved unit back.</summary>
public abstract record Obstacle
{
    /// <summary>The stability gate does not hold and is not waived.</summary>
    public sealed record GateIs(GateState State) : Obstacle;

    /// <summary>Another unit has not reached the level this one needs.</summary>
    public sealed record Needs(string Unit, int Level, int Is) : Obstacle;

    /// <summary>The last move has to settle first.</summary>
    public sealed record CoolDown(DateTimeOffset Until) : Obstacle;
}
