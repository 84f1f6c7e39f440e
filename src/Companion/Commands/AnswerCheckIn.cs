using System.Collections.Immutable;
using Companion.Core;
using Companion.Core.CheckIns;
using Companion.Core.Readiness;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>answer</c>, <c>answer 3</c>: opens the form; with its fields, keeps the answers.</summary>
internal sealed record AnswerCheckIn(long? Round, Fields Fields) : Command;

internal sealed class AnswerCheckInHandler(RoundStore rounds, OpenRoundStore openRounds)
{
    public async Task<Reply> HandleAsync(AnswerCheckIn command, Caller caller, CancellationToken ct)
    {
        if ((await FindAsync(command, caller, ct)).IsRefused(out var why, out var round))
            return Answers.Refused(why);

        var questions = round.QuestionsFor(caller.Id).ToImmutableArray();
        if (questions.IsEmpty)
            return Answers.Refused(new("answer.not-asked", $"{round.CheckInName} does not ask you this time."));
        if (round.State != RoundState.Open)
            return Answers.Refused(new("answer.closed", $"{round.CheckInName} of {Wording.Day(round.Date)} is closed. The next one comes by itself."));
        if (!command.Fields.AreSubmitted)
            return new Reply.OpenForm(CheckInView.Form(round, questions, await OwnAsync(round, caller, ct)));

        return await KeepAsync(command.Fields, round, questions, caller, ct);
    }

    private async Task<Outcome<Round>> FindAsync(AnswerCheckIn command, Caller caller, CancellationToken ct)
    {
        if (command.Round is { } number)
            return await openRounds.FindForAsync(caller.Organisation.Id, number, caller.Id, ct) is { } found ? found : new Refusal("answer.unknown", $"There is no check-in round {number}. Write answer for the open one.");

        var open = (await openRounds.OpenForAsync(caller.Organisation.Id, caller.Id, ct)).Where(r => r.QuestionsFor(caller.Id).Any()).ToList();
        return open.FirstOrDefault(r => r.Participants.Any(p => p.Member == caller.Id && p.AnsweredAt is null)) is { } unanswered ? unanswered
            : open.Count > 0 ? open[0]
            : new Refusal("answer.none-open", "No check-in is open for you. The next one comes by itself.");
    }

    /// <summary>Own answers of this round, else of the last ones: they are preselected.</summary>
    private async Task<IReadOnlyDictionary<string, Answer>> OwnAsync(Round round, Caller caller, CancellationToken ct)
    {
        // Not even to themselves: what is shown on a screen is no longer nobody's.
        if (round.IsAnonymous)
            return new Dictionary<string, Answer>(StringComparer.Ordinal);

        var last = await rounds.OwnLastAsync(caller.Organisation.Id, caller.Id, ct);
        var names = round.Questions.Select(q => q.Name).ToHashSet(StringComparer.Ordinal);
        return last.Where(a => names.Contains(a.Question)).ToDictionary(a => a.Question, StringComparer.Ordinal);
    }

    private async Task<Reply> KeepAsync(Fields fields, Round round, ImmutableArray<Question> questions, Caller caller, CancellationToken ct)
    {
        var answers = new List<Answer>();
        var errors = new List<Refusal>();
        foreach (var question in questions)
        {
            var note = fields[CheckInView.NoteOf(question)];
            if (note is { Length: > EvidenceView.LongestNote })
                errors.Add(new("answer.note", $"A note has up to {EvidenceView.LongestNote} characters.", CheckInView.NoteOf(question)));
            if (fields[question.Name] is not { } text)
                continue;
            if (EvidenceView.Parse(question.Criterion, text, question.Name).IsRefused(out var why, out var value))
                errors.Add(why);
            else
                answers.Add(new(caller.Id, question.Name, value.Number, note, caller.Now));
        }

        if (errors.Count > 0)
            return Answers.Errors(errors);

        var reply = new Reply.Done(CheckInView.Thanks(round, questions, answers), Replaces: true);
        var effects = caller.Effects(reply) with { Revise = [new(CheckInView.Subject(round.Id), caller.Id, CheckInView.Thanks(round, questions, answers))] };
        await rounds.AnswerAsync(round, caller.Id, answers, [.. Facts(questions, answers, caller)], effects, ct);
        return reply;
    }

    /// <summary>Facts count when they arrive; opinions when the round closes.</summary>
    private static IEnumerable<(Guid? Unit, Observation Reported)> Facts(ImmutableArray<Question> questions, List<Answer> answers, Caller caller) =>
        from question in questions
        where question.Reporter is not null
        let answer = answers.FirstOrDefault(a => a.Question == question.Name)
        where answer is not null
        select (question.UnitId, new Observation(
            Guid.CreateVersion7(caller.Now), question.Criterion.Key, caller.Now, Source.Report, answer.Value, TimeSpan.FromDays(question.FreshDays))
        {
            Reporter = caller.Id,
            Note = answer.Note,
            Link = EvidenceView.LinkIn(answer.Note),
        });
}
