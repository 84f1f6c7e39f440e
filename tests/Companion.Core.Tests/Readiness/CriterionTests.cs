using Companion.Core.Readiness;

namespace Companion.Core.Tests.Readiness;

/// <summary>The four states of a criterion, each edge by example.</summary>
public sealed class CriterionTests
{
    private static readonly DateTimeOffset Start = A.At(1, 5);

    [Theory]
    [InlineData(8, 3, CriterionState.Met)]
    [InlineData(8, 2, CriterionState.Unknown)]
    [InlineData(2, 2, CriterionState.Met)]
    [InlineData(2, 1, CriterionState.Unknown)]
    [InlineData(1, 1, CriterionState.Unknown)]
    public void An_opinion_needs_three_answers_or_all_but_never_fewer_than_two(int asked, int answers, CriterionState state) =>
        Assert.Equal(state, Read(A.Opinion("c", 20, 60), A.Share("c", Start.AddDays(1), 80, answers, asked)).State);

    [Theory]
    [InlineData(4, CriterionState.Met)]
    [InlineData(3, CriterionState.Unknown)]
    public void An_anonymous_opinion_needs_four(int answers, CriterionState state) =>
        Assert.Equal(state, Read(A.Opinion("c", 20, 60), A.Share("c", Start.AddDays(1), 80, answers) with { Anonymous = true }).State);

    [Fact]
    public void Evidence_counts_until_the_moment_it_expires()
    {
        var report = A.Report("a", Start, 60);

        Assert.Equal(CriterionState.Met, Read(A.Fact("a", 20, 10), report, at: Start.AddDays(45).AddTicks(-1)).State);
        Assert.Equal((CriterionState.Unknown, UnknownReason.Stale), StateOf(Read(A.Fact("a", 20, 10), report, at: Start.AddDays(45))));
    }

    [Fact]
    public void I_do_not_know_is_unknown_and_a_small_rate_too()
    {
        var rate = A.Fact("a", 20, 10) with { Answer = AnswerType.Percent, MinimumCases = 5 };

        Assert.Equal((CriterionState.Unknown, UnknownReason.ReporterDoesNotKnow), StateOf(Read(rate, A.Report("a", Start.AddDays(1), null))));
        Assert.Equal((CriterionState.Unknown, UnknownReason.TooFewCases), StateOf(Read(rate, A.Report("a", Start.AddDays(1), 100) with { Cases = 4 })));
        Assert.Equal(CriterionState.Met, Read(rate, A.Report("a", Start.AddDays(1), 100) with { Cases = 5 }).State);
    }

    [Fact]
    public void A_fresh_measurement_decides_and_a_difference_beyond_the_tolerance_is_an_alarm()
    {
        var rule = A.Fact("a", 20, 5) with { Tolerance = 1 };

        var far = Read(rule, [A.Report("a", Start.AddDays(1), 7), A.Measurement("a", Start.AddDays(2), 4)], Start.AddDays(3));
        var near = Read(rule, [A.Report("a", Start.AddDays(1), 7), A.Measurement("a", Start.AddDays(2), 6)], Start.AddDays(3));
        var gone = Read(rule, [A.Report("a", Start.AddDays(80), 7), A.Measurement("a", Start.AddDays(2), 4)], Start.AddDays(93));

        Assert.Equal((CriterionState.NotMet, true), (far.State, far.Alarm is not null));
        Assert.Equal((CriterionState.Met, false), (near.State, near.Alarm is not null));
        Assert.Equal((CriterionState.Met, false), (gone.State, gone.Alarm is not null));
    }

    [Fact]
    public void A_condition_for_three_periods_needs_three_in_a_row()
    {
        var rule = A.Fact("a", 20, 10) with { Periods = 3 };
        Observation On(int day, decimal value) => A.Report("a", Start.AddDays(day), value);

        Assert.Equal((CriterionState.Unknown, UnknownReason.TooFewPeriods), StateOf(Read(rule, [On(0, 10), On(30, 10)], Start.AddDays(31))));
        Assert.Equal(CriterionState.Met, Read(rule, [On(0, 10), On(30, 10), On(60, 10)], Start.AddDays(61)).State);
        Assert.Equal(CriterionState.Unknown, Read(rule, [On(0, 10), On(30, 10), On(31, 10)], Start.AddDays(61)).State);
        Assert.Equal(CriterionState.NotMet, Read(rule, [On(0, 10), On(30, 10), On(60, 9)], Start.AddDays(61)).State);
    }

    [Theory]
    [InlineData(60, 50, true, false)]
    [InlineData(60, 70, false, true)]
    [InlineData(60, 60, false, false)]
    public void A_lower_threshold_relaxes_and_a_higher_one_tightens(int before, int after, bool relaxes, bool tightens) =>
        Assert.Equal(new CriterionEdit(relaxes, tightens), CriterionEdit.Between(A.Fact("a", 20, before), A.Fact("a", 20, after)));

    [Fact]
    public void Guarding_lower_shorter_freshness_more_periods_and_a_new_criterion_tighten()
    {
        var before = A.Fact("a", 40, 10) with { FreshFor = TimeSpan.FromDays(45), Periods = 2 };

        Assert.True(CriterionEdit.Between(before, before with { Stage = 20 }) is { Tightens: true, Relaxes: false });
        Assert.True(CriterionEdit.Between(before, before with { FreshFor = TimeSpan.FromDays(30) }) is { Tightens: true, Relaxes: false });
        Assert.True(CriterionEdit.Between(before, before with { Periods = 3 }) is { Tightens: true, Relaxes: false });
        Assert.True(CriterionEdit.Between(null, before) is { Tightens: true, Relaxes: false });
        Assert.True(CriterionEdit.Between(before, null) is { Tightens: false, Relaxes: true });
        Assert.True(CriterionEdit.Between(before, before with { Question = "Another?" }) is { Tightens: true, Relaxes: true });
    }

    [Fact]
    public void Relaxing_needs_a_steward_who_is_not_the_only_owner_and_tightening_waits_for_its_notice()
    {
        var (rule, now) = (A.Opinion("know-how", 40, 60), A.At(3, 1));
        Outcome<CriterionSet> Set(decimal threshold, Guid by) => CriterionEdit.Decide(rule, rule with { Threshold = threshold }, by, [A.Ben], [A.Ana], Rules.Default, now);

        Assert.True(Set(20, A.Ben).IsRefused(out var why, out _));
        Assert.False(Set(20, A.Ana).IsRefused(out _, out var relaxed));
        Assert.False(Set(80, A.Ben).IsRefused(out _, out var tightened));

        Assert.Equal("criterion.relax-needs-steward", why.Code);
        Assert.Equal((now, true), (relaxed.Effective, relaxed.Relaxes));
        Assert.Equal((now.AddDays(30), false), (tightened.Effective, tightened.Relaxes));
    }

    [Fact]
    public void A_tightened_rule_is_shown_beside_the_old_one_until_it_counts()
    {
        var rule = A.Opinion("predictable", 20, 60);
        var set = new CriterionSet(A.At(3, 1), A.At(3, 31), rule.Key, rule with { Threshold = 80 }, Relaxes: false);
        var timeline = A.Timeline(A.Unit(), [A.Rule(Start, rule), new Observed(A.Share(rule.Key, A.At(2, 27), 70)), set]);

        var before = Assessment.Of(timeline, A.At(3, 15)).Readings[0];
        var after = Assessment.Of(timeline, A.At(3, 31)).Readings[0];

        Assert.Equal((CriterionState.Met, 80m), (before.State, before.Announced!.Criterion!.Threshold));
        Assert.Equal((CriterionState.NotMet, null), (after.State, after.Announced));
    }

    private static Reading Read(Criterion rule, Observation observation, DateTimeOffset? at = null) => Read(rule, [observation], at ?? Start.AddDays(2));

    private static Reading Read(Criterion rule, Observation[] observations, DateTimeOffset at) =>
        Assessment.Of(A.Timeline(A.Unit(), [A.Rule(Start, rule), .. observations.Select(o => new Observed(o))]), at).Readings[0];

    private static (CriterionState, UnknownReason) StateOf(Reading reading) => (reading.State, reading.Reason);
}
