namespace Companion.Core.Readiness;

/// <summary>What an edit of a criterion can do to its state. An edit may do both.</summary>
/// <param name="Relaxes">It can turn not met into met.</param>
/// <param name="Tightens">It can turn met into not met.</param>
public sealed record CriterionEdit(bool Relaxes, bool Tightens)
{
    /// <summary>Compares two versions of a criterion; null before for a new one, null after for a removed one.</summary>
    public static CriterionEdit Between(Criterion? before, Criterion? after) => (before, after) switch
    {
        (null, null) => new(false, false),
        (null, _) => new(false, true),
        (_, null) => new(true, false),
        _ => Compare(before, after),
    };

    private static CriterionEdit Compare(Criterion before, Criterion after)
    {
        // Another question, another way to count: nobody can say what that does, so it counts as both.
        if (before.Kind != after.Kind || before.Answer != after.Answer || before.Aggregate != after.Aggregate || before.Question != after.Question)
            return new(true, true);

        var threshold = Stricter(before, after);
        ReadOnlySpan<int> signs =
        [
            threshold,
            after.Periods.CompareTo(before.Periods),
            after.MinimumCases.CompareTo(before.MinimumCases),
            (after.MinimumRespondents ?? 3).CompareTo(before.MinimumRespondents ?? 3),
            // Guarding a lower stage concerns more of the slider; shorter freshness lets evidence lapse sooner.
            before.Stage.CompareTo(after.Stage),
            (before.FreshFor ?? TimeSpan.MaxValue).CompareTo(after.FreshFor ?? TimeSpan.MaxValue),
        ];
        var (relaxes, tightens) = (false, false);
        foreach (var sign in signs)
            (relaxes, tightens) = (relaxes || sign < 0, tightens || sign > 0);

        return new(relaxes, tightens);
    }

    /// <summary>Above 0 when the condition became harder, below 0 when easier; "below 5" is harder than "at most 5".</summary>
    private static int Stricter(Criterion before, Criterion after)
    {
        var atLeast = (before.Comparison == Comparison.AtLeast, after.Comparison == Comparison.AtLeast);
        return atLeast switch
        {
            (true, true) => after.Threshold.CompareTo(before.Threshold),
            (false, false) when after.Threshold != before.Threshold => before.Threshold.CompareTo(after.Threshold),
            (false, false) => after.Comparison.CompareTo(before.Comparison),
            _ => throw new ArgumentException("Turning a comparison around is another criterion: remove this one and add a new one.", nameof(after)),
        };
    }

    /// <summary>Decides on an edit: who may, from when it counts.</summary>
    /// <param name="before">The rule that counts today; null while none does.</param>
    /// <param name="after">The rule as it shall be; null when it shall go.</param>
    /// <param name="by">Who edits.</param>
    /// <param name="owners">Owners of the unit.</param>
    /// <param name="stewards">All stewards of the organisation.</param>
    /// <param name="rules">How long notice is.</param>
    /// <param name="now">When.</param>
    /// <param name="announced">A rule on notice, which the edit takes the place of: taking back what was announced is relaxing too, and what does not go beyond it keeps its day.</param>
    /// <param name="isFirstOfItsStage">True for a new criterion of a stage that has none and was not declared to need none: nothing rests on that stage, so nothing can be taken away and no notice is needed.</param>
    /// <returns>The fact, or a refusal saying who may.</returns>
    public static Outcome<CriterionSet> Decide(
        Criterion? before, Criterion? after, Guid by, IReadOnlyCollection<Guid> owners, IReadOnlyCollection<Guid> stewards, Rules rules, DateTimeOffset now, AnnouncedRule? announced = null, bool isFirstOfItsStage = false)
    {
        ArgumentNullException.ThrowIfNull(owners);
        ArgumentNullException.ThrowIfNull(stewards);
        ArgumentNullException.ThrowIfNull(rules);
        var latest = announced is null ? before : announced.Criterion;
        if ((before ?? after ?? latest)?.Key is not { } key)
            throw new ArgumentException("An edit needs a criterion before or after.", nameof(after));
        if (!owners.Contains(by) && !stewards.Contains(by))
            return new Refusal("criterion.not-yours", "Only an owner of the unit or a steward can change its criteria.");
        if ((before ?? latest) is { } one && after is not null && (one.Comparison == Comparison.AtLeast) != (after.Comparison == Comparison.AtLeast))
            return new Refusal("criterion.turned-around", "Turning a comparison around makes another criterion: remove this one and add a new one.");

        var (edit, again) = (Between(before, after), Between(latest, after));
        var onlyOwner = owners.Count == 1 && owners.Contains(by);
        if ((edit.Relaxes || again.Relaxes) && (!stewards.Contains(by) || (onlyOwner && stewards.Any(s => s != by))))
            return new Refusal("criterion.relax-needs-steward", "Relaxing a criterion needs a steward who is not the unit's only owner. Ask one to do it.");

        var from = !edit.Tightens || isFirstOfItsStage ? now
            : announced is not null && !again.Tightens ? announced.Effective
            : now + rules.Notice;
        return new CriterionSet(now, from, key, after, edit.Relaxes);
    }
}
