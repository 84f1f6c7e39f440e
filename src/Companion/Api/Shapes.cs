using Companion.Core.Decisions;
using Companion.Core.Readiness;
using Companion.Core.Units;
using Companion.Views;

namespace Companion.Api;

/// <summary>The domain in the shapes that the API promises.</summary>
internal static class Shapes
{
    public static UnitAnswer Unit(Assessment a, Func<Guid, string> nameOf) =>
        new(a.Unit.Key, a.Unit.Name, a.Unit.Harm.ToString(), a.Level, TargetOf(a.Target), [.. a.Unit.Owners.Select(o => new PersonAnswer(o, nameOf(o)))]);

    public static UnitDetails Details(Assessment a) =>
        new(a.Unit.Key, a.Unit.Name, a.Unit.Harm.ToString(), [.. a.Unit.Stages.Select(s => new StageAnswer(s.Position, s.Title, s.Says))], [.. a.Readings.Select(r => CriterionOf(r.Criterion))]);

    public static UnitDetails Gate(Assessment a) => new(Core.CheckIns.Questionnaire.GateKey, "Stability gate", null, [], [.. a.GateReadings.Select(r => CriterionOf(r.Criterion))]);

    public static AssessmentAnswer Assessment(UnitState state, Func<Guid, string> nameOf)
    {
        var a = state.Assessment;
        return new(
            a.Unit.Key, a.At, a.Status.ToString(), a.Since, Words(Explanation.OfStatus(a, Rules.Default, state.Foreseen), nameOf), a.Level, a.Supported, TargetOf(a.Target), a.IsLate, a.Gate.ToString(),
            a.GateWaivedUntil, a.CoolDownUntil, a.NextChangeAt, state.Foreseen is { } next ? new(next.Status.ToString(), next.At) : null, [.. a.Readings.Select(ReadingOf)]);
    }

    public static DecisionAnswer Decision(Decision d, Dictionary<Guid, string> keys, Func<Guid, string> nameOf) => new(
        d.Number, d.At, d.Kind.ToString(), d.UnitId is { } unit ? keys.GetValueOrDefault(unit) : null, DecisionView.What(d), new(d.DecidedBy, nameOf(d.DecidedBy)), d.Rule.ToString(),
        d.Texts.Rationale, d.Details.ReviewOn, d.Details.Supersedes);

    public static DecisionDetailsAnswer Details(Decision d, ChainEntry entry, long? successor, Dictionary<Guid, string> keys, Func<Guid, string> nameOf) => new(
        Decision(d, keys, nameOf), d.Details.From, d.Details.To, TargetOf(d.Details.Target), d.Details.Trigger?.ToString(), d.Texts.Effect, d.Texts.Cost, d.Details.Precedents,
        d.Details.Evidence, successor, entry.PreviousHash, entry.Hash);

    private static ReadingAnswer ReadingOf(Reading r) => new(
        r.Criterion.Key, r.Criterion.Stage, r.State.ToString(), r.Reason.ToString(), r.Decides?.Value, r.Decides?.Cases, r.Decides?.Source.ToString(), r.Decides?.Origin,
        r.Decides?.ObservedAt ?? r.Decides?.At, r.ExpiresAt, r.Decides?.Link, r.Decides?.Note, r.Decides?.Places, AlarmOf(r.Alarm));

    private static AlarmAnswer? AlarmOf(Alarm? alarm) =>
        alarm is null ? null : new(alarm.Reported.Value!.Value, alarm.Reported.ObservedAt ?? alarm.Reported.At, alarm.Measured.Value!.Value, alarm.Measured.ObservedAt ?? alarm.Measured.At);

    private static CriterionAnswer CriterionOf(Criterion c) =>
        new(c.Key, c.Stage, c.Sentence, c.Kind.ToString(), c.Answer.ToString(), c.Comparison.ToString(), c.Threshold, c.CountedIn, c.Periods, c.MinimumCases, c.Tolerance);

    private static TargetAnswer? TargetOf(Target? target) => target is null ? null : new(target.Level, target.By);

    private static string Words(Reason reason, Func<Guid, string> nameOf) => string.Join(' ', reason.Because.Prepend(reason).Select(r => Words(r.Says, nameOf)));

    private static string Words(Core.Sentence sentence, Func<Guid, string> nameOf) => string.Concat(sentence.Fragments.Select(f => f switch
    {
        Core.Fragment.Text text => text.Says,
        Core.Fragment.Day day => day.At.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        Core.Fragment.Person person => nameOf(person.Id),
        _ => throw new System.Diagnostics.UnreachableException(),
    }));
}
