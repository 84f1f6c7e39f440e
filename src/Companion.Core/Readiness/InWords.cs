using System.Globalization;

namespace Companion.Core.Readiness;

/// <summary>Values, conditions and statuses as people read them.</summary>
public static class InWords
{
    /// <summary>A value of a criterion: "60 hours", "80%", "4 of 5", "yes".</summary>
    public static string Value(Criterion criterion, decimal value)
    {
        ArgumentNullException.ThrowIfNull(criterion);
        var number = Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);
        return criterion switch
        {
            { Aggregate: Aggregate.Share } or { Answer: AnswerType.Percent } => $"{number}%",
            { Answer: AnswerType.YesNo } => value >= 1 ? "yes" : "no",
            { Answer: AnswerType.Scale } => $"{number} of 5",
            { CountedIn: "" } => number,
            _ => $"{number} {(value == 1 ? One(criterion.CountedIn) : criterion.CountedIn)}",
        };
    }

    // Enough for the words things are counted in.
    private static string One(string many) => many == "people" ? "person" : many.EndsWith('s') ? many[..^1] : many;

    /// <summary>What a value can be: "a percentage from 0 to 100", "a number from 0 to 1".</summary>
    public static string Possible(Criterion criterion)
    {
        ArgumentNullException.ThrowIfNull(criterion);
        return criterion.Answer switch
        {
            AnswerType.Percent => "a percentage from 0 to 100",
            AnswerType.YesNo => "true or false",
            AnswerType.Scale => "a whole number from 1 to 5",
            AnswerType.Number => string.Create(CultureInfo.InvariantCulture, $"a number from 0 to {criterion.Largest ?? Criterion.LargestNumber:#,0.##}{(criterion.CountedIn.Length > 0 ? $" ({criterion.CountedIn})" : "")}"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>What the criterion asks: "at most 72 hours", "at least 60%, for 3 periods".</summary>
    public static string Condition(Criterion criterion)
    {
        ArgumentNullException.ThrowIfNull(criterion);
        if (criterion is { Answer: AnswerType.YesNo, Aggregate: Aggregate.None })
            return criterion.Periods > 1 ? $"yes, for {criterion.Periods} periods" : "yes";

        var comparison = criterion.Comparison switch
        {
            Comparison.AtLeast => "at least",
            Comparison.AtMost => "at most",
            Comparison.Below => "below",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        var periods = criterion.Periods > 1 ? $", for {criterion.Periods} periods" : "";
        return $"{comparison} {Value(criterion, criterion.Threshold)}{periods}";
    }

    /// <summary>What another version of a criterion will ask, as the end of a sentence: "it needs at least 24 months, and evidence counts for 30 days".</summary>
    public static string Difference(Criterion before, Criterion after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var says = new List<string>();
        if (before == after || Condition(before) != Condition(after))
            says.Add($"it needs {Condition(after)}");
        if (before.Stage != after.Stage)
            says.Add($"it guards stage {after.Stage}");
        if (before.FreshFor != after.FreshFor)
            says.Add(after.FreshFor is { } fresh ? $"evidence counts for {fresh.TotalDays:0} days" : "evidence counts as long as its check-in says");
        if (before.MinimumCases != after.MinimumCases)
            says.Add($"it takes {after.MinimumCases} cases");
        if (before.MinimumRespondents != after.MinimumRespondents)
            says.Add($"it takes {after.MinimumRespondents ?? 3} answers");
        if (says.Count == 0 || before.Kind != after.Kind || before.Answer != after.Answer || before.Aggregate != after.Aggregate || before.Question != after.Question)
            says.Add("it is asked or counted in another way");
        return string.Join(", and ", says);
    }

    /// <summary>The state as a word.</summary>
    public static string State(CriterionState state) => state switch
    {
        CriterionState.Met => "met",
        CriterionState.NotMet => "not met",
        CriterionState.Unknown => "unknown",
        CriterionState.NotApplicable => "not applicable",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The status as a word.</summary>
    public static string Status(Status status) => status switch
    {
        Readiness.Status.Overextended => "overextended",
        Readiness.Status.Ready => "ready",
        Readiness.Status.HeldBack => "held back",
        Readiness.Status.Unproven => "unproven",
        Readiness.Status.Blind => "blind",
        Readiness.Status.Nearing => "nearing",
        Readiness.Status.Steady => "steady",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>What the gate does.</summary>
    public static string Gate(GateState state) => state switch
    {
        GateState.Holds => "holds",
        GateState.Fails => "fails",
        GateState.Unknown => "is unknown",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
