using System.Collections.Immutable;
using Companion.Core.CheckIns;
using Companion.Core.Readiness;
using Companion.Messages;

namespace Companion.Views;

/// <summary>Check-ins: the invitation, the form, the thanks, the summary.</summary>
internal static class CheckInView
{
    public const string DoNotKnow = "?";

    /// <summary>What setup calls the first check-in. Under the title "next check-in" it says nothing, so there it is left out.</summary>
    public const string DefaultName = "Check-in";

    /// <summary>What every message about one round is filed under.</summary>
    public static string Subject(Guid round) => $"round {round}";

    public static string NoteOf(Question question) => $"{question.Name}.note";

    public static Card Invite(Round round, int questions) => Card.Say(
        round.IsLate ? $"{round.CheckInName}: late, but open" : $"{round.CheckInName}: {questions} {Questions(questions)}",
        Part.Says(Line.Of(
            new Inline.Plain(round.IsAnonymous ? "It is anonymous: when it closes, who answered what is destroyed, and results show from 4 answers on. " : ""),
            new Inline.Plain(round.IsLate ? "It opens late because Companion was not running. " : "It takes 20 seconds. "),
            new Inline.Plain("You can change your answers until "),
            Wording.Minute(round.ClosesAt),
            new Inline.Plain(NoResultOf(round) is { } warning ? $". {warning}" : "."))),
        Part.Offers(new Button("Answer", $"answer {round.Number}", ButtonStyle.Primary)));

    /// <summary>Why a round can show no result of its opinions, however many answer; null when it can, or asks for none.</summary>
    public static string? NoResultOf(Round round) =>
        round.IsAnonymous && round.Voices < Criterion.AnonymousRespondents && round.Questions.Any(q => q.Reporter is null) ? NoResult(round.Voices) : null;

    /// <param name="asked">How many are asked.</param>
    public static string NoResult(int asked) =>
        $"It asks only {asked} {(asked == 1 ? "person" : "people")} and is anonymous, so it can never show a result of its opinions: that takes {Criterion.AnonymousRespondents} answers.";

    public static Card Remind(Round round, int questions)
    {
        var invite = Invite(round, questions);
        return invite with { Title = $"Still open: {round.CheckInName}" };
    }

    public static Form Form(Round round, ImmutableArray<Question> questions, IReadOnlyDictionary<string, Answer> own) => new(
        round.CheckInName,
        $"answer {round.Number}",
        Line.Of(new Inline.Plain(round.IsAnonymous ? "This is anonymous; facts that you report stand beside your name all the same. " : ""), new Inline.Plain("Leave out what you do not want to answer; you can change the rest until "), Wording.Minute(round.ClosesAt), new Inline.Plain(".")),
        [.. questions.SelectMany(q => FieldsOf(q, own.GetValueOrDefault(q.Name)))],
        "Send answers");

    public static Card Thanks(Round round, ImmutableArray<Question> questions, IReadOnlyCollection<Answer> answers) => round.IsAnonymous ? Anonymous(round, answers) : Card.Say(
        answers.Count == 0 ? $"{round.CheckInName}: skipped" : $"{round.CheckInName}: thank you",
        new Part.Bullets([.. questions.Select(q => Line.Of(new Inline.Plain($"{q.Criterion.Question} "), new Inline.Strong(Given(q, answers))))]),
        Part.Says(Line.Of(new Inline.Plain("You can change this until "), Wording.Minute(round.ClosesAt), new Inline.Plain("."))),
        Part.Offers(new Button("Change", $"answer {round.Number}")));

    // It stays in a conversation, so it repeats no answer.
    private static Card Anonymous(Round round, IReadOnlyCollection<Answer> answers) => Card.Say(
        answers.Count == 0 ? $"{round.CheckInName}: skipped" : $"{round.CheckInName}: thank you",
        Part.Says(Line.Of(new Inline.Plain("Who answered what is destroyed when the round closes; until "), Wording.Minute(round.ClosesAt), new Inline.Plain(" you can answer anew."))),
        Part.Offers(new Button("Answer anew", $"answer {round.Number}")));

    /// <summary>What an unanswered invitation becomes when the round is over.</summary>
    public static Card Over(Round round) => Card.Say($"{round.CheckInName}: closed", Part.Says("This round is over. The next one comes by itself."), Part.Offers(new Button("Status", "status")));

    public static Card Summary(Round round, IReadOnlyCollection<QuestionResult> results, IReadOnlyCollection<Line> effects)
    {
        var answered = round.Participants.Count(p => p.AnsweredAt is not null);
        var card = Card.Say(
            $"{round.CheckInName} of {Wording.Day(round.Date)}: the result",
            Part.Says($"{answered} of {round.Participants.Length} answered ({(round.Participants.IsEmpty ? 0 : Math.Round(100m * answered / round.Participants.Length)):0}%)."));
        if (effects.Count > 0)
            card = card.With(new Part.Heading("What it changed"), new Part.Bullets([.. effects]));
        foreach (var unit in results.GroupBy(r => r.Question.UnitName))
            card = card.With(new Part.Heading(unit.Key), Table([.. unit]));
        return card.With(Part.Offers(new Button("Status", "status")));
    }

    public static Card Skipped(CheckIn checkIn, DateOnly date) => Card.Say(
        $"{checkIn.Name} of {Wording.Day(date)} was skipped",
        Part.Says("Companion was not running when it was due, and less than half of its time was left. The next one comes as planned."),
        Part.Offers(new Button("Ask now", $"checkin now {checkIn.Name}")));

    // The column of earlier results is left out until there are any.
    private static Part.Table Table(ImmutableArray<QuestionResult> results) => results.All(r => r.Before is null)
        ? new(["Question", "Result", "Answers"], [.. results.Select(r => ImmutableArray.Create<Line>(r.Question.Criterion.Question, r.Result, $"{r.Answered} of {r.Asked}"))])
        : new(["Question", "Result", "Before", "Answers"], [.. results.Select(r => ImmutableArray.Create<Line>(r.Question.Criterion.Question, r.Result, r.Before ?? "", $"{r.Answered} of {r.Asked}"))]);

    private static IEnumerable<FormField> FieldsOf(Question q, Answer? own)
    {
        var label = q.Criterion.Question;
        var initial = own is null ? null : own.Value is { } v ? v.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture) : DoNotKnow;
        yield return q.Criterion.Answer switch
        {
            AnswerType.Scale => new(q.Name, label, FieldKind.Choice, Initial: initial, Hint: q.UnitName, Options: Scale),
            AnswerType.YesNo => new(q.Name, label, FieldKind.Choice, Initial: initial, Hint: q.UnitName, Options: YesNo),
            AnswerType.Percent => new(q.Name, label, FieldKind.Text, Initial: initial, Hint: $"{q.UnitName}: a percentage from 0 to 100, or ? if you do not know."),
            AnswerType.Number => new(q.Name, label, FieldKind.Text, Initial: initial, Hint: $"{q.UnitName}: {(q.Criterion.CountedIn.Length > 0 ? $"the number of {q.Criterion.CountedIn}" : "a number")}, or ? if you do not know."),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (q.Reporter is not null)
            yield return new(NoteOf(q), "Where that comes from", FieldKind.Text, Hint: "A link or a note.", Initial: null, MaxLength: EvidenceView.LongestNote);
    }

    private static readonly ImmutableArray<FormOption> Scale =
        [new("5", "5 fully agree"), new("4", "4 agree"), new("3", "3 neither"), new("2", "2 disagree"), new("1", "1 not at all"), new(DoNotKnow, "I don't know")];

    private static readonly ImmutableArray<FormOption> YesNo = [new("1", "Yes"), new("0", "No"), new(DoNotKnow, "I don't know")];

    private static string Given(Question q, IReadOnlyCollection<Answer> answers) =>
        answers.FirstOrDefault(a => a.Question == q.Name) is not { } answer ? "left out"
        : answer.Value is not { } value ? "you do not know"
        : q.Criterion.Answer == AnswerType.Scale ? $"{value:0} of 5"
        : InWords.Value(q.Criterion with { Aggregate = Aggregate.None }, value);

    private static string Questions(int count) => count == 1 ? "question" : "questions";
}

/// <summary>What a round says about one question.</summary>
/// <param name="Before">The value of the round before; null for the first.</param>
internal sealed record QuestionResult(Question Question, string Result, string? Before, int Answered, int Asked);
