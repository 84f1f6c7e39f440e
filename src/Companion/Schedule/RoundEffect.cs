using System.Collections.Immutable;
using Companion.Core.CheckIns;
using Companion.Core.Readiness;
using Companion.Messages;
using Companion.Views;

namespace Companion.Schedule;

/// <summary>What a round did to the assessments: the state without its opinions beside the state with them.</summary>
internal static class RoundEffect
{
    /// <summary>A sentence about a unit whose supported level, status or gate changed; null when nothing did.</summary>
    public static Line? Of(Timeline timeline, ImmutableArray<(Guid? Unit, Observation Opinion)> opinions, DateTimeOffset now)
    {
        var own = opinions.Where(o => o.Unit == timeline.Unit.Id).Select(o => new Observed(o.Opinion));
        var gate = opinions.Where(o => o.Unit is null).Select(o => new Observed(o.Opinion));
        var with = new Timeline(timeline.Unit, timeline.Rules, timeline.Zone, [.. timeline.Facts, .. own], [.. timeline.Gate, .. gate]);
        var (before, after) = (Assessment.Of(timeline, now), Assessment.Of(with, now));
        if (before.Supported == after.Supported && before.Status == after.Status && before.Gate == after.Gate)
            return null;

        var line = Line.Of(new Inline.Strong(timeline.Unit.Name), new Inline.Plain($" is {InWords.Status(after.Status)}, the evidence supports {after.Supported}"));
        line = before.Supported == after.Supported ? line : line.Then($" (before: {before.Supported})");
        line = before.Gate == after.Gate ? line.Then(".") : line.Then($"; the stability gate {InWords.Gate(after.Gate)}.");
        var foreseen = Assessment.ForeseenChange(with, now);
        return foreseen is { } change
            ? line.Then($" It becomes {InWords.Status(change.Status)} on ").Then(Wording.Day(change.At)).Then(" if it stays so.")
            : line;
    }

    /// <summary>The value of the question's criterion before the round opened.</summary>
    public static decimal? Before(Question question, DateTimeOffset openedAt, ImmutableArray<Timeline> timelines)
    {
        var timeline = question.UnitId is null ? timelines.FirstOrDefault() : timelines.FirstOrDefault(t => t.Unit.Id == question.UnitId);
        var facts = question.UnitId is null ? timeline?.Gate : timeline?.Facts;
        return facts?.OfType<Observed>().LastOrDefault(o => o.At < openedAt && o.Observation.Criterion == question.Criterion.Key)?.Observation.Value;
    }
}
