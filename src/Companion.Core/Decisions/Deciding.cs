using Companion.Core.Readiness;
using Companion.Core.Units;

namespace Companion.Core.Decisions;

/// <summary>What may be decided about a unit, by whom and when. Each wish becomes a fact or a refusal.</summary>
public static class Deciding
{
    /// <summary>How long a hold lasts when nobody says otherwise, in days.</summary>
    public const int HoldDays = 90;

    /// <summary>The latest review date, in days from now.</summary>
    public const int LatestReviewDays = 366;

    /// <summary>The rule that a unit at <paramref name="level"/> will decide by. Advice and votes are not built yet: until then the owner decides at every level.</summary>
    public static DecisionRule RuleAt(int level) =>
        level < 40 ? DecisionRule.OwnerDecides : level < 70 ? DecisionRule.Advice : DecisionRule.Vote;

    /// <summary>The owners decide; for an unowned unit the stewards.</summary>
    public static Refusal? MayDecide(Unit unit, Guid by, bool isSteward)
    {
        ArgumentNullException.ThrowIfNull(unit);
        return unit.Owners.Contains(by) || (unit.Owners.IsEmpty && isSteward) ? null
            : unit.Owners.IsEmpty ? new Refusal("decide.stewards-only", $"{unit.Name} has no owner, so a steward decides.")
            : new Refusal("decide.owners-only", $"Only an owner of {unit.Name} decides this. A steward can step it back.");
    }

    /// <summary>A step back protects: owners and stewards may, at once, under every rule.</summary>
    public static Refusal? MayStepBack(Unit unit, Guid by, bool isSteward)
    {
        ArgumentNullException.ThrowIfNull(unit);
        return unit.Owners.Contains(by) || isSteward ? null
            : new Refusal("decide.owners-or-stewards", $"Only an owner of {unit.Name} or a steward can step it back.");
    }

    /// <summary>Up by one stage, when the unit is ready.</summary>
    public static Outcome<LevelMoved> Advance(Assessment assessment, int? to, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        var unit = assessment.Unit;
        if (assessment.Target is null || assessment.Level >= assessment.Target.Level)
            return unit.NextAbove(assessment.Level) is { } above
                ? new Refusal("advance.no-target", $"{unit.Name} is where it should be. Set a higher target first: target {unit.Key} {above.Position}.")
                : new Refusal("advance.top", $"{unit.Name} is at the top already.");

        var next = assessment.Next!;
        if (to is { } wished && wished != next.Position)
            return new Refusal("advance.one-stage", $"One stage per decision: {unit.Name} can go to {next.Position} ({next.Title}) next, not to {wished}.", "to");

        return assessment.Status switch
        {
            Status.Ready => new LevelMoved(now, next.Position),
            Status.HeldBack => new Refusal("advance.held-back", $"{unit.Name} is held back: {string.Join(" ", assessment.Obstacles.Select(Why))}"),
            var status => new Refusal("advance.not-ready", $"{unit.Name} is {InWords.Status(status)}, not ready. See what is missing: why {unit.Key}."),
        };
    }

    /// <summary>Down to a lower stage, by any distance, at once.</summary>
    public static Outcome<LevelMoved> StepBack(Assessment assessment, int? to, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        var unit = assessment.Unit;
        if (assessment.Level == 0)
            return new Refusal("step-back.bottom", $"{unit.Name} is at 0 already: there is no step back from there.");
        if (to is not { } position)
            return new Refusal("step-back.where", $"Say where to: a stage below {assessment.Level}.", "to");
        if (position >= assessment.Level || !unit.HasPosition(position))
            return new Refusal("step-back.not-below", $"{position} is not a stage below {assessment.Level}. Choose one of {string.Join(", ", Below(unit, assessment.Level))}.", "to");

        return new LevelMoved(now, position);
    }

    /// <summary>Answers what calls now, so that it is silent until the review date or until the supported level changes.</summary>
    public static Outcome<HoldDecided> Hold(Assessment assessment, DateTimeOffset review, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        var calling = assessment.Episodes.LastOrDefault(e => e is { Calls: true, Kind: EpisodeKind.Ready or EpisodeKind.Overextended });
        if (calling is null)
            return new Refusal("hold.nothing", $"{assessment.Unit.Name} is {InWords.Status(assessment.Status)}: nothing asks for a decision, so there is nothing to hold.");
        if (CheckReview(review, now) is { } why)
            return why;

        return new HoldDecided(now, calling.Kind, calling.Stage, review);
    }

    /// <summary>Sets a target above the level or drops it.</summary>
    public static Outcome<TargetSet> SetTarget(Assessment assessment, Target? target, DateOnly today, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        var unit = assessment.Unit;
        if (target is null)
            return new TargetSet(now, null);
        if (!unit.Stages.Any(s => s.Position == target.Level))
            return new Refusal("target.no-such-stage", $"{unit.Name} has no stage {target.Level}. Choose one of {string.Join(", ", unit.Stages.Select(s => s.Position))}.", "target");
        if (target.By is { } by && by < today)
            return new Refusal("target.past", "That day has passed. Choose today or later.", "by");
        if (target.By is { } far && far > today.AddYears(10))
            return new Refusal("target.far", "That is more than ten years away. Choose a nearer day.", "by");

        return new TargetSet(now, target);
    }

    /// <summary>The longest waiver of the gate, in days.</summary>
    public const int LongestWaiverDays = 90;

    /// <summary>Lets the gate pass until a moment; a moment that is now ends a waiver.</summary>
    public static Outcome<GateWaived> WaiveGate(DateTimeOffset until, bool isSteward, DateTimeOffset now) =>
        !isSteward ? new Refusal("waive.stewards-only", "Only a steward waives the stability gate.")
        : until < now ? new Refusal("waive.past", "That day has passed. Choose a later one.", "until")
        : until > now.AddDays(LongestWaiverDays) ? new Refusal("waive.long", $"A waiver lasts at most {LongestWaiverDays} days. Choose an earlier day; it can be waived again then.", "until")
        : new GateWaived(now, until);

    /// <summary>A review date lies ahead and at most <see cref="LatestReviewDays"/> days away.</summary>
    public static Refusal? CheckReview(DateTimeOffset review, DateTimeOffset now) =>
        review <= now ? new Refusal("review.past", "The review date has to lie ahead.", "review")
        : review > now.AddDays(LatestReviewDays) ? new Refusal("review.far", $"The review date can be at most {LatestReviewDays} days away.", "review")
        : null;

    private static IEnumerable<int> Below(Unit unit, int level) => unit.Stages.Select(s => s.Position).Prepend(0).Where(p => p < level);

    private static string Why(Obstacle obstacle) => obstacle switch
    {
        Obstacle.GateIs gate => $"the stability gate {InWords.Gate(gate.State)}.",
        Obstacle.Needs needs => $"it needs {needs.Unit} at {needs.Level}.",
        Obstacle.CoolDown coolDown => $"the last move settles until {coolDown.Until:d MMMM yyyy}.",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
