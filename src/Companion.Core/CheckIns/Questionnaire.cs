using Companion.Core.Readiness;

namespace Companion.Core.CheckIns;

/// <summary>What a round asks about a unit: few questions, so that answering takes 20 seconds.</summary>
public static class Questionnaire
{
    /// <summary>The criteria at or below the level and those of the next stage while below target; measured ones only while no source is connected.</summary>
    public static IEnumerable<Question> Of(Assessment assessment, Func<Criterion, Guid?> reporterOf, double freshDays)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        ArgumentNullException.ThrowIfNull(reporterOf);
        var highest = assessment.Next?.Position ?? assessment.Level;
        return assessment.Readings
            .Where(r => r.Criterion.Stage <= highest && IsAsked(r))
            .Select(r => Ask(assessment.Unit.Id, assessment.Unit.Key, assessment.Unit.Name, r.Criterion, reporterOf(r.Criterion), freshDays))
            .OfType<Question>();
    }

    /// <summary>The criteria of the stability gate.</summary>
    public static IEnumerable<Question> OfGate(IEnumerable<Reading> gate, Func<Criterion, Guid?> reporterOf, double freshDays) =>
        gate.Where(IsAsked).Select(r => Ask(null, GateKey, "Stability gate", r.Criterion, reporterOf(r.Criterion), freshDays)).OfType<Question>();

    /// <summary>What the stability gate is called where a unit's key would stand.</summary>
    public const string GateKey = "gate";

    private static bool IsAsked(Reading reading) =>
        reading.State != CriterionState.NotApplicable
        && reading.Criterion.Question.Length > 0
        && !(reading is { Decides.Source: Source.Measurement, Reason: not UnknownReason.Stale });

    private static Question? Ask(Guid? unit, string key, string name, Criterion criterion, Guid? reporter, double freshDays) =>
        criterion.Kind == CriterionKind.Opinion ? new(unit, key, name, criterion, null, freshDays)
        : reporter is null ? null
        : new(unit, key, name, criterion, reporter, freshDays);
}
