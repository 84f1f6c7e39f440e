using System.Collections.Immutable;
using Companion.Core.Readiness;
using Companion.Core.Units;

namespace Companion.Templates;

/// <summary>What a schema cannot say about templates: keys that are unique, stages that are there, criteria whose parts fit together.</summary>
internal static class TemplateCheck
{
    /// <summary>Everything that is wrong, each with where; empty for templates that can be used.</summary>
    public static ImmutableArray<string> Of(UnitTemplates templates) =>
    [
        .. templates.Gate.IsDefaultOrEmpty ? ["The gate has no criterion."] : OfCriteria("gate", templates.Gate, []),
        .. templates.Units.IsDefaultOrEmpty ? ["There is no unit."] : templates.Units.SelectMany(OfUnit).Concat(Twice("units", templates.Units.Select(u => u.Key))),
    ];

    private static IEnumerable<string> OfUnit(UnitTemplate unit)
    {
        if (unit.Key is "gate" or "page" || Unit.KeyFrom(unit.Key) != unit.Key || unit.Key.Length == 0)
            yield return $"\"{unit.Key}\" is no key: lower-case letters, digits and dashes, and neither gate nor page.";
        if (unit.Name.Length is 0 or > 80)
            yield return $"{unit.Key}: a name has 1 to 80 characters.";
        if (unit.Stages.IsDefaultOrEmpty || !unit.Stages.Select(s => s.Position).SequenceEqual(unit.Stages.Select(s => s.Position).Distinct().Order()))
            yield return $"{unit.Key}: stages ascend, and there is at least one.";
        foreach (var stage in unit.Stages.Where(s => unit.Criteria.All(c => c.Stage != s.Position)))
            yield return $"{unit.Key}: nothing guards stage {stage.Position}.";
        foreach (var wrong in OfCriteria(unit.Key, unit.Criteria, [.. unit.Stages.Select(s => s.Position)]))
            yield return wrong;
    }

    /// <param name="stages">The stages a criterion may guard; empty for the gate, whose criteria guard 0.</param>
    private static IEnumerable<string> OfCriteria(string where, ImmutableArray<Criterion> criteria, ImmutableArray<int> stages) =>
        criteria.SelectMany(c => OfCriterion(c, stages).Select(wrong => $"{where}/{c.Key}: {wrong}")).Concat(Twice(where, criteria.Select(c => c.Key)));

    private static IEnumerable<string> OfCriterion(Criterion c, ImmutableArray<int> stages)
    {
        if (Unit.KeyFrom(c.Key) != c.Key || c.Key.Length == 0)
            yield return "that is no key.";
        if (stages.IsEmpty ? c.Stage != 0 : !stages.Contains(c.Stage))
            yield return $"there is no stage {c.Stage}.";
        if (c.Sentence.Length is 0 or > 300 || c.Question.Length is 0 or > 300)
            yield return "sentence and question have 1 to 300 characters; a measured criterion is asked while no source is connected.";
        if ((c.Kind == CriterionKind.Opinion) == (c.Aggregate == Aggregate.None))
            yield return "an opinion has an aggregate, a fact or measurement has none.";
        if (c.Aggregate == Aggregate.Share && c.Answer is not (AnswerType.Scale or AnswerType.YesNo))
            yield return "a share counts agreement: the answer is a scale or yes and no.";
        if (c.Threshold < 0 || (c.Threshold > 100 && (c.Answer == AnswerType.Percent || c.Aggregate == Aggregate.Share)) || (c.Answer == AnswerType.YesNo && c.Aggregate == Aggregate.None && c.Threshold != 1))
            yield return $"the threshold {c.Threshold} cannot be.";
        if (c.Periods is < 1 or > 24 || c.Weight <= 0 || c.FreshFor < TimeSpan.FromDays(1) || c.MinimumRespondents < 2 || c.MinimumCases < 0 || c.Tolerance < 0 || c.CountedIn.Length > 40)
            yield return "periods, weight, freshness, respondents, cases, tolerance or what is counted is out of its range.";
        if (c.Largest is { } largest && (c.Answer != AnswerType.Number || largest <= 0 || largest > Criterion.LargestNumber || c.Threshold > largest))
            yield return "only a number has a largest value, and the threshold lies within it.";
        if (c.CountedIn.Length > 0 && c.Answer != AnswerType.Number)
            yield return "only a number counts something.";
    }

    private static IEnumerable<string> Twice(string where, IEnumerable<string> keys) =>
        keys.GroupBy(k => k, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => $"{where}: \"{g.Key}\" is there twice.");
}
