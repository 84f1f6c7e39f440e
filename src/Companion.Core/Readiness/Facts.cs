using System.Collections.Immutable;
using Companion.Core.Units;

namespace Companion.Core.Readiness;

/// <summary>Something that happened to a unit or the gate and counts in an assessment. The past never changes: facts are only added.</summary>
/// <param name="At">When it happened.</param>
public abstract record Fact(DateTimeOffset At);

/// <summary>Evidence arrived.</summary>
public sealed record Observed(Observation Observation) : Fact(Observation.At);

/// <summary>The level was declared at setup: not a move, so no cool-down follows.</summary>
public sealed record LevelDeclared(DateTimeOffset At, int Level) : Fact(At);

/// <summary>A decision moved the slider, up by one stage or down by any distance.</summary>
public sealed record LevelMoved(DateTimeOffset At, int Level) : Fact(At);

/// <summary>A target was set, or dropped when null.</summary>
public sealed record TargetSet(DateTimeOffset At, Target? Target) : Fact(At);

/// <summary>A nudge was answered with "hold", to be looked at again at <paramref name="Review"/>.</summary>
public sealed record HoldDecided(DateTimeOffset At, EpisodeKind Kind, int Stage, DateTimeOffset Review) : Fact(At);

/// <summary>A criterion came, changed (same key) or went (null), with effect from <paramref name="Effective"/>.</summary>
/// <param name="Relaxes">True when the edit can turn not met into met: then sustain starts anew.</param>
public sealed record CriterionSet(DateTimeOffset At, DateTimeOffset Effective, string Key, Criterion? Criterion, bool Relaxes) : Fact(At);

/// <summary>A criterion was declared not applicable, or applicable again.</summary>
/// <param name="Effective">From when on; null for at once.</param>
public sealed record ApplicabilityDeclared(DateTimeOffset At, string Criterion, bool Applies, DateTimeOffset? Effective = null) : Fact(At);

/// <summary>A stage without criteria was declared to need none, or to need some after all.</summary>
public sealed record StageFreed(DateTimeOffset At, int Stage, bool NeedsNone) : Fact(At);

/// <summary>The stability gate was waived until a moment.</summary>
public sealed record GateWaived(DateTimeOffset At, DateTimeOffset Until) : Fact(At);

/// <summary>From <paramref name="Stage"/> on, the unit needs another at a level; a level of 0 lifts the dependency.</summary>
public sealed record DependencySet(DateTimeOffset At, int Stage, Guid Needs, string NeedsName, int Level) : Fact(At);

/// <summary>A unit that this one depends on is at a level.</summary>
public sealed record NeededLevel(DateTimeOffset At, Guid Unit, int Level) : Fact(At);

/// <summary>Evidence was taken back by whoever reported it; from then on it never counted.</summary>
public sealed record ObservationRetracted(DateTimeOffset At, string Criterion, Guid Observation) : Fact(At);

/// <summary>The positions of the slider changed.</summary>
/// <param name="Before">What they were, so that earlier moments are assessed as they were then.</param>
public sealed record StagesSet(DateTimeOffset At, ImmutableArray<Stage> Before, ImmutableArray<Stage> After) : Fact(At);
