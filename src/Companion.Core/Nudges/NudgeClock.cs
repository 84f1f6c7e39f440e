using Companion.Core.Members;
using Companion.Core.Readiness;

namespace Companion.Core.Nudges;

/// <summary>What a nudge's clocks call for: a reminder after 5 of the recipient's working days, the stewards after 10, the end after 30.</summary>
/// <remarks>A clock starts with delivery and stands still on days off and while its owner has put the nudge off.</remarks>
public static class NudgeClock
{
    /// <summary>Working days until the one reminder.</summary>
    public const int ReminderAfter = 5;

    /// <summary>Working days until the stewards are told.</summary>
    public const int EscalationAfter = 10;

    /// <summary>Working days until it lapses.</summary>
    public const int LapseAfter = 30;

    /// <summary>Only these ask for a decision and remind; an alarm tells, once.</summary>
    public static bool AsksForAnswer(EpisodeKind kind) => kind is not EpisodeKind.Alarm;

    /// <summary>All steps that are due, each with the moment it became due.</summary>
    /// <param name="workingTimeOf">The working time of a recipient.</param>
    public static IEnumerable<NudgeStep> Due(Nudge nudge, Func<Guid, WorkingTime> workingTimeOf, DateTimeOffset now) =>
        Steps(nudge, workingTimeOf).Where(s => s.At <= now);

    /// <summary>When the next step is due; null when none will be.</summary>
    public static DateTimeOffset? NextAt(Nudge nudge, Func<Guid, WorkingTime> workingTimeOf)
    {
        var steps = Steps(nudge, workingTimeOf).Select(s => s.At).ToList();
        return steps.Count == 0 ? null : steps.Min();
    }

    private static IEnumerable<NudgeStep> Steps(Nudge nudge, Func<Guid, WorkingTime> workingTimeOf)
    {
        ArgumentNullException.ThrowIfNull(nudge);
        ArgumentNullException.ThrowIfNull(workingTimeOf);
        if (nudge.State != NudgeState.Open || !AsksForAnswer(nudge.Episode.Kind))
            yield break;

        foreach (var recipient in nudge.Recipients)
            if (Reminder(recipient, workingTimeOf(recipient.Member)) is { } at)
                yield return new NudgeStep.Remind(recipient.Member, at);

        if (nudge.EscalatedAt is null && First(nudge, workingTimeOf, EscalationAfter) is { } escalate)
            yield return new NudgeStep.Escalate(escalate);
        if (First(nudge, workingTimeOf, LapseAfter) is { } lapse)
            yield return new NudgeStep.Lapse(lapse);
    }

    // Whoever puts a nudge off asks to hear of it again when that ends, reminded before or not.
    private static DateTimeOffset? Reminder(Recipient recipient, WorkingTime time) =>
        recipient.SnoozedUntil is { } until && (recipient.RemindedAt is null || recipient.RemindedAt < until) ? time.NextFrom(until)
        : recipient.RemindedAt is null ? After(recipient, time, ReminderAfter)
        : null;

    private static DateTimeOffset? First(Nudge nudge, Func<Guid, WorkingTime> workingTimeOf, int days) =>
        nudge.Recipients.Select(r => After(r, workingTimeOf(r.Member), days)).Min();

    private static DateTimeOffset? After(Recipient recipient, WorkingTime time, int days)
    {
        if (recipient.DeliveredAt is not { } delivered)
            return null;
        if (recipient is not { SnoozedFrom: { } from, SnoozedUntil: { } until })
            return time.AddWorkingDays(delivered, days);

        var before = Math.Min(days, time.WorkingDaysBetween(delivered, from));
        return before == days ? time.AddWorkingDays(delivered, days) : time.AddWorkingDays(until, days - before);
    }
}

/// <summary>Something a nudge's clock calls for.</summary>
/// <param name="At">When it became due.</param>
public abstract record NudgeStep(DateTimeOffset At)
{
    /// <summary>Remind one recipient.</summary>
    public sealed record Remind(Guid Member, DateTimeOffset At) : NudgeStep(At);

    /// <summary>Tell the stewards, with the history.</summary>
    public sealed record Escalate(DateTimeOffset At) : NudgeStep(At);

    /// <summary>Give up, visibly.</summary>
    public sealed record Lapse(DateTimeOffset At) : NudgeStep(At);
}
