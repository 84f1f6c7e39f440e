using Companion.Core.Readiness;

namespace Companion.Core.Tests.Readiness;

public sealed class AssessmentProperties
{
    private static readonly TimeSpan Sustain = Rules.Default.Sustain;

    [Fact]
    public void There_is_exactly_one_status_and_it_is_the_first_that_applies() => Histories.HoldForAll(random =>
    {
        var (timeline, moment) = (Histories.Any(random), Histories.Moment(random));

        var assessment = Assessment.Of(timeline, moment);

        return assessment.Status == Oracle(timeline, moment);
    });

    [Fact]
    public void The_supported_level_never_rises_when_evidence_worsens() => Histories.HoldForAll(random =>
    {
        var (timeline, moment) = (Histories.Any(random), Histories.Moment(random));
        var observed = timeline.Facts.OfType<Observed>().Where(o => o.Observation.Value is not null).ToList();
        if (observed.Count == 0)
            return true;
        var victim = observed[random.Next(observed.Count)];
        var worse = new Observed(victim.Observation with { Value = victim.Observation.Value - 1 - random.Next(10) });

        var worsened = A.Timeline(timeline.Unit, timeline.Facts.Replace(victim, worse), timeline.Gate);

        return Assessment.Of(worsened, moment).Supported <= Assessment.Of(timeline, moment).Supported;
    });

    [Fact]
    public void Unknown_never_makes_a_unit_overextended() => Histories.HoldForAll(random =>
    {
        var (timeline, moment) = (Histories.WithoutContradiction(random), Histories.Moment(random));

        return Assessment.Of(timeline, moment).Status != Status.Overextended;
    });

    [Fact]
    public void Nothing_changes_by_itself_before_the_moment_an_assessment_names() => Histories.HoldForAll(random =>
    {
        var (timeline, moment) = (Histories.Any(random), Histories.Moment(random));
        var before = Assessment.Of(timeline, moment);
        var quiet = timeline.Facts.Concat(timeline.Gate).Select(f => f.At).Where(at => at > moment).Append(before.NextChangeAt ?? DateTimeOffset.MaxValue).Append(moment.AddDays(100)).Min();

        var after = Assessment.Of(timeline, moment + ((quiet - moment) * (0.999 * random.NextDouble())));

        return (after.Status, after.Since, after.Supported, after.IsLate, after.Gate) == (before.Status, before.Since, before.Supported, before.IsLate, before.Gate)
            && after.Readings.Select(r => r.State).SequenceEqual(before.Readings.Select(r => r.State))
            && after.Episodes.SequenceEqual(before.Episodes);
    });

    [Fact]
    public void What_comes_later_does_not_change_what_was() => Histories.HoldForAll(random =>
    {
        var (timeline, moment) = (Histories.Any(random), Histories.Moment(random));
        var known = A.Timeline(timeline.Unit, timeline.Facts.Where(f => f.At <= moment), timeline.Gate.Where(f => f.At <= moment));

        var (then, now) = (Assessment.Of(known, moment), Assessment.Of(timeline, moment));

        return (then.Status, then.Since, then.Supported, then.Level) == (now.Status, now.Since, now.Supported, now.Level) && then.Episodes.SequenceEqual(now.Episodes);
    });

    [Fact]
    public void A_foreseen_change_comes_true_if_nothing_new_happens() => Histories.HoldForAll(random =>
    {
        var moment = Histories.Moment(random);
        var all = Histories.Any(random);
        var timeline = A.Timeline(all.Unit, all.Facts.Where(f => f.At <= moment), all.Gate.Where(f => f.At <= moment));

        return Assessment.ForeseenChange(timeline, moment) is not { } foreseen
            || (Assessment.Of(timeline, foreseen.At).Status == foreseen.Status && Assessment.Of(timeline, foreseen.At.AddTicks(-1)).Status == Assessment.Of(timeline, moment).Status);
    });

    /// <summary>The status by the words of the rules: what has held at every even hour of the last 14 days has held without a break.</summary>
    private static Status Oracle(Timeline timeline, DateTimeOffset moment)
    {
        var now = Assessment.Of(timeline, moment);
        var past = Enumerable.Range(0, (int)(Sustain / TimeSpan.FromHours(2)) + 1).Select(i => Assessment.Of(timeline, moment.AddHours(-2 * i))).ToList();
        var relaxed = Relaxations(timeline).Any(at => at <= moment && at > moment - Sustain);
        var next = now.Next;
        if (now.Readings.Any(r => past.TrueForAll(p => p.Readings.Any(q => q.Criterion.Key == r.Criterion.Key && q.State == CriterionState.NotMet && q.Criterion.Stage <= p.Level))))
            return Status.Overextended;
        if (next is not null && !relaxed && past.TrueForAll(p => p.Supported > p.Level))
            return now.Obstacles.IsEmpty ? Status.Ready : Status.HeldBack;
        if (now.Readings.Any(r => r.State == CriterionState.Unknown && r.Criterion.Stage <= now.Level))
            return Status.Unproven;
        if (next is null)
            return Status.Steady;

        var guards = now.GuardsOf(next.Position).ToList();
        var unknown = guards.Count(g => g.State == CriterionState.Unknown);
        return unknown * 2 > guards.Count ? Status.Blind
            : guards.Count(g => !g.Holds) <= 2 && guards.Exists(g => g.Holds) ? Status.Nearing
            : Status.Steady;
    }

    /// <summary>When criteria became easier: an edit that took effect before the next one of the same criterion, or a declaration that it does not apply.</summary>
    private static IEnumerable<DateTimeOffset> Relaxations(Timeline timeline)
    {
        var edits = timeline.Facts.OfType<CriterionSet>().ToList();
        return edits.Where((e, i) => e.Relaxes && !edits.Skip(i + 1).Any(later => later.Key == e.Key && later.At < e.Effective)).Select(e => e.Effective)
            .Concat(timeline.Facts.OfType<ApplicabilityDeclared>().Where(d => !d.Applies).Select(d => d.At))
            .Concat(timeline.Facts.OfType<StageFreed>().Where(f => f.NeedsNone).Select(f => f.At));
    }
}
