using System.Collections.Immutable;

namespace Companion.Core.Decisions;

/// <summary>What Companion's own records say about how an organisation decides: measured criteria that nobody has to report.</summary>
public static class OwnRecords
{
    /// <summary>How far back the records count, in days.</summary>
    public const int Days = 365;

    /// <summary>How late a review may come and still be on time, in days.</summary>
    public const int ReviewGraceDays = 14;

    /// <summary>Every figure the records allow, by the key of the criterion it answers. What has no case yet is left out.</summary>
    /// <param name="log">The log, in any order.</param>
    /// <param name="personOf">Who decided under an id: two identities may have become one person.</param>
    /// <param name="rounds">How many were asked and how many answered, for each round that closed lately.</param>
    public static ImmutableArray<OwnFigure> Of(IEnumerable<Decision> log, Func<Guid, Guid> personOf, IEnumerable<(int Asked, int Answered)> rounds, DateTimeOffset now, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(personOf);
        ArgumentNullException.ThrowIfNull(rounds);
        var all = log.Where(d => d.At <= now).ToList();
        var recent = all.Where(d => d.At > now.AddDays(-Days)).ToList();
        var decided = recent.Where(d => Decides(d.Kind)).ToList();
        var moves = recent.Where(d => d.Kind is DecisionKind.Advance or DecisionKind.Hold or DecisionKind.StepBack).ToList();
        var reviews = ReviewsOnTime(recent, all, Zones.DateAt(now, zone)).ToList();
        var asked = rounds.ToList();
        return
        [
            .. Concentration(decided, personOf),
            .. Share("review-dates", moves, d => d.Details.ReviewOn is not null, "decisions with a review date"),
            .. Share("precedents", moves, d => !d.Details.Precedents.IsDefaultOrEmpty, "decisions that cite a precedent"),
            .. Share("reviews-on-time", reviews, onTime => onTime, $"reviews done within {ReviewGraceDays} days of their date"),
            .. Share("decided-outside", decided, d => d.Rule is DecisionRule.Advice or DecisionRule.Vote, "decisions taken by advice or vote"),
            .. asked.Sum(r => r.Asked) is > 0 and var people ? [new OwnFigure("response-rate", 100m * asked.Sum(r => r.Answered) / people, people, $"{asked.Sum(r => r.Answered)} of {people} answered in {asked.Count} rounds")] : Array.Empty<OwnFigure>(),
        ];
    }

    /// <summary>True for what decides something; reviews, expectations and the like only record it.</summary>
    private static bool Decides(DecisionKind kind) =>
        kind is not (DecisionKind.Review or DecisionKind.Consider or DecisionKind.Expect or DecisionKind.Forget);

    /// <summary>The Herfindahl-Hirschman index of who decided: the sum of squared percentages, 10,000 when one person decides everything.</summary>
    private static IEnumerable<OwnFigure> Concentration(List<Decision> decided, Func<Guid, Guid> personOf)
    {
        if (decided.Count == 0)
            yield break;
        var shares = decided.GroupBy(d => personOf(d.DecidedBy)).Select(g => 100m * g.Count() / decided.Count).ToList();
        yield return new("decision-hhi", Math.Round(shares.Sum(s => s * s), 1), decided.Count, $"{decided.Count} decisions by {shares.Count} {(shares.Count == 1 ? "person" : "people")}");
    }

    private static IEnumerable<OwnFigure> Share<T>(string key, List<T> cases, Func<T, bool> counts, string what)
    {
        if (cases.Count > 0)
            yield return new(key, Math.Round(100m * cases.Count(counts) / cases.Count, 1), cases.Count, $"{cases.Count(counts)} of {cases.Count} {what}");
    }

    /// <summary>One for each review that was due long enough ago to be late, or was done; superseded decisions need none.</summary>
    private static IEnumerable<bool> ReviewsOnTime(List<Decision> recent, List<Decision> all, DateOnly today)
    {
        var superseded = all.Select(d => d.Details.Supersedes).OfType<long>().ToHashSet();
        foreach (var move in recent.Where(d => d is { Kind: DecisionKind.Advance or DecisionKind.StepBack, Details.ReviewOn: not null } && !superseded.Contains(d.Number)))
        {
            var last = move.Details.ReviewOn!.Value.AddDays(ReviewGraceDays);
            var review = all.Find(d => d.Details.Reviews == move.Number);
            if (review is not null)
                yield return DateOnly.FromDateTime(review.At.UtcDateTime) <= last;
            else if (today > last)
                yield return false;
        }
    }
}

/// <summary>A figure from Companion's own records.</summary>
/// <param name="Criterion">Key of the criterion it answers.</param>
/// <param name="Value">In the unit of that criterion: percent, or points of the index.</param>
/// <param name="Cases">Over how many cases.</param>
/// <param name="Says">Where it comes from, in words.</param>
public sealed record OwnFigure(string Criterion, decimal Value, int Cases, string Says);
