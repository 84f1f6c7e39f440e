using System.Collections.Immutable;
using Companion.Core.Readiness;

namespace Companion.Core.CheckIns;

/// <summary>One occurrence of a check-in, identified by its scheduled local date: it exists once, whatever clocks, restarts or nodes do.</summary>
/// <param name="Number">Counts the rounds of the organisation, for typing: <c>answer 3</c>.</param>
/// <param name="Questions">What is asked, fixed when the round opened.</param>
/// <param name="IsLate">True when it opened after its time.</param>
public sealed record Round(
    Guid Id,
    Guid CheckInId,
    string CheckInName,
    long Number,
    DateOnly Date,
    RoundState State,
    bool IsLate,
    ImmutableArray<Question> Questions,
    ImmutableArray<Participant> Participants,
    DateTimeOffset OpenedAt,
    DateTimeOffset RemindsAt,
    DateTimeOffset? RemindedAt,
    DateTimeOffset ClosesAt,
    long Version)
{
    /// <summary>True when the link between a person and their opinions is destroyed as the round closes.</summary>
    public bool IsAnonymous { get; init; }

    /// <summary>The questions one person is asked: opinions as a participant, facts as their reporter.</summary>
    public IEnumerable<Question> QuestionsFor(Guid member) =>
        Participants.FirstOrDefault(p => p.Member == member) is { } asked ? Questions.Where(q => q.Reporter == member || (q.Reporter is null && !asked.OnlyFacts)) : [];

    /// <summary>How many are asked for opinions.</summary>
    public int Voices => Participants.Count(p => !p.OnlyFacts);

    /// <summary>True when everyone who was asked something has answered.</summary>
    public bool IsAnswered => Participants.All(p => p.AnsweredAt is not null);
}

/// <summary>One criterion as a round asks for it.</summary>
/// <param name="UnitId">Null for the stability gate.</param>
/// <param name="UnitKey">"gate" for the stability gate.</param>
/// <param name="Reporter">The one person who is asked for a fact; null for an opinion.</param>
/// <param name="FreshDays">How long the answer will count, in days, unless the criterion says otherwise.</param>
public sealed record Question(Guid? UnitId, string UnitKey, string UnitName, Criterion Criterion, Guid? Reporter, double FreshDays)
{
    /// <summary>Name of the field, unique in the round: "contributors/know-how".</summary>
    public string Name => $"{UnitKey}/{Criterion.Key}";
}

/// <summary>Somebody who was asked.</summary>
public sealed record Participant(Guid Member, DateTimeOffset? AnsweredAt)
{
    /// <summary>True for a reporter outside the check-in's audience: no opinion is asked of them.</summary>
    public bool OnlyFacts { get; init; }
}

/// <summary>How far an open round is.</summary>
public sealed record RoundProgress(Guid CheckInId, string CheckInName, long Number, DateTimeOffset ClosesAt, int Answered, int Asked);

/// <summary>One person's reply to one question, editable until the round closes.</summary>
/// <param name="Value">Null for "I don't know".</param>
public sealed record Answer(Guid Member, string Question, decimal? Value, string? Note, DateTimeOffset AnsweredAt);

/// <summary>The life of a round.</summary>
public enum RoundState
{
    /// <summary>Answers are taken.</summary>
    Open,

    /// <summary>Counted.</summary>
    Closed,

    /// <summary>Missed while the program was down.</summary>
    Skipped,
}
