using System.Collections.Immutable;
using System.Globalization;
using Companion.Core;
using Companion.Core.Readiness;
using Companion.Core.Units;

namespace Companion.Commands;

/// <summary>A criterion as a form describes it, checked as a whole: every error at its field, at once.</summary>
internal sealed class CriterionDraft
{
    private const int LongestSentence = 300;

    private readonly Fields _fields;
    private readonly List<Refusal> _errors = [];

    private CriterionDraft(Fields fields) => _fields = fields;

    public IReadOnlyList<Refusal> Errors => _errors;

    /// <summary>Null when there are errors.</summary>
    public Criterion? Criterion { get; private set; }

    /// <param name="before">What is edited; its key stays. Null for a new one.</param>
    /// <param name="stages">The stages it may guard; empty for the gate.</param>
    public static CriterionDraft Read(Fields fields, Criterion? before, ImmutableArray<Stage> stages)
    {
        var draft = new CriterionDraft(fields);
        var criterion = draft.Build(before, stages);
        draft.Criterion = draft._errors.Count == 0 ? criterion : null;
        return draft;
    }

    private Criterion Build(Criterion? before, ImmutableArray<Stage> stages)
    {
        var key = before?.Key ?? Key();
        var kind = OneOf("kind", before?.Kind ?? CriterionKind.Fact);
        var answer = OneOf("answer", before?.Answer ?? AnswerType.Number);
        var aggregate = OneOf("aggregate", before?.Aggregate ?? (kind == CriterionKind.Opinion ? Aggregate.Share : Aggregate.None));
        var comparison = OneOf("comparison", before?.Comparison ?? Comparison.AtLeast);
        if (kind == CriterionKind.Opinion && aggregate == Aggregate.None)
            Refuse("aggregate", "An opinion needs a way to count the answers: median, mean, minimum or share.");
        if (aggregate == Aggregate.Share && answer is not (AnswerType.Scale or AnswerType.YesNo))
            Refuse("aggregate", "A share counts agreement: the answer has to be a scale or yes and no.");

        var criterion = new Criterion(key, Stage(stages), Text("sentence", required: true), kind, answer, Text("question", required: kind != CriterionKind.Measured), kind == CriterionKind.Opinion ? aggregate : Aggregate.None, comparison, Threshold(answer, kind, aggregate))
        {
            Periods = Whole("periods", 1, 24) ?? 1,
            Weight = Number("weight", 0.01m, 1000) ?? 1,
            FreshFor = Whole("fresh", 1, 730) is { } days ? TimeSpan.FromDays(days) : null,
            MinimumRespondents = Whole("respondents", 2, 1000),
            MinimumCases = Whole("cases", 0, 100_000) ?? 0,
            Tolerance = Number("tolerance", 0, 1_000_000) ?? 0,
            CountedIn = before?.CountedIn ?? _fields["counted"] ?? "",
            Largest = answer == AnswerType.Number ? before?.Largest : null,
        };
        if (criterion.Threshold > criterion.Largest)
            Refuse("threshold", $"It can be {InWords.Possible(criterion)}.");
        if (criterion.CountedIn.Length > 40)
            Refuse("counted", "Up to 40 characters, such as hours or people.");
        return criterion;
    }

    private string Key()
    {
        var key = Unit.KeyFrom(_fields["key"] ?? "");
        if (key.Length == 0)
            Refuse("key", "Give it a short key for typing, such as know-how.");
        return key;
    }

    private int Stage(ImmutableArray<Stage> stages)
    {
        if (stages.IsEmpty)
            return 0;
        if (int.TryParse(_fields["stage"], NumberStyles.None, CultureInfo.InvariantCulture, out var stage) && stages.Any(s => s.Position == stage))
            return stage;

        Refuse("stage", $"Choose one of {string.Join(", ", stages.Select(s => s.Position))}.");
        return 0;
    }

    private decimal Threshold(AnswerType answer, CriterionKind kind, Aggregate aggregate)
    {
        var text = (_fields["threshold"] ?? "").TrimEnd('%').Trim();
        var isPercent = answer == AnswerType.Percent || (kind == CriterionKind.Opinion && aggregate == Aggregate.Share);
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var threshold) && threshold <= (isPercent ? 100 : 1_000_000_000))
            return threshold;

        Refuse("threshold", isPercent ? "Write a percentage from 0 to 100." : "Write a number, 0 or above.");
        return 0;
    }

    private string Text(string field, bool required)
    {
        var text = _fields[field] ?? "";
        if (text.Length > LongestSentence)
            Refuse(field, $"Up to {LongestSentence} characters fit.");
        if (required && text.Length == 0)
            Refuse(field, field == "question" ? "Write the question that is asked." : "Write the condition as a sentence.");
        return text;
    }

    private int? Whole(string field, int least, int most)
    {
        if (_fields[field] is not { } text)
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;

        Refuse(field, $"Write a whole number from {least} to {most:N0}, or leave it empty.");
        return null;
    }

    private decimal? Number(string field, decimal least, decimal most)
    {
        if (_fields[field] is not { } text)
            return null;
        if (text.Length <= 20 && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;

        Refuse(field, $"Write a number from {least} to {most:N0}, or leave it empty.");
        return null;
    }

    private T OneOf<T>(string field, T otherwise)
        where T : struct, Enum
    {
        if (_fields[field] is not { } text)
            return otherwise;
        if (Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0]))
            return value;

        Refuse(field, $"Choose one of {string.Join(", ", Enum.GetNames<T>())}.");
        return otherwise;
    }

    private void Refuse(string field, string reason) => _errors.Add(new($"criterion.{field}", reason, field));
}
