using Companion.Core.Readiness;
using Companion.Core.Units;

namespace Companion.Core.Tests.Readiness;

/// <summary>Each status by an example, its mark and the gate.</summary>
public sealed class StatusTests
{
    private static readonly DateTimeOffset Start = A.At(1, 5);

    [Fact]
    public void Contradicted_for_sustain_is_overextended_and_not_a_moment_earlier()
    {
        var timeline = Unit(level: 20, target: 40, [("a", 20)], ("a", 1, 3));

        Assert.NotEqual(Status.Overextended, At(timeline, 14.9));
        Assert.Equal(Status.Overextended, At(timeline, 15));
    }

    [Fact]
    public void Proved_for_sustain_is_ready_and_held_back_by_the_gate_the_cool_down_or_a_dependency()
    {
        var proved = Unit(level: 0, target: 40, [("a", 20)], ("a", 1, 12));
        var gate = A.Timeline(A.Unit(), proved.Facts, [A.Rule(Start, A.Fact("g", 0, 10)), new Observed(A.Report("g", Start, 3))]);
        var needing = A.Timeline(A.Unit(), [.. proved.Facts, new DependencySet(Start, 20, A.Ana, "Finance", 40), new NeededLevel(Start, A.Ana, 20)]);
        var moved = A.Timeline(A.Unit(), [.. proved.Facts, new LevelMoved(Start.AddDays(2), 0)]);

        Assert.Equal(Status.Ready, At(proved, 15));
        Assert.Equal(Status.HeldBack, At(gate, 15));
        Assert.Equal(Status.HeldBack, At(needing, 15));
        Assert.Equal((Status.HeldBack, Status.Ready), (At(moved, 31.9), At(moved, 32)));
    }

    [Fact]
    public void Each_assessment_says_when_it_will_change_by_itself()
    {
        var proved = Unit(level: 0, target: 40, [("a", 20)], ("a", 1, 12));

        Assert.Equal(Start.AddDays(15), Assessment.Of(proved, Start.AddDays(3)).NextChangeAt);
        Assert.Equal((Status.Ready, Start.AddDays(15)), Assessment.ForeseenChange(proved, Start.AddDays(3)));
    }

    [Fact]
    public void Unknown_at_the_level_is_unproven_and_half_unknown_above_it_is_blind()
    {
        Assert.Equal(Status.Unproven, At(Unit(level: 20, target: 40, [("a", 20), ("b", 40)]), 1));
        Assert.Equal(Status.Blind, At(Unit(level: 0, target: 20, [("a", 20), ("b", 20), ("c", 20)], ("a", 1, 3)), 2));
    }

    [Fact]
    public void Weight_counts_when_a_unit_is_called_blind()
    {
        Core.Readiness.Fact[] facts = [new LevelDeclared(Start, 0), new TargetSet(Start, new(20, null)), A.Rule(Start, A.Fact("a", 20, 10) with { Weight = 3 }), A.Rule(Start, A.Fact("b", 20, 10)), A.Rule(Start, A.Fact("c", 20, 10)), new Observed(A.Report("a", Start, 12))];

        Assert.Equal(Status.Nearing, At(A.Timeline(A.Unit(), facts), 1));
    }

    [Fact]
    public void Lacking_two_with_one_met_is_nearing_and_lacking_three_is_steady()
    {
        Assert.Equal(Status.Nearing, At(Unit(level: 0, target: 20, [("a", 20), ("b", 20), ("c", 20)], ("a", 1, 12), ("b", 1, 3), ("c", 1, 3)), 2));
        Assert.Equal(Status.Steady, At(Unit(level: 0, target: 20, [("a", 20), ("b", 20), ("c", 20), ("d", 20)], ("a", 1, 12), ("b", 1, 3), ("c", 1, 3), ("d", 1, 3)), 2));
        Assert.Equal(Status.Steady, At(Unit(level: 0, target: null, [("a", 20)], ("a", 1, 12)), 2));
    }

    [Fact]
    public void Late_is_a_mark_from_the_day_after_the_targets_day_until_it_is_reached()
    {
        Core.Readiness.Fact[] facts = [new LevelDeclared(Start, 0), new TargetSet(Start, new(20, new(2026, 1, 31))), A.Rule(Start, A.Fact("a", 20, 10)), new LevelMoved(A.At(3, 1), 20)];
        var timeline = A.Timeline(A.Unit(), facts);

        Assert.False(Assessment.Of(timeline, A.At(1, 31, 23)).IsLate);
        Assert.True(Assessment.Of(timeline, A.At(2, 1, 1)).IsLate);
        Assert.False(Assessment.Of(timeline, A.At(3, 2)).IsLate);
        Assert.Single(Assessment.Of(timeline, A.At(2, 20)).Episodes, e => e.Kind == EpisodeKind.Late);
    }

    [Fact]
    public void The_gate_holds_when_all_are_met_fails_when_one_is_not_and_else_is_unknown()
    {
        GateState Gate(params Observation[] observed) => Assessment.Of(
            A.Timeline(A.Unit(), [new LevelDeclared(Start, 0)], [A.Rule(Start, A.Fact("g", 0, 10)), A.Rule(Start, A.Fact("h", 0, 10)), .. observed.Select(o => new Observed(o))]), Start.AddDays(1)).Gate;

        Assert.Equal(GateState.Unknown, Gate(A.Report("g", Start, 12)));
        Assert.Equal(GateState.Fails, Gate(A.Report("g", Start, 3)));
        Assert.Equal(GateState.Holds, Gate(A.Report("g", Start, 12), A.Report("h", Start, 12)));
    }

    [Fact]
    public void A_stage_without_a_criterion_proves_nothing_unless_a_decision_says_it_needs_none()
    {
        Core.Readiness.Fact[] facts = [new LevelDeclared(Start, 0), A.Rule(Start, A.Fact("a", 20, 10)), A.Rule(Start, A.Fact("c", 60, 10)), new Observed(A.Report("a", Start, 12)), new Observed(A.Report("c", Start, 12))];

        Assert.Equal(20, Assessment.Of(A.Timeline(A.Unit(), facts), Start.AddDays(1)).Supported);
        Assert.Equal(60, Assessment.Of(A.Timeline(A.Unit(), [.. facts, new StageFreed(Start, 40, NeedsNone: true)]), Start.AddDays(1)).Supported);
    }

    [Fact]
    public void Low_harm_comes_first_then_what_is_most_proved()
    {
        Assessment Of(string key, Harm harm, decimal value) => Assessment.Of(
            A.Timeline(A.Unit() with { Key = key, Harm = harm }, [new LevelDeclared(Start, 0), new TargetSet(Start, new(20, null)), A.Rule(Start, A.Fact("a", 20, 10)), A.Rule(Start, A.Fact("b", 20, 10)), new Observed(A.Report("a", Start, value))]), Start.AddDays(1));

        var order = OrderOfMoves.Of([Of("risky", Harm.High, 12), Of("bare", Harm.Low, 3), Of("proved", Harm.Low, 12)]);

        Assert.Equal(["proved", "bare", "risky"], order.Select(m => m.Assessment.Unit.Key));
        Assert.Contains("harm low if it goes wrong, 50% of what guards it is proved", order[0].Why.Read(A.Berlin, _ => ""), StringComparison.Ordinal);
    }

    private static Status At(Timeline timeline, double days) => Assessment.Of(timeline, Start.AddDays(days)).Status;

    private static Timeline Unit(int level, int? target, (string Key, int Stage)[] criteria, params (string Key, int Day, decimal Value)[] reported) => A.Timeline(A.Unit(),
    [
        new LevelDeclared(Start, level),
        new TargetSet(Start, target is { } at ? new(at, null) : null),
        .. criteria.Select(c => A.Rule(Start, A.Fact(c.Key, c.Stage, 10))),
        .. reported.Select(r => new Observed(A.Report(r.Key, Start.AddDays(r.Day), r.Value))),
    ]);
}
