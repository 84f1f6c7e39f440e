namespace Companion.Core.Readiness;

/// <summary>One measurable condition that guards one stage and all above it. One condition each: two conditions are two criteria.</summary>
/// <param name="Key">Short name, unique in its unit.</param>
/// <param name="Stage">Position of the stage it guards; 0 for the criteria of the stability gate.</param>
/// <param name="Sentence">The condition in words.</param>
/// <param name="Kind">Who knows the value.</param>
/// <param name="Answer">What a value looks like.</param>
/// <param name="Question">What is asked of people; empty for a measured criterion that nobody can report.</param>
/// <param name="Aggregate">How the answers of one round become one value; only for opinions.</param>
/// <param name="Comparison">How the value is held against the threshold.</param>
/// <param name="Threshold">In the unit of the answer: hours, percent, points.</param>
public sealed record Criterion(
    string Key,
    int Stage,
    string Sentence,
    CriterionKind Kind,
    AnswerType Answer,
    string Question,
    Aggregate Aggregate,
    Comparison Comparison,
    decimal Threshold)
{
    /// <summary>A percentage over fewer cases than this says nothing, unless the criterion is marked small.</summary>
    public const int CasesOfARate = 5;

    /// <summary>How many consecutive periods the condition must have held; at least 1.</summary>
    public int Periods { get; init; } = 1;

    /// <summary>What it weighs when a unit is called blind; above 0.</summary>
    public decimal Weight { get; init; } = 1;

    /// <summary>How long evidence counts; null for 1.5 times the cadence of its check-in, 90 days when not asked.</summary>
    public TimeSpan? FreshFor { get; init; }

    /// <summary>Fewest answers that make an opinion; null for 3 (4 when anonymous), or all asked if fewer, never below 2 (4 when anonymous).</summary>
    public int? MinimumRespondents { get; init; }

    /// <summary>Fewest cases behind a rate; 0 when the value is no rate or is meant for small numbers.</summary>
    public int MinimumCases { get; init; }

    /// <summary>How far report and measurement may lie apart before that is an alarm; 0 or above.</summary>
    public decimal Tolerance { get; init; }

    /// <summary>What a value counts, for reading: "hours", "people"; empty for percentages, scales and yes or no.</summary>
    public string CountedIn { get; init; } = "";

    /// <summary>The largest number that is possible, such as 1 for a Gini coefficient; null for the largest of any. Only where the answer is a number.</summary>
    public decimal? Largest { get; init; }

    /// <summary>The largest number that is taken for anything.</summary>
    public const decimal LargestNumber = 1_000_000_000;

    /// <summary>True when <paramref name="value"/> satisfies the condition.</summary>
    public bool Satisfies(decimal value) => Comparison switch
    {
        Comparison.AtLeast => value >= Threshold,
        Comparison.AtMost => value <= Threshold,
        Comparison.Below => value < Threshold,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Fewer answers than this say nothing in an anonymous check-in, whatever the criterion asks: that is the guarantee.</summary>
    public const int AnonymousRespondents = 4;

    /// <summary>How many of <paramref name="asked"/> people must have answered.</summary>
    public int RespondentsNeeded(int asked, bool anonymous) => anonymous
        ? Math.Max(AnonymousRespondents, Math.Min(MinimumRespondents ?? AnonymousRespondents, asked))
        : Math.Max(2, Math.Min(MinimumRespondents ?? 3, asked));

    /// <summary>True when <paramref name="value"/> is possible at all: a percentage from 0 to 100, a scale from 1 to 5, yes or no.</summary>
    public bool Accepts(decimal value) => Answer switch
    {
        AnswerType.Percent => value is >= 0 and <= 100,
        AnswerType.Scale => value is >= 1 and <= 5 && decimal.IsInteger(value),
        AnswerType.YesNo => value is 0 or 1,
        AnswerType.Number => value >= 0 && value <= (Largest ?? LargestNumber),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>Who knows the value of a criterion.</summary>
public enum CriterionKind
{
    /// <summary>The participants of a check-in, together.</summary>
    Opinion,

    /// <summary>One named reporter.</summary>
    Fact,

    /// <summary>A source outside (the API, an analyzer report) or Companion's own records; until one is connected, a reporter.</summary>
    Measured,
}

/// <summary>What one answer looks like.</summary>
public enum AnswerType
{
    /// <summary>Agreement from 1 to 5.</summary>
    Scale,

    /// <summary>A number, 0 or above.</summary>
    Number,

    /// <summary>0 to 100.</summary>
    Percent,

    /// <summary>1 for yes, 0 for no.</summary>
    YesNo,
}

/// <summary>How the answers of one round become one value.</summary>
public enum Aggregate
{
    /// <summary>One answer is the value: facts and measurements.</summary>
    None,

    /// <summary>The middle answer; of an even number the mean of the middle two.</summary>
    Median,

    /// <summary>The arithmetic mean.</summary>
    Mean,

    /// <summary>The lowest answer.</summary>
    Minimum,

    /// <summary>Percent of the answers that are 4 or 5 on the scale, or yes.</summary>
    Share,
}

/// <summary>How a value is held against a threshold.</summary>
public enum Comparison
{
    /// <summary>The threshold or more.</summary>
    AtLeast,

    /// <summary>The threshold or less.</summary>
    AtMost,

    /// <summary>Less than the threshold.</summary>
    Below,
}
