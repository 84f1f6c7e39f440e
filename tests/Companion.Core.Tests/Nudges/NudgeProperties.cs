using Companion.Core.Nudges;
using Companion.Core.Readiness;

namespace Companion.Core.Tests.Nudges;

public sealed class NudgeProperties
{
    [Fact]
    public void No_sequence_of_events_nudges_twice_for_one_cause() => Histories.HoldForAll(random =>
    {
        var timeline = Histories.Any(random);
        var nudges = new List<Nudge>();

        foreach (var moment in Moments(random, timeline))
        {
            var assessment = Assessment.Of(timeline, moment);
            foreach (var episode in NudgePolicy.Opens(assessment, nudges).ToList())
                nudges.Add(new(Guid.CreateVersion7(moment), timeline.Unit.Id, episode, NudgeState.Open, [], null, 1));
        }

        return nudges.Select(n => (n.Episode.Kind, n.Episode.Stage, n.Episode.Criterion, n.Episode.Start)).Distinct().Count() == nudges.Count
            && nudges.GroupBy(n => (n.Episode.Kind, n.Episode.Stage, n.Episode.Criterion)).All(g => AreApart([.. g.Select(n => n.Episode)], timeline));
    });

    [Fact]
    public void When_a_retired_unit_is_back_each_cause_that_holds_has_one_nudge_and_no_other_has() => Histories.HoldForAll(random =>
    {
        var timeline = Histories.Any(random);
        var moments = Moments(random, timeline).ToList();
        var nudges = new List<Nudge>();
        foreach (var moment in moments.Take(moments.Count / 2))
            nudges.AddRange(NudgePolicy.Opens(Assessment.Of(timeline, moment), nudges).Select(e => new Nudge(Guid.CreateVersion7(moment), timeline.Unit.Id, e, NudgeState.Open, [], null, 1)).ToList());
        var ended = nudges.ConvertAll(n => n with { State = NudgeState.Moot });

        var back = Assessment.Of(timeline, moments[^1]);
        var asked = NudgePolicy.AskAgain(back, ended).Select(n => n.Episode).Concat(NudgePolicy.Opens(back, ended)).Select(e => (e.Kind, e.Stage, e.Criterion, e.Start)).ToList();

        return asked.Order().SequenceEqual(back.Episodes.Where(e => e.Calls).Select(e => (e.Kind, e.Stage, e.Criterion, e.Start)).Order())
            && !NudgePolicy.AskAgain(back, nudges).Any();
    });

    /// <summary>Two nudges of one kind and stage are at least sustain apart, unless a hold stands between them or a date was missed anew.</summary>
    private static bool AreApart(List<Episode> episodes, Timeline timeline) => episodes.Zip(episodes.Skip(1)).All(pair =>
        pair.First.Kind == EpisodeKind.Late
        || pair.Second.Start - pair.First.Start >= Rules.Default.Sustain
        || timeline.Facts.OfType<HoldDecided>().Any(h => h.Kind == pair.First.Kind && h.Stage == pair.First.Stage && h.At >= pair.First.Start && h.At <= pair.Second.Start));

    // Looking at every stop and at random moments between: more looks than any schedule.
    private static IEnumerable<DateTimeOffset> Moments(Random random, Timeline timeline) =>
        timeline.Facts.Concat(timeline.Gate).Select(f => f.At)
            .Concat(Enumerable.Range(0, 60).Select(_ => Histories.Moment(random)))
            .Concat(Enumerable.Range(0, 180).Select(d => Histories.Start.AddDays(d)))
            .Order();
}
