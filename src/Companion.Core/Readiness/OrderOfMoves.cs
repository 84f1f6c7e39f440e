using System.Collections.Immutable;
using Companion.Core.Units;

namespace Companion.Core.Readiness;

/// <summary>In which order to move units: low harm first, then what is most proved.</summary>
public static class OrderOfMoves
{
    /// <summary>The units below their target, the one to move first at the head.</summary>
    public static ImmutableArray<RecommendedMove> Of(IEnumerable<Assessment> assessments)
    {
        ArgumentNullException.ThrowIfNull(assessments);
        return
        [
            .. assessments.Where(a => a.Next is not null)
                .Select(a => new RecommendedMove(a, Proved(a)))
                .OrderBy(m => m.Assessment.Unit.Harm)
                .ThenByDescending(m => m.Assessment.Status == Status.Ready)
                .ThenByDescending(m => m.Proved)
                .ThenBy(m => m.Assessment.Unit.Key, StringComparer.Ordinal),
        ];
    }

    /// <summary>The share of the weight of the next stage's criteria, and of those below it, that holds: 0 to 1. Nothing to prove counts as nothing proved.</summary>
    private static decimal Proved(Assessment a)
    {
        var guards = a.Readings.Where(r => r.Criterion.Stage <= a.Next!.Position).ToList();
        var weight = guards.Sum(r => r.Criterion.Weight);
        return weight == 0 ? (a.FreedStages.Contains(a.Next!.Position) ? 1 : 0) : guards.Where(r => r.Holds).Sum(r => r.Criterion.Weight) / weight;
    }
}

/// <summary>A move that could come next.</summary>
/// <param name="Proved">How much of what guards the way to the next stage holds, 0 to 1 by weight.</param>
public sealed record RecommendedMove(Assessment Assessment, decimal Proved)
{
    /// <summary>Why it stands where it stands.</summary>
    public Sentence Why => Sentence.Of(
        $"{Assessment.Unit.Name} to {Assessment.Next!.Position}: harm {Word(Assessment.Unit.Harm)} if it goes wrong, {Math.Round(Proved * 100):0}% of what guards it is proved{Now(Assessment.Status)}.");

    private static string Word(Harm harm) => harm switch
    {
        Harm.Low => "low",
        Harm.Medium => "medium",
        Harm.High => "high",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Now(Status status) => status switch
    {
        Status.Ready => "; it can move now",
        Status.HeldBack => "; it is held back",
        _ => "",
    };
}
