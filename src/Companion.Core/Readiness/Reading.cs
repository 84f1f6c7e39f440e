namespace Companion.Core.Readiness;

/// <summary>What today's evidence says about one criterion, and why.</summary>
/// <param name="Criterion">The rule that counts at the moment.</param>
/// <param name="State">Exactly one of four.</param>
/// <param name="Reason">Why it is unknown; <see cref="UnknownReason.None"/> otherwise.</param>
/// <param name="Decides">The evidence that decided, stale or insufficient evidence included; null when there is none.</param>
/// <param name="ExpiresAt">When the deciding evidence stops counting, if it still counts.</param>
/// <param name="PeriodsHeld">In how many consecutive periods, the latest included, the condition held.</param>
/// <param name="Alarm">Report and measurement that differ by more than the tolerance, both fresh.</param>
/// <param name="Announced">A tightened rule that is on notice.</param>
public sealed record Reading(
    Criterion Criterion,
    CriterionState State,
    UnknownReason Reason,
    Observation? Decides,
    DateTimeOffset? ExpiresAt,
    int PeriodsHeld,
    Alarm? Alarm,
    AnnouncedRule? Announced)
{
    /// <summary>True when the stage it guards need not wait for it.</summary>
    public bool Holds => State is CriterionState.Met or CriterionState.NotApplicable;
}

/// <summary>The four states of a criterion.</summary>
public enum CriterionState
{
    /// <summary>No evidence, or none that can be used.</summary>
    Unknown,

    /// <summary>Fresh evidence contradicts it.</summary>
    NotMet,

    /// <summary>Fresh evidence satisfies it for the periods asked.</summary>
    Met,

    /// <summary>Declared so by a decision; counts as met.</summary>
    NotApplicable,
}

/// <summary>Why a criterion is unknown.</summary>
public enum UnknownReason
{
    /// <summary>It is not unknown.</summary>
    None,

    /// <summary>Nothing was ever observed.</summary>
    NoEvidence,

    /// <summary>What was observed is too old.</summary>
    Stale,

    /// <summary>Too few people answered.</summary>
    TooFewRespondents,

    /// <summary>A rate over too few cases.</summary>
    TooFewCases,

    /// <summary>The reporter said "I don't know".</summary>
    ReporterDoesNotKnow,

    /// <summary>It holds, but not yet for enough periods.</summary>
    TooFewPeriods,
}

/// <summary>A fresh report and a fresh measurement of one criterion that lie further apart than its tolerance.</summary>
public sealed record Alarm(Observation Reported, Observation Measured);

/// <summary>A rule that replaces today's at a visible date; null when the criterion will go.</summary>
public sealed record AnnouncedRule(DateTimeOffset Effective, Criterion? Criterion);
