using Companion.Core.Units;

namespace Companion.Core.Readiness;

/// <summary>Why a unit is what it is: for its status and each of its numbers the chain of reasons, in sentences.</summary>
public static class Explanation
{
    /// <summary>The status, why it applies, and what would change it.</summary>
    /// <param name="foreseen">What comes if nothing new happens, from <see cref="Assessment.ForeseenChange"/>.</param>
    public static Reason OfStatus(Assessment assessment, Rules rules, (Status Status, DateTimeOffset At)? foreseen)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        ArgumentNullException.ThrowIfNull(rules);
        var because = Because(assessment, rules).ToList();
        if (assessment.IsLate)
            because.Add(Reason.Of(Sentence.Of($"It is late: the target {assessment.Target!.Level} was promised by {assessment.Target.By!.Value:d MMMM yyyy}.")));
        foreach (var reading in assessment.Readings)
            if (OfAlarm(reading) is { } alarm && !because.Exists(r => r.Lines().Any(l => l.Says == alarm)))
                because.Add(Reason.Of(Sentence.Of($"{reading.Criterion.Key}: {alarm}")));
        if (foreseen is { } change)
            because.Add(Reason.Of(Sentence.Of($"If nothing new comes in, it becomes {InWords.Status(change.Status)} on {change.At}.")));

        return Reason.Of(Sentence.Of($"{assessment.Unit.Name} is {InWords.Status(assessment.Status)} since {assessment.Since}."), because);
    }

    /// <summary>How far the evidence carries, stage by stage, up to the first that does not hold.</summary>
    public static Reason OfSupported(Assessment assessment)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        var stages = assessment.Unit.Stages
            .TakeWhile(s => s.Position <= assessment.Supported || s == assessment.Unit.NextAbove(assessment.Supported))
            .Select(s => OfStage(assessment, s));
        return Reason.Of($"The evidence supports {assessment.Supported} ({assessment.Unit.TitleOf(assessment.Supported)}).", stages);
    }

    /// <summary>Whether one stage holds, criterion by criterion.</summary>
    public static Reason OfStage(Assessment assessment, Stage stage)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        ArgumentNullException.ThrowIfNull(stage);
        var guards = assessment.GuardsOf(stage.Position).ToList();
        var freed = assessment.FreedStages.Contains(stage.Position);
        var says = guards switch
        {
            [] when freed => $"Stage {stage.Position} ({stage.Title}) was declared to need no criterion.",
            [] => $"Stage {stage.Position} ({stage.Title}) has no criterion, so nothing can prove it.",
            _ when guards.All(g => g.Holds) => $"Stage {stage.Position} ({stage.Title}) holds.",
            _ => $"Stage {stage.Position} ({stage.Title}) lacks {Names(guards.Where(g => !g.Holds))}.",
        };
        return Reason.Of(says, guards.Select(OfCriterion));
    }

    /// <summary>The gate and its criteria.</summary>
    public static Reason OfGate(Assessment assessment)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        var criteria = assessment.GateReadings.Select(OfCriterion);
        var says = assessment.GateWaivedUntil is { } until
            // The waiver ends with a day; its last moment still belongs to that day.
            ? Sentence.Of($"The stability gate {InWords.Gate(assessment.Gate)}; it is waived until {until.AddMilliseconds(-1)}.")
            : Sentence.Of($"The stability gate {InWords.Gate(assessment.Gate)}.");
        return Reason.Of(says, criteria);
    }

    /// <summary>The state of one criterion, the evidence behind it, the condition, and until when it counts.</summary>
    public static Reason OfCriterion(Reading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        var rule = reading.Criterion;
        var more = new List<Reason>();
        if (OfAlarm(reading) is { } alarm)
            more.Add(Reason.Of(alarm));
        if (reading.Announced is { Criterion: { } next } announced)
            more.Add(Reason.Of(Sentence.Of($"From {announced.Effective} on {InWords.Difference(rule, next)}.")));
        if (reading.Announced is { Criterion: null } going)
            more.Add(Reason.Of(Sentence.Of($"It no longer counts from {going.Effective} on.")));

        return Reason.Of(Sentence.Of($"{rule.Key} is {InWords.State(reading.State)}: {Evidence(reading)} (needs {InWords.Condition(rule)})."), more);
    }

    /// <summary>Both values of an alarm; null while report and measurement agree, or one of them is missing.</summary>
    public static Sentence? OfAlarm(Reading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        return reading.Alarm is { } alarm
            ? Sentence.Of($"Alarm: reported {InWords.Value(reading.Criterion, alarm.Reported.Value!.Value)} on {alarm.Reported.At}, measured {InWords.Value(reading.Criterion, alarm.Measured.Value!.Value)} on {alarm.Measured.When}; the measurement decides.")
            : null;
    }

    private static IEnumerable<Reason> Because(Assessment a, Rules rules) => a.Status switch
    {
        Status.Overextended => Overextended(a, rules),
        Status.Ready => Ready(a, rules),
        Status.HeldBack => Ready(a, rules).Concat(a.Obstacles.Select(OfObstacle)),
        Status.Unproven => [Reason.Of($"At level {a.Level} the evidence is missing for {Names(Unknown(a))}: nobody says it is wrong, but nothing proves it.", Unknown(a).Select(OfCriterion))],
        Status.Blind => [Reason.Of($"More than half of what guards stage {a.Next!.Position} is unknown. Ask or connect first: {Names(a.GuardsOf(a.Next.Position).Where(IsUnknown))}.", a.GuardsOf(a.Next.Position).Select(OfCriterion))],
        Status.Nearing => Nearing(a, rules),
        Status.Steady => Steady(a),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static IEnumerable<Reason> Overextended(Assessment a, Rules rules)
    {
        foreach (var (key, since) in a.ContradictedSince.Where(c => c.Value + rules.Sustain <= a.At))
            yield return Reason.Of(
                Sentence.Of($"{key} guards a stage at or below the level {a.Level} and has been contradicted since {since}, for {rules.Sustain.Days} days or more."),
                OfCriterion(a.Readings.First(r => r.Criterion.Key == key)));
        yield return Reason.Of(Sentence.Of($"Mend it, or step back to what the evidence supports ({a.Supported})."));
    }

    private static IEnumerable<Reason> Ready(Assessment a, Rules rules)
    {
        yield return Reason.Of(
            Sentence.Of($"The evidence has supported {a.Supported}, above the level {a.Level}, since {a.SupportedAboveSince!.Value}: {rules.Sustain.Days} days or more."),
            OfSupported(a).Because);
        if (a.Status == Status.Ready)
            yield return OfGate(a);
    }

    private static Reason OfObstacle(Obstacle obstacle) => obstacle switch
    {
        Obstacle.GateIs gate => Reason.Of($"The stability gate {InWords.Gate(gate.State)}."),
        Obstacle.Needs needs => Reason.Of($"It needs {needs.Unit} at {needs.Level}; that is at {needs.Is}."),
        Obstacle.CoolDown coolDown => Reason.Of(Sentence.Of($"The last move settles until {coolDown.Until}.")),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static IEnumerable<Reason> Nearing(Assessment a, Rules rules)
    {
        var lacking = a.GuardsOf(a.Next!.Position).Where(r => !r.Holds).ToList();
        if (lacking.Count > 0)
            yield return Reason.Of($"Stage {a.Next.Position} ({a.Next.Title}) lacks {Names(lacking)}.", lacking.Select(OfCriterion));
        else if (a.SupportedAboveSince is { } since)
            yield return Reason.Of(Sentence.Of($"The evidence supports {a.Supported} since {since}; it has to hold for {rules.Sustain.Days} days, until {since + rules.Sustain}."), OfSupported(a).Because);
        else
            yield return Reason.Of($"Stage {a.Next.Position} holds by itself, but a stage below it does not.", OfSupported(a).Because);

        foreach (var obstacle in a.Obstacles)
            yield return OfObstacle(obstacle);
    }

    private static IEnumerable<Reason> Steady(Assessment a)
    {
        if (a.Target is null)
            yield return Reason.Of("No target is set, so nothing is asked of it.");
        else if (a.Next is null)
            yield return Reason.Of($"The level {a.Level} has reached the target {a.Target.Level}.");
        else
            yield return OfStage(a, a.Next);
        if (a.CoolDownUntil is { } until)
            yield return Reason.Of(Sentence.Of($"The last move settles until {until}."));
    }

    private static Sentence Evidence(Reading reading)
    {
        if (reading.State == CriterionState.NotApplicable)
            return "declared so by a decision";
        if (reading.Decides is not { } evidence)
            return "nothing has been observed yet";

        var what = Observed(reading.Criterion, evidence);
        return reading switch
        {
            { Reason: UnknownReason.Stale } => Sentence.Of($"{what}, too old to count since {evidence.ExpiresFor(reading.Criterion)}"),
            { Reason: UnknownReason.TooFewRespondents } => Sentence.Of($"{what}, fewer than the {reading.Criterion.RespondentsNeeded(evidence.Asked, evidence.Anonymous)} answers it takes"),
            { Reason: UnknownReason.TooFewCases } => Sentence.Of($"{what}, fewer than the {reading.Criterion.MinimumCases} cases it takes"),
            { Reason: UnknownReason.TooFewPeriods } => Sentence.Of($"{what}, so far in {reading.PeriodsHeld} of {reading.Criterion.Periods} periods"),
            _ => Sentence.Of($"{what}, counts until {reading.ExpiresAt!.Value}"),
        };
    }

    private static Sentence Observed(Criterion rule, Observation evidence)
    {
        var value = evidence.Value is { } v ? InWords.Value(rule, v) : "\"I don't know\"";
        return evidence.Source switch
        {
            Source.Opinion when evidence is { Value: null, Cases: > 0 } => Sentence.Of($"{evidence.Cases} of {evidence.Asked} people answered, {evidence.At}"),
            Source.Opinion when evidence.Value is null => Sentence.Of($"no opinion from {evidence.Asked} people asked, {evidence.At}"),
            Source.Opinion => Sentence.Of($"{value} from {evidence.Cases} answers of {evidence.Asked} people, {evidence.At}"),
            Source.Report when evidence.Reporter is { } reporter => Sentence.Of($"{value}{Over(evidence)} reported by {reporter} on {evidence.At}"),
            Source.Report => Sentence.Of($"{value}{Over(evidence)} reported on {evidence.At}"),
            Source.Measurement when evidence.Value is null => Sentence.Of($"the measurement of {evidence.When} could not tell"),
            Source.Measurement => Sentence.Of($"{value}{Over(evidence)} measured on {evidence.When}"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static string Over(Observation evidence) => evidence.Cases is { } cases ? $" over {cases} cases" : "";

    private static bool IsUnknown(Reading reading) => reading.State == CriterionState.Unknown;

    private static List<Reading> Unknown(Assessment a) => [.. a.Readings.Where(r => IsUnknown(r) && r.Criterion.Stage <= a.Level)];

    private static string Names(IEnumerable<Reading> readings) => string.Join(", ", readings.Select(r => r.Criterion.Key));
}
