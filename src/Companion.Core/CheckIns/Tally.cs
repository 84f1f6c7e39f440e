using Companion.Core.Readiness;

namespace Companion.Core.CheckIns;

/// <summary>Turns the answers of one round into one value.</summary>
public static class Tally
{
    /// <summary>The aggregate of <paramref name="answers"/>; null when there is none. "I don't know" is not among them.</summary>
    public static decimal? Of(Criterion criterion, IReadOnlyCollection<decimal> answers)
    {
        ArgumentNullException.ThrowIfNull(criterion);
        ArgumentNullException.ThrowIfNull(answers);
        if (answers.Count == 0)
            return null;

        return criterion.Aggregate switch
        {
            Aggregate.Median => Median([.. answers.Order()]),
            Aggregate.Mean => answers.Average(),
            Aggregate.Minimum => answers.Min(),
            Aggregate.Share => 100m * answers.Count(a => Agrees(criterion, a)) / answers.Count,
            Aggregate.None => answers.Last(),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static bool Agrees(Criterion criterion, decimal answer) =>
        criterion.Answer == AnswerType.YesNo ? answer == 1 : answer >= 4;

    private static decimal Median(decimal[] ordered)
    {
        var middle = ordered.Length / 2;
        return ordered.Length % 2 == 1 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2;
    }
}
