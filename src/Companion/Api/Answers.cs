using System.Collections.Immutable;

namespace Companion.Api;

// What the API shows. These shapes are promised to others: they grow, but what is there keeps its name and meaning.

/// <summary>What is posted to /evidence; an array of these, or {"items": [...]}, is a batch.</summary>
/// <param name="Unit">The key of a unit, or "gate" for the stability gate.</param>
/// <param name="Criterion">The key of one of its criteria; opinions cannot be handed in.</param>
/// <param name="Value">A number, true or false; null for "it was looked at and cannot be told".</param>
/// <param name="Cases">How many cases stand behind a percentage.</param>
/// <param name="ObservedAt">When it was measured, with its zone; now when left out.</param>
/// <param name="Source">What measured it: "git", "nightly build".</param>
/// <param name="Link">Where it can be looked up.</param>
/// <param name="Places">Where a change would help most; "why" shows them.</param>
internal sealed record PostedEvidence(
    string Unit, string Criterion, object? Value, int? Cases, DateTimeOffset? ObservedAt, string? Source, string? Link, string? Note, ImmutableArray<string>? Places);

internal sealed record UnitAnswer(string Key, string Name, string Harm, int Level, TargetAnswer? Target, IReadOnlyList<PersonAnswer> Owners);

/// <param name="Name">"somebody" for a person who had their name erased.</param>
internal sealed record PersonAnswer(Guid Id, string Name);

/// <param name="By">The last day; null without one.</param>
internal sealed record TargetAnswer(int Level, DateOnly? By);

internal sealed record UnitDetails(string Key, string Name, string? Harm, IReadOnlyList<StageAnswer> Stages, IReadOnlyList<CriterionAnswer> Criteria);

internal sealed record StageAnswer(int Position, string Title, string Says);

/// <param name="Kind">Opinion, Fact or Measured; an opinion cannot be handed in.</param>
/// <param name="Answer">Scale, Number, Percent or YesNo.</param>
/// <param name="Comparison">AtLeast, AtMost or Below the threshold.</param>
/// <param name="CountedIn">What a number counts: "hours"; empty otherwise.</param>
internal sealed record CriterionAnswer(
    string Key, int Stage, string Sentence, string Kind, string Answer, string Comparison, decimal Threshold, string CountedIn, int Periods, int MinimumCases, decimal Tolerance);

/// <summary>The computed state of a unit.</summary>
/// <param name="Status">Overextended, Ready, HeldBack, Unproven, Blind, Nearing or Steady: the first that applies.</param>
/// <param name="Supported">How far the evidence proves the unit could be.</param>
/// <param name="Gate">Holds, Fails or Unknown: the stability gate.</param>
/// <param name="Why">The reason in a sentence.</param>
/// <param name="NextChangeAt">When anything may change by itself; null for never.</param>
/// <param name="Next">The next change of status that comes if nothing new happens.</param>
internal sealed record AssessmentAnswer(
    string Unit, DateTimeOffset At, string Status, DateTimeOffset Since, string Why, int Level, int Supported, TargetAnswer? Target, bool IsLate, string Gate,
    DateTimeOffset? GateWaivedUntil, DateTimeOffset? CoolDownUntil, DateTimeOffset? NextChangeAt, ForeseenAnswer? Next, IReadOnlyList<ReadingAnswer> Readings);

internal sealed record ForeseenAnswer(string Status, DateTimeOffset At);

/// <summary>What today's evidence says about one criterion.</summary>
/// <param name="State">Met, NotMet, Unknown or NotApplicable.</param>
/// <param name="Reason">Why it is unknown; None otherwise.</param>
/// <param name="Value">The value that decides; null without one.</param>
/// <param name="Source">Opinion, Report or Measurement.</param>
/// <param name="Origin">What measured it, as it was handed in.</param>
internal sealed record ReadingAnswer(
    string Criterion, int Stage, string State, string Reason, decimal? Value, int? Cases, string? Source, string? Origin, DateTimeOffset? ObservedAt, DateTimeOffset? ExpiresAt,
    string? Link, string? Note, ImmutableArray<string>? Places, AlarmAnswer? Alarm);

/// <summary>A report and a measurement that differ by more than the tolerance; the measurement decides.</summary>
internal sealed record AlarmAnswer(decimal Reported, DateTimeOffset ReportedAt, decimal Measured, DateTimeOffset MeasuredAt);

/// <param name="Kind">Declare, Advance, Hold, StepBack, SetTarget ...</param>
/// <param name="Unit">The key of the unit; null for what concerns the organisation.</param>
/// <param name="Says">What was decided, in words.</param>
/// <param name="Rationale">Null where nothing was said or it was erased.</param>
internal sealed record DecisionAnswer(long Number, DateTimeOffset At, string Kind, string? Unit, string Says, PersonAnswer DecidedBy, string Rule, string? Rationale, DateOnly? ReviewOn, long? Supersedes);

/// <param name="Evidence">The state of the unit's criteria at that moment, by key.</param>
/// <param name="SupersededBy">The decision that took its place; null while it holds.</param>
/// <param name="Hash">Its hash in the chain; covers <paramref name="PreviousHash"/> and the entry.</param>
internal sealed record DecisionDetailsAnswer(
    DecisionAnswer Decision, int? From, int? To, TargetAnswer? Target, string? Trigger, string? Effect, string? Cost, ImmutableArray<long> Precedents,
    ImmutableSortedDictionary<string, string> Evidence, long? SupersededBy, string PreviousHash, string Hash);

/// <summary>Why a request was refused (RFC 9457).</summary>
/// <param name="Detail">A sentence that says what to do.</param>
/// <param name="Code">Stable, for programs: "token.expired", "value.range".</param>
internal sealed record Problem(string Title, int Status, string Detail, string Code)
{
    public string? Type { get; init; }

    /// <summary>What the refusal is about, where it is about one field.</summary>
    public string? Field { get; init; }

    /// <summary>For evidence: what is wrong with each item, up to 100.</summary>
    public IReadOnlyList<ItemError>? Errors { get; init; }

    /// <summary>For whoever runs the server: finds the request in its log.</summary>
    public string? TraceId { get; init; }
}
