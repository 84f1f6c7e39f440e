using Companion.Core.Readiness;
using Companion.Core.Units;
using FsCheck;
using FsCheck.Fluent;

namespace Companion.Core.Tests;

/// <summary>Random histories of a unit: half a year of evidence, moves, targets, holds, waivers and edits, at whole even hours.</summary>
internal static class Histories
{
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    public const int Hours = 24 * 180;

    /// <summary>Seeds of histories and moments: a failing seed says how to see it again.</summary>
    public static Arbitrary<int> Seeds => Gen.Choose(0, int.MaxValue - 1).ToArbitrary();

    public static void HoldForAll(Func<Random, bool> property) =>
        Prop.ForAll(Seeds, seed => property(new Random(seed))).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    public static DateTimeOffset Moment(Random random) => Start.AddHours(2 * random.Next(Hours / 2));

    public static Timeline Any(Random random) => Of(random, known: false);

    /// <summary>A history in which no evidence ever contradicts a criterion: it satisfies, is missing, too little or "I don't know".</summary>
    public static Timeline WithoutContradiction(Random random) => Of(random, known: true);

    private static Timeline Of(Random random, bool known)
    {
        var criteria = new[] { A.Fact("a", 20, 10), A.Fact("b", 40, 10) with { Periods = 1 + random.Next(2) }, A.Opinion("c", 40, 60), A.Fact("d", 60, 10) with { FreshFor = TimeSpan.FromDays(20) } };
        var gate = A.Fact("g", 0, 10);
        var facts = new List<Core.Readiness.Fact> { new LevelDeclared(Start, 20 * random.Next(3)), new TargetSet(Start, new(60, new DateOnly(2026, 3, 31))) };
        facts.AddRange(criteria.Select(c => A.Rule(Start, c)));
        for (var i = random.Next(40); i >= 0; i--)
            facts.Add(new Observed(Observe(random, criteria[random.Next(criteria.Length)], known)));
        for (var i = random.Next(6); i > 0; i--)
            facts.Add(Decide(random, known));

        var gateFacts = new List<Core.Readiness.Fact> { A.Rule(Start, gate), new GateWaived(Moment(random), Moment(random)) };
        for (var i = random.Next(6); i > 0; i--)
            gateFacts.Add(new Observed(Observe(random, gate, known: false)));
        return A.Timeline(A.Unit(), facts, gateFacts);
    }

    private static Observation Observe(Random random, Criterion criterion, bool known)
    {
        var (at, good) = (Moment(random), known || random.Next(3) > 0);
        decimal? value = random.Next(6) == 0 ? null : good ? criterion.Threshold + random.Next(5) : criterion.Threshold - 1 - random.Next(5);
        return criterion.Kind == CriterionKind.Opinion
            ? A.Share(criterion.Key, at, value, answers: value is null ? 0 : random.Next(2, 8))
            : random.Next(3) == 0 ? A.Measurement(criterion.Key, at, value) with { ObservedAt = random.Next(2) == 0 ? null : at.AddHours(-2 * random.Next(12 * 60)) } : A.Report(criterion.Key, at, value);
    }

    private static Core.Readiness.Fact Decide(Random random, bool known)
    {
        var at = Moment(random);
        return random.Next(known ? 3 : 7) switch
        {
            0 => new TargetSet(at, random.Next(3) == 0 ? null : new(20 * random.Next(1, 4), new DateOnly(2026, random.Next(1, 7), 20))),
            1 => new HoldDecided(at, random.Next(2) == 0 ? EpisodeKind.Ready : EpisodeKind.Overextended, 20 * random.Next(4), at.AddDays(random.Next(60))),
            2 => random.Next(2) == 0 ? new ApplicabilityDeclared(at, "d", Applies: false) : new ApplicabilityDeclared(at, "d", Applies: true, at.AddDays(30 * random.Next(2))),
            3 => new CriterionSet(at, at.AddDays(random.Next(2) * 30), "a", A.Fact("a", 20, random.Next(5, 15)), Relaxes: random.Next(2) == 0),
            4 => new StageFreed(at, 20 * random.Next(1, 4), random.Next(2) == 0),
            5 => random.Next(2) == 0 ? new NeededLevel(at, A.Ana, 20 * random.Next(3)) : new DependencySet(at, 20 * random.Next(1, 4), A.Ana, "another", 20 * random.Next(3)),
            _ => new LevelMoved(at, 20 * random.Next(4)),
        };
    }
}
