using System.Collections.Immutable;
using Companion.Core.Units;

namespace Companion.Core.Readiness;

/// <summary>Everything an assessment depends on but the moment: a unit, its facts and those of the gate, each in order of time.</summary>
public sealed record Timeline
{
    /// <param name="unit">The unit, for its stages.</param>
    /// <param name="rules">The organisation's durations.</param>
    /// <param name="zone">The organisation's zone: a target's day ends there.</param>
    /// <param name="facts">The unit's own facts.</param>
    /// <param name="gate">The facts of the stability gate.</param>
    public Timeline(Unit unit, Rules rules, TimeZoneInfo zone, IEnumerable<Fact> facts, IEnumerable<Fact> gate)
    {
        // OrderBy is stable: facts of one instant keep the order in which they were written.
        (Unit, Rules, Zone) = (unit, rules, zone);
        Facts = [.. facts.OrderBy(f => f.At)];
        Gate = [.. gate.OrderBy(f => f.At)];
    }

    /// <summary>The unit, for its stages.</summary>
    public Unit Unit { get; }

    /// <summary>The organisation's durations.</summary>
    public Rules Rules { get; }

    /// <summary>The organisation's zone.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>The unit's facts, ascending in time.</summary>
    public ImmutableArray<Fact> Facts { get; }

    /// <summary>The gate's facts, ascending in time.</summary>
    public ImmutableArray<Fact> Gate { get; }

    /// <summary>Where an earlier assessment stood; then only the facts after it are here, and nothing before it can be assessed.</summary>
    public Checkpoint? From { get; init; }
}

/// <summary>The durations the rules of readiness speak of.</summary>
/// <param name="Sustain">How long a condition must have held without a break before it counts.</param>
/// <param name="CoolDown">How long after a move the next step up waits.</param>
/// <param name="Notice">How long a tightened criterion is shown before it counts.</param>
public sealed record Rules(TimeSpan Sustain, TimeSpan CoolDown, TimeSpan Notice)
{
    /// <summary>14 days, 30 days and 30 days.</summary>
    public static Rules Default { get; } = new(TimeSpan.FromDays(14), TimeSpan.FromDays(30), TimeSpan.FromDays(30));

    /// <summary>How long evidence counts that no check-in asks for: 90 days.</summary>
    public static TimeSpan FreshWhenNotAsked { get; } = TimeSpan.FromDays(90);

    /// <summary>How long an answer counts: 1.5 times the period of its check-in.</summary>
    /// <param name="days">Days of one period, 1 or more.</param>
    public static TimeSpan FreshWhenAskedEvery(int days) => TimeSpan.FromDays(days * 1.5);
}
