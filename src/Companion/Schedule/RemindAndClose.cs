using System.Collections.Immutable;
using Companion.Chat;
using Companion.Core.CheckIns;
using Companion.Core.Readiness;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Schedule;

/// <summary>Reminds once those who have not answered, and closes rounds when all have or the window is over.</summary>
internal sealed partial class RemindAndClose(
    RoundStore rounds, OrganisationStore organisations, TimelineStore timelines, Database database, Signals signals, TimeProvider time, ILogger<RemindAndClose> logger) : ITick
{
    private const int Batch = 100;

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var due in await rounds.DueAsync(time.GetUtcNow(), Batch, ct))
            await Attempt.ItemAsync(() => HandleAsync(due, ct), e => NotHandled(e, due.Number));
    }

    private async Task HandleAsync(DueRound due, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (await rounds.FindAsync(due.OrganisationId, due.Number, ct) is not { State: RoundState.Open } round)
            return;

        var done = round.ClosesAt <= now || round.IsAnswered
            ? await CloseAsync(round, due.OrganisationId, now, ct)
            : await rounds.RemindedAsync(round, Reminders(round, due.OrganisationId, now), ct);
        if (done)
            signals.Changed();
    }

    private static Effects Reminders(Round round, Guid organisation, DateTimeOffset now) => new(organisation, now)
    {
        Send =
        [
            .. round.Participants.Where(p => p.AnsweredAt is null).Select(p => new Outgoing(
                $"round {round.Id} reminder to {p.Member}", CheckInView.Subject(round.Id), p.Member, CheckInView.Remind(round, round.QuestionsFor(p.Member).Count()), now, round.ClosesAt)),
        ],
    };

    private async Task<bool> CloseAsync(Round round, Guid organisationId, DateTimeOffset now, CancellationToken ct)
    {
        var answers = await rounds.AnswersAsync(organisationId, round.Id, ct);
        var asked = round.Voices;
        var opinions = round.Questions.Where(q => q.Reporter is null).Select(q => (q.UnitId, Opinion(q, answers, asked, round.IsAnonymous, now))).ToImmutableArray();
        var (results, told) = await SummaryAsync(round, answers, opinions, organisationId, now, ct);
        var closed = await rounds.CloseAsync(round, opinions, new(organisationId, now)
        {
            Revise = [.. round.Participants.Where(p => p.AnsweredAt is null).Select(p => new Revision(CheckInView.Subject(round.Id), p.Member, CheckInView.Over(round)))],
            Send = [new($"round {round.Id} summary", $"summary {round.Id}", null, CheckInView.Summary(round, results, told), now, null) { Unit = OnlyUnitOf(round) }],
        }, ct);
        // The answers are deleted; the database's log still has them until it is emptied.
        if (closed && round.IsAnonymous)
            await database.ScrubAsync();
        if (closed)
            Closed(round.Number, round.Participants.Count(p => p.AnsweredAt is not null), round.Participants.Length);
        return closed;
    }

    /// <summary>A round about one unit is that unit's news; any other is the whole organisation's.</summary>
    private static string? OnlyUnitOf(Round round) =>
        round.Questions.Where(q => q.UnitId is not null).Select(q => q.UnitKey).Distinct(StringComparer.Ordinal).ToList() is [var only] ? only : null;

    /// <summary>The opinions of a round, counted: "I don't know" is no opinion.</summary>
    private static Observation Opinion(Question question, ImmutableArray<Answer> answers, int asked, bool isAnonymous, DateTimeOffset now)
    {
        var values = answers.Where(a => a.Question == question.Name).Select(a => a.Value).OfType<decimal>().ToList();
        // What few answers add up to could tell who gave which, so it is not even kept.
        var value = isAnonymous && values.Count < Criterion.AnonymousRespondents ? null : Tally.Of(question.Criterion, values);
        return new(Guid.CreateVersion7(now), question.Criterion.Key, now, Source.Opinion, value, TimeSpan.FromDays(question.FreshDays))
        {
            Cases = values.Count,
            Asked = asked,
            Anonymous = isAnonymous,
        };
    }

    private async Task<(ImmutableArray<QuestionResult> Results, ImmutableArray<Line> Told)> SummaryAsync(
        Round round, ImmutableArray<Answer> answers, ImmutableArray<(Guid? Unit, Observation Opinion)> opinions, Guid organisationId, DateTimeOffset now, CancellationToken ct)
    {
        var organisation = await organisations.GetAsync(organisationId, ct);
        var all = await timelines.AllWholeAsync(organisation, ct);
        var results = round.Questions.Select(q => Result(q, round, answers, opinions, all)).ToImmutableArray();
        var told = all.Select(t => RoundEffect.Of(t, opinions, now)).OfType<Line>().ToImmutableArray();
        return (results, told);
    }

    private static QuestionResult Result(Question question, Round round, ImmutableArray<Answer> answers, ImmutableArray<(Guid? Unit, Observation Opinion)> opinions, ImmutableArray<Timeline> timelines)
    {
        var mine = answers.Where(a => a.Question == question.Name).ToList();
        var value = question.Reporter is null
            ? opinions.First(o => o.Unit == question.UnitId && o.Opinion.Criterion == question.Criterion.Key).Opinion.Value
            : mine.LastOrDefault()?.Value;
        var before = RoundEffect.Before(question, round.OpenedAt, timelines);
        return new(
            question,
            value is { } v ? InWords.Value(question.Criterion, v) : mine.Count > 0 && round.IsAnonymous && question.Reporter is null ? "too few answers to show" : mine.Count > 0 ? "nobody knows" : "no answer",
            before is { } b ? InWords.Value(question.Criterion, b) : null,
            mine.Count,
            question.Reporter is null ? round.Voices : 1);
    }

    [LoggerMessage(LogLevel.Information, "Round {Number} closed: {Answered} of {Asked} people had answered.")]
    private partial void Closed(long number, int answered, int asked);

    [LoggerMessage(LogLevel.Warning, "Round {Number} could not be reminded or closed; it stays due.")]
    private partial void NotHandled(Exception exception, long number);
}
