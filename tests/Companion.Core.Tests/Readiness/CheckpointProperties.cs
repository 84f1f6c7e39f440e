using System.Text.Json;
using Companion.Core.Readiness;

namespace Companion.Core.Tests.Readiness;

public sealed class CheckpointProperties
{
    private static readonly JsonSerializerOptions Kept = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    [Fact]
    public void Going_on_from_a_checkpoint_gives_what_walking_from_the_first_fact_gives() => Histories.HoldForAll(random =>
    {
        var (timeline, stops) = (Histories.Any(random), Stops(random));

        var carried = Whole(timeline, stops[0]);
        foreach (var stop in stops)
        {
            carried = GoOn(timeline, carried.Checkpoint, stop);
            if (Text(carried.Assessment) != Text(Assessment.Of(timeline, stop)))
                return false;
        }

        return true;
    });

    [Fact]
    public void It_foresees_the_same() => Histories.HoldForAll(random =>
    {
        var (all, moment) = (Histories.Any(random), Histories.Moment(random));
        var timeline = A.Timeline(all.Unit, all.Facts.Where(f => f.At <= moment), all.Gate.Where(f => f.At <= moment));

        var checkpoint = KeptAndRead(Whole(timeline, moment).Checkpoint);

        return Assessment.ForeseenChange(A.Timeline(timeline.Unit, []) with { From = checkpoint }, moment) == Assessment.ForeseenChange(timeline, moment);
    });

    /// <summary>A stage is let off, a nudge is held, the supported level falls and comes back: whatever the day of the checkpoint, every later day is the same.</summary>
    [Fact]
    public void A_hold_and_a_stage_let_off_are_remembered()
    {
        DateTimeOffset Day(int day) => A.At(1, 5).AddDays(day);
        Core.Readiness.Fact[] facts =
        [
            A.Rule(Day(0), A.Fact("a", 20, 10)), new LevelDeclared(Day(0), 0), new TargetSet(Day(0), new(40, null)), new Observed(A.Report("a", Day(1), 12)),
            new StageFreed(Day(10), 40, NeedsNone: true), new HoldDecided(Day(26), EpisodeKind.Ready, 20, Day(90)),
            new Observed(A.Report("a", Day(30), 3)), new Observed(A.Report("a", Day(32), 12)), new Observed(A.Report("a", Day(70), 12)),
        ];
        var timeline = A.Timeline(A.Unit(), facts);

        for (var cut = 1; cut < 100; cut++)
            for (var day = cut; day < 100; day++)
                Assert.Equal(Text(Assessment.Of(timeline, Day(day))), Text(GoOn(timeline, Whole(timeline, Day(cut)).Checkpoint, Day(day)).Assessment));
    }

    [Fact]
    public void Evidence_nothing_looks_back_at_is_left_out()
    {
        var criterion = A.Fact("a", 20, 10);
        var facts = Enumerable.Range(0, 700).Select(day => (Core.Readiness.Fact)new Observed(A.Report("a", A.At(1, 5).AddDays(day), 12))).Prepend(A.Rule(A.At(1, 5), criterion));

        var checkpoint = Assessment.WithCheckpoint(A.Timeline(A.Unit(), facts), A.At(1, 5).AddDays(699)).Checkpoint;

        Assert.Single(checkpoint.Own.Single().Told);
        Assert.True(checkpoint.Own.Single().IsCut);
    }

    [Fact]
    public void What_would_look_back_is_not_carried()
    {
        var criterion = A.Fact("a", 20, 10);
        Core.Readiness.Fact[] facts = [A.Rule(A.At(1, 5), criterion), new Observed(A.Report("a", A.At(1, 6), 12)), new Observed(A.Report("a", A.At(1, 7), 13))];
        var checkpoint = Assessment.WithCheckpoint(A.Timeline(A.Unit(), facts), A.At(1, 8)).Checkpoint;

        bool Carries(Core.Readiness.Fact fact) => checkpoint.Carries([fact], [], Rules.Default, A.Berlin);

        Assert.True(Carries(new Observed(A.Report("a", A.At(1, 9), 14))));
        Assert.False(Carries(new Observed(A.Report("a", A.At(1, 6), 14))));
        Assert.False(Carries(new ObservationRetracted(A.At(1, 9), "a", A.Ana)));
        Assert.False(Carries(new CriterionSet(A.At(1, 9), A.At(1, 9), "a", criterion with { Periods = 2 }, Relaxes: false)));
        Assert.False(Carries(new DependencySet(A.At(1, 9), 20, A.Ana, "another", 20)));
        Assert.False(checkpoint.Carries([], [], Rules.Default, TimeZoneInfo.Utc));
        Assert.False((checkpoint with { Format = 0 }).Carries([], [], Rules.Default, A.Berlin));
    }

    private static List<DateTimeOffset> Stops(Random random) => [.. Enumerable.Range(0, 1 + random.Next(5)).Select(_ => Histories.Moment(random)).Order()];

    private static (Assessment Assessment, Checkpoint Checkpoint) Whole(Timeline timeline, DateTimeOffset moment) => Assessment.WithCheckpoint(timeline, moment);

    /// <summary>As a store does it: what was known at the checkpoint is left out, the rest is carried or the walk begins anew.</summary>
    private static (Assessment Assessment, Checkpoint Checkpoint) GoOn(Timeline timeline, Checkpoint checkpoint, DateTimeOffset moment)
    {
        var read = KeptAndRead(checkpoint);
        var (facts, gate) = (timeline.Facts.Where(f => f.At > read.At).ToList(), timeline.Gate.Where(f => f.At > read.At).ToList());
        return read.Carries(facts, gate, timeline.Rules, timeline.Zone)
            ? Assessment.WithCheckpoint(new Timeline(timeline.Unit, timeline.Rules, timeline.Zone, facts, gate) { From = read }, moment)
            : Assessment.WithCheckpoint(timeline, moment);
    }

    private static Checkpoint KeptAndRead(Checkpoint checkpoint) => JsonSerializer.Deserialize<Checkpoint>(JsonSerializer.Serialize(checkpoint, Kept), Kept)!;

    private static string Text(Assessment assessment) => JsonSerializer.Serialize<object>(new { assessment, Obstacles = assessment.Obstacles.Select(o => o.ToString()) }, Kept);
}
