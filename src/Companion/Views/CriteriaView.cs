using System.Collections.Immutable;
using System.Globalization;
using Companion.Core.Decisions;
using Companion.Core.Readiness;
using Companion.Core.Units;
using Companion.Messages;

namespace Companion.Views;

/// <summary>What guards the stages: the list, the form, an edit in words.</summary>
internal static class CriteriaView
{
    public static Card List(
        string key, string name, ImmutableArray<Reading> readings, ImmutableArray<AnnouncedRule> coming, IReadOnlyDictionary<string, Guid> reporters, int page, bool mayEdit, Func<Guid, string> nameOf)
    {
        if (readings.IsEmpty && coming.IsEmpty)
            return Card.Say($"Criteria of {name}", Part.Says("Nothing guards its stages yet, so nothing can be proved."), Part.Offers(new Button("Add a criterion", $"criteria {key} add", ButtonStyle.Primary)));

        var rows = readings.Select(r => Row(r.Criterion, InWords.State(r.State) + Beside(r), reporters, nameOf))
            .Concat(coming.Select(c => Row(c.Criterion!, $"counts from {Iso(c.Effective)} on", reporters, nameOf))).ToList();
        var card = Card.Say($"Criteria of {name}", new Part.Table(["Stage", "Criterion", "Needs", "State", "Asked of"], [.. Paging.Of(rows, page)]));
        var hint = Line.Of(new Inline.Plain("For the reasons behind one, say "), new Inline.Typed($"why {key} {readings.FirstOrDefault()?.Criterion.Key}"), new Inline.Plain("."));
        card = Paging.Turn(card, $"criteria {key}", page, Paging.Pages(rows.Count)).With(Part.Says(hint));
        return mayEdit
            ? card.With(
                Part.Says(Line.Of(new Inline.Plain("To change one, say "), new Inline.Typed($"criteria {key} edit {readings.FirstOrDefault()?.Criterion.Key}"), new Inline.Plain("; there is also remove, exempt and include."))),
                Part.Offers(new Button("Add a criterion", $"criteria {key} add")))
            : card;
    }

    public static Form Form(string unit, string name, ImmutableArray<Stage> stages, Criterion? before)
    {
        var fields = ImmutableArray.CreateBuilder<FormField>();
        var parts = before is null ? ImmutableSortedDictionary<string, string>.Empty : Parts(before);
        string? Initial(string part) => parts.GetValueOrDefault(part);
        if (before is null)
            fields.Add(new("key", "Key", FieldKind.Text, Required: true, Hint: "Short, for typing: know-how", MaxLength: Unit.LongestKey));
        if (!stages.IsEmpty)
            fields.Add(new("stage", "Guards stage", FieldKind.Choice, Required: true, Initial: Initial("stage"), Options: [.. stages.Select(s => new FormOption($"{s.Position}", $"{s.Position} {s.Title}"))]));
        fields.AddRange((ReadOnlySpan<FormField>)
        [
            new("sentence", "Condition in words", FieldKind.Text, Required: true, Initial: Initial("sentence"), Hint: "At least 60% know how to contribute", MaxLength: 300),
            new("kind", "Who knows it", FieldKind.Choice, Required: true, Initial: Initial("kind") ?? "Fact", Options: [new("Opinion", "Everybody, by opinion"), new("Fact", "One reporter, as a fact"), new("Measured", "A measurement, reported until there is one")]),
            new("answer", "An answer is", FieldKind.Choice, Required: true, Initial: Initial("answer") ?? "Number", Options: [new("Scale", "1 to 5"), new("Number", "A number"), new("Percent", "A percentage"), new("YesNo", "Yes or no")]),
            new("question", "Question", FieldKind.Text, Initial: Initial("question"), Hint: "What people are asked; may be empty for a measurement.", MaxLength: 300),
            new("aggregate", "Opinions count by", FieldKind.Choice, Initial: Initial("aggregate"), Options: [new("None", "No opinions"), new("Share", "Share who agree (4 or 5, or yes)"), new("Median", "Median"), new("Mean", "Mean"), new("Minimum", "Lowest")]),
            new("comparison", "It has to be", FieldKind.Choice, Required: true, Initial: Initial("comparison") ?? "AtLeast", Options: [new("AtLeast", "At least"), new("AtMost", "At most"), new("Below", "Below")]),
            new("threshold", "Threshold", FieldKind.Text, Required: true, Initial: Initial("threshold")),
            new("periods", "For how many periods", FieldKind.Number, Initial: Initial("periods") ?? "1"),
            new("weight", "Weight", FieldKind.Number, Initial: Initial("weight") ?? "1"),
            new("fresh", "Evidence counts for days", FieldKind.Number, Initial: Initial("fresh"), Hint: "Empty: 1.5 times the period of the check-in, 90 days when not asked."),
            new("respondents", "Fewest answers", FieldKind.Number, Initial: Initial("respondents"), Hint: "Empty: 3, or 4 in anonymous check-ins."),
            new("cases", "Fewest cases behind a rate", FieldKind.Number, Initial: Initial("cases")),
            new("tolerance", "Report and measurement may differ by", FieldKind.Number, Initial: Initial("tolerance")),
            new("rationale", "Why", FieldKind.LongText, Required: true, MaxLength: DecisionTexts.Longest),
        ]);
        return new(
            before is null ? $"A new criterion of {name}" : $"{name}: {before.Key}",
            before is null ? $"criteria {unit} add" : $"criteria {unit} edit {before.Key}",
            $"What makes it harder counts after {Rules.Default.Notice.Days} days of notice; what makes it easier needs a steward and starts the {Rules.Default.Sustain.Days} days of proof anew.",
            fields.ToImmutable(),
            before is null ? "Add" : "Change");
    }

    /// <summary>A small form that only asks for the reason.</summary>
    public static Form Why(string title, string command, string intro) =>
        new(title, command, intro, [new("rationale", "Why", FieldKind.LongText, Required: true, MaxLength: DecisionTexts.Longest)], "Decide");

    /// <summary>The parts of a criterion that can be changed, as the form writes them.</summary>
    public static ImmutableSortedDictionary<string, string> Parts(Criterion c) => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["stage"] = c.Stage.ToString(CultureInfo.InvariantCulture),
        ["sentence"] = c.Sentence,
        ["kind"] = c.Kind.ToString(),
        ["answer"] = c.Answer.ToString(),
        ["question"] = c.Question,
        ["aggregate"] = c.Aggregate.ToString(),
        ["comparison"] = c.Comparison.ToString(),
        ["threshold"] = Number(c.Threshold),
        ["periods"] = c.Periods.ToString(CultureInfo.InvariantCulture),
        ["weight"] = Number(c.Weight),
        ["fresh"] = c.FreshFor is { } fresh ? Number((decimal)fresh.TotalDays) : "",
        ["respondents"] = c.MinimumRespondents?.ToString(CultureInfo.InvariantCulture) ?? "",
        ["cases"] = c.MinimumCases.ToString(CultureInfo.InvariantCulture),
        ["tolerance"] = Number(c.Tolerance),
    }.ToImmutableSortedDictionary(p => p.Key, p => p.Value ?? "", StringComparer.Ordinal);

    /// <summary>The sentence of a criterion with another threshold in the place of its own; as it is where it names none, or names it twice.</summary>
    public static string Reworded(Criterion before, string threshold)
    {
        var old = Number(before.Threshold);
        var places = System.Text.RegularExpressions.Regex.Matches(before.Sentence, $@"(?<![\d.,]){System.Text.RegularExpressions.Regex.Escape(old)}(?![\d]|[.,]\d)", System.Text.RegularExpressions.RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        return places is [var only] ? $"{before.Sentence[..only.Index]}{threshold.TrimEnd('%').Trim()}{before.Sentence[(only.Index + old.Length)..]}" : before.Sentence;
    }

    /// <summary>An edit in a few words.</summary>
    public static string Changed(Criterion? before, Criterion? after) => (before, after) switch
    {
        (null, { } added) => $"new criterion {added.Key} at {added.Stage}: {InWords.Condition(added)}",
        ({ } gone, null) => $"criterion {gone.Key} removed",
        ({ } old, { } now) when InWords.Condition(old) != InWords.Condition(now) => $"{now.Key}: {InWords.Condition(now)} instead of {InWords.Condition(old)}",
        (_, { } now) => $"{now.Key} changed: {string.Join(", ", Parts(before!).Where(p => Parts(now)[p.Key] != p.Value).Select(p => p.Key))}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static ImmutableArray<Line> Row(Criterion c, string state, IReadOnlyDictionary<string, Guid> reporters, Func<Guid, string> nameOf) =>
    [
        c.Stage == 0 ? "gate" : $"{c.Stage}",
        $"{c.Key}: {c.Sentence}",
        InWords.Condition(c),
        state,
        c.Kind == CriterionKind.Opinion ? "everybody" : reporters.TryGetValue(c.Key, out var reporter) ? Line.Of(new Inline.Person(reporter, nameOf(reporter))) : c.Kind == CriterionKind.Measured ? "measurement, or the owner" : "the owner",
    ];

    private static string Beside(Reading r) => r.Announced is { } announced
        ? $"; from {Iso(announced.Effective)} on {(announced.Criterion is { } next ? next == r.Criterion ? InWords.Condition(next) : InWords.Difference(r.Criterion, next) : "it no longer counts")}"
        : "";

    private static string Iso(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(decimal number) => number.ToString("0.####", CultureInfo.InvariantCulture);
}
