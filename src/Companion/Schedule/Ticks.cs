using Companion.Chat;

namespace Companion.Schedule;

/// <summary>Everything the schedule looks after, once, in the order in which one thing leads to the next. For clocks that are moved by hand: the demo and tests.</summary>
internal sealed class Ticks(OpenDueRounds open, RemindAndClose close, MeasureRecords measure, AssessUnits assess, NudgeOwners nudge, AskForReviews review, OutboxWorker outbox)
{
    public async Task RunAllAsync(CancellationToken ct)
    {
        foreach (ITick tick in (ITick[])[open, close, measure, assess, nudge, review])
            await tick.RunAsync(ct);
        await outbox.SendDueAsync(ct);
        // A delivery starts the clock of a nudge, and its first look is due at once.
        await nudge.RunAsync(ct);
    }
}
