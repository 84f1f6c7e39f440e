using System.Collections.Immutable;
using System.Globalization;
using Companion.Core;
using Companion.Core.Readiness;
using Companion.Core.Units;
using Companion.Messages;

namespace Companion.Views;

/// <summary>Evidence: the form, how a value is read, the word that it counts.</summary>
internal static class EvidenceView
{
    public const int LongestNote = 1000;

    public static Form Form(string unit, string name, ImmutableArray<Reading> readings, string? criterion) => new(
        $"Evidence for {name}",
        $"evidence {unit}",
        "It counts at once and stands beside your name.",
        [
            new("criterion", "Criterion", FieldKind.Choice, Required: true, Initial: criterion, Options: [.. readings.Select(r => new FormOption(r.Criterion.Key, $"{r.Criterion.Key}: {r.Criterion.Sentence}"))]),
            new("value", "Value", FieldKind.Text, Required: true, Hint: "A number, yes or no; ? if you do not know."),
            new("cases", "Cases behind it", FieldKind.Number, Hint: "For percentages: over how many?"),
            new("note", "Link or note", FieldKind.Text, MaxLength: LongestNote),
        ],
        "Report");

    public static Card Kept(string unitKey, Unit unit, Criterion criterion, Observation observation) => Card.Say(
        $"{(unitKey == unit.Key ? unit.Name : "Stability gate")}: {criterion.Key} {(observation.Value is { } v ? InWords.Value(criterion, v) : "unknown")}",
        Part.Says(Counts(criterion, observation)),
        Part.Offers(new Button("Why?", $"why {unitKey} {criterion.Key}"), new Button("Status", unitKey == unit.Key ? $"status {unitKey}" : "status")));

    private static Line Counts(Criterion criterion, Observation observation)
    {
        var until = Line.Of(Wording.Day(observation.ExpiresFor(criterion)));
        return observation switch
        {
            { Value: null } => Line.Of(new Inline.Plain("It is kept that you do not know: it stands as unknown until ")).Then(until).Then("."),
            _ when !observation.SuffisesFor(criterion) => Line.Of(new Inline.Plain($"It is kept, but over {observation.Cases} cases it proves nothing yet: it takes {criterion.MinimumCases}. It stands as unknown until ")).Then(until).Then("."),
            _ => Line.Of(new Inline.Plain("It counts from now on, until ")).Then(until).Then($". It needs {InWords.Condition(criterion)}."),
        };
    }

    public static Card Retracted(string unitKey, Observation observation) => Card.Say(
        $"Taken back: {observation.Criterion}",
        Part.Says("From now on it never counted; what was known before counts again."),
        Part.Offers(new Button("Why?", $"why {unitKey} {observation.Criterion}")));

    /// <summary>Reads what a person wrote as a value of a criterion: "60", "80%", "yes", "?".</summary>
    public static Outcome<Given> Parse(Criterion criterion, string? text, string field)
    {
        var word = (text ?? "").Trim();
        if (word is "?" || word.Equals("I don't know", StringComparison.OrdinalIgnoreCase))
            return new Given(null);
        if (criterion.Answer == AnswerType.YesNo && YesOrNo(word) is { } yes)
            return new Given(yes ? 1 : 0);
        if (word.EndsWith('%') && criterion.Answer == AnswerType.Percent)
            word = word[..^1].TrimEnd();
        if (word.Length <= 20 && decimal.TryParse(word, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && criterion.Accepts(number))
            return new Given(number);

        return new Refusal("value.unclear", criterion.Answer switch
        {
            AnswerType.YesNo => "Answer yes or no, or ? if you do not know.",
            AnswerType.Percent => "Write a percentage from 0 to 100, such as 65, or ? if you do not know.",
            AnswerType.Scale => "Choose a number from 1 to 5, or ? if you do not know.",
            AnswerType.Number when criterion.Largest is { } largest => string.Create(CultureInfo.InvariantCulture, $"Write a number from 0 to {largest:#,0.##}{(criterion.CountedIn.Length > 0 ? $" ({criterion.CountedIn})" : "")}, or ? if you do not know."),
            AnswerType.Number => $"Write a number, 0 or above{(criterion.CountedIn.Length > 0 ? $" ({criterion.CountedIn})" : "")}, such as 60 or 2.5, or ? if you do not know.",
            _ => throw new System.Diagnostics.UnreachableException(),
        }, field);
    }

    /// <summary>The first web address in a note.</summary>
    public static string? LinkIn(string? note) =>
        note?.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(w => Uri.TryCreate(w, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps));

    private static bool? YesOrNo(string word) => word.ToLowerInvariant() switch
    {
        "yes" or "y" or "true" => true,
        "no" or "n" or "false" => false,
        _ => null,
    };
}

/// <summary>A value somebody gave.</summary>
/// <param name="Number">Null for "I don't know".</param>
internal sealed record Given(decimal? Number);
