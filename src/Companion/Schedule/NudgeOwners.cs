using Companion.Chat;
using Companion.Core.Members;
using Companion.Core.Nudges;
using Companion.Core.Readiness;
using Companion.Storage;
using Companion.Telemetry;

namespace Companion.Schedule;

/// <summary>Looks after the clocks of open nudges: one reminder, then the stewards, then the end.</summary>
internal sealed partial class NudgeOwners(
    NudgeStore nudges, UnitStore units, TimelineStore timelines, OrganisationStore organisations, MemberStore members, Signals signals, TimeProvider time, ILogger<NudgeOwners> logger) : ITick
{
    private const int Batch = 200;

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var due in await nudges.DueAsync(time.GetUtcNow(), Batch, ct))
            await Attempt.ItemAsync(() => StepAsync(due, ct), e => NotStepped(e, due.Id));
    }

    private async Task StepAsync(DueNudge due, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (await nudges.FindAsync(due.OrganisationId, due.Id, ct) is not { State: NudgeState.Open } nudge)
            return;

        var organisation = await organisations.GetAsync(due.OrganisationId, ct);
        var everyone = await members.AllAsync(due.OrganisationId, ct);
        WorkingTime TimeOf(Guid id) => everyone.FirstOrDefault(m => m.Id == id) is { } member ? organisation.WorkingTimeOf(member) : organisation.WorkingTime;

        // Retired since the nudge was read: it has ended with it.
        if ((await units.AllAsync(due.OrganisationId, ct)).FirstOrDefault(u => u.Id == nudge.UnitId) is not { } unit)
            return;

        var assessment = Assessment.Of((await timelines.RecentAsync(organisation, unit, now, ct)).Timeline, now);
        var steps = NudgeClock.Due(nudge, TimeOf, now).ToList();
        // While its cause is away the nudge holds its tongue; it is looked at again when the cause is back or over.
        var silent = !NudgePolicy.StillCalls(assessment, nudge);
        var stepped = new NudgeSteps(nudge, assessment, everyone, now).Take(silent ? [] : steps);
        DateTimeOffset? next = silent && steps.Count > 0 ? now.AddDays(1) : NudgeClock.NextAt(stepped.Nudge, TimeOf);

        if (await nudges.SteppedAsync(stepped.Nudge, stepped.Reminded, next, new Effects(due.OrganisationId, now) { Send = stepped.Messages, Revise = stepped.Revisions }, ct) && !stepped.Messages.IsEmpty)
        {
            signals.Changed();
            Tell(nudge, stepped);
        }

        Stepped(nudge.Id, steps.Count);
    }

    private static void Tell(Nudge before, NudgeSteps stepped)
    {
        var kind = before.Episode.Kind.ToString();
        Instruments.Nudge("reminded", kind, stepped.Reminded.Length);
        Instruments.Nudge("escalated", kind, before.EscalatedAt is null && stepped.Nudge.EscalatedAt is not null ? 1 : 0);
        Instruments.Nudge("lapsed", kind, stepped.Nudge.State == NudgeState.Lapsed ? 1 : 0);
    }

    [LoggerMessage(LogLevel.Debug, "Nudge {NudgeId}: {Steps} steps were due.")]
    private partial void Stepped(Guid nudgeId, int steps);

    [LoggerMessage(LogLevel.Warning, "The clocks of nudge {NudgeId} could not be read; it stays due.")]
    private partial void NotStepped(Exception exception, Guid nudgeId);
}
