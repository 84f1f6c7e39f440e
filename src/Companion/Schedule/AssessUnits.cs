using System.Collections.Immutable;
using Companion.Chat;
using Companion.Core.Members;
using Companion.Core.Nudges;
using Companion.Core.Readiness;
using Companion.Storage;
using Companion.Telemetry;
using Companion.Views;

namespace Companion.Schedule;

/// <summary>Assesses units whose state may have changed: a fact arrived, evidence expired, sustain or cool-down ended. Opens and ends nudges.</summary>
/// <remarks>Safe on every node at once: what was read is written back only if no fact came in meanwhile, and a cause has one nudge.</remarks>
internal sealed partial class AssessUnits(
    UnitStore units, TimelineStore timelines, NudgeStore nudges, OrganisationStore organisations, MemberStore members, Signals signals, TimeProvider time, ILogger<AssessUnits> logger) : ITick
{
    private const int Batch = 200;

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var due in await units.DueAsync(time.GetUtcNow(), Batch, ct))
            await Attempt.ItemAsync(() => AssessAsync(due, ct), e => NotAssessed(e, due.Id));
    }

    private async Task AssessAsync(DueUnit due, CancellationToken ct)
    {
        using var assessing = Instruments.Assessment(time).Identified("companion.unit", due.Id);
        var now = time.GetUtcNow();
        var organisation = await organisations.GetAsync(due.OrganisationId, ct);
        var everyone = await members.AllAsync(due.OrganisationId, ct);
        // Retired since it was found due.
        if ((await units.AllAsync(due.OrganisationId, ct)).FirstOrDefault(u => u.Id == due.Id) is not { } unit)
            return;

        var (timeline, position) = await timelines.RecentAsync(organisation, unit, now, ct);
        var (assessment, checkpoint) = Assessment.WithCheckpoint(timeline, now);
        var known = await nudges.OfUnitAsync(due.OrganisationId, due.Id, ct);
        var opened = NudgePolicy.Opens(assessment, known).Select(e => Open(e, unit, everyone, now)).ToImmutableArray();
        var moot = NudgePolicy.Ends(assessment, timeline.Rules, known).ToImmutableArray();

        // State, nudges and their messages: together or not at all.
        var effects = new Effects(due.OrganisationId, now)
        {
            Send = [.. opened.SelectMany(n => n.Recipients.Select(r => Message(n, r, assessment, everyone, now)))],
            Revise = [.. moot.Select(n => new Revision(NudgeView.Subject(n.Id), null, NudgeView.Moot(n, assessment)))],
        };
        if (await units.AssessedAsync(due, Next(assessment, known, now), new(checkpoint, position), new(opened, moot), effects, ct) && !(opened.IsEmpty && moot.IsEmpty))
        {
            signals.Changed();
            foreach (var nudge in opened)
                Instruments.Nudge("opened", nudge.Episode.Kind.ToString());
            foreach (var nudge in moot)
                Instruments.Nudge("ended", nudge.Episode.Kind.ToString());
        }

        assessing.Outcome = assessment.Status.ToString();
        Assessed(due.Id, assessment.Status, opened.Length, moot.Length);
    }

    private static Nudge Open(Episode episode, Core.Units.Unit unit, ImmutableArray<Member> everyone, DateTimeOffset now) =>
        new(Guid.CreateVersion7(now), unit.Id, episode, NudgeState.Open, NudgePolicy.Recipients(unit.Owners, everyone.Where(m => m.IsSteward).Select(m => m.Id)), null, 1);

    private static Outgoing Message(Nudge nudge, Recipient recipient, Assessment assessment, ImmutableArray<Member> everyone, DateTimeOffset now) => new(
        $"nudge {nudge.Id} to {recipient.Member}",
        NudgeView.Subject(nudge.Id),
        recipient.Member,
        NudgeView.Ask(nudge, assessment, id => everyone.FirstOrDefault(m => m.Id == id)?.Name ?? "somebody"),
        now,
        null);

    // An open nudge ends when its cause has been gone for as long as sustain: look again then.
    private static DateTimeOffset? Next(Assessment assessment, ImmutableArray<Nudge> known, DateTimeOffset now)
    {
        var waiting = known.Any(n => n.State == NudgeState.Open)
            ? assessment.Episodes.Where(e => e.LeftAt is not null).Select(e => e.LeftAt + Rules.Default.Sustain).Where(at => at > now).Min()
            : null;
        return waiting is null || assessment.NextChangeAt <= waiting ? assessment.NextChangeAt : waiting;
    }

    [LoggerMessage(LogLevel.Debug, "Unit {UnitId} is {Status}; {Opened} nudges opened, {Ended} ended.")]
    private partial void Assessed(Guid unitId, Status status, int opened, int ended);

    [LoggerMessage(LogLevel.Warning, "Unit {UnitId} could not be assessed; it stays due.")]
    private partial void NotAssessed(Exception exception, Guid unitId);
}
