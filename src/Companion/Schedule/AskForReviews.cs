using Companion.Chat;
using Companion.Commands;
using Companion.Core.Nudges;
using Companion.Storage;
using Companion.Views;

namespace Companion.Schedule;

/// <summary>Brings decisions back on their review date: expected effect and cost, and what was decided since.</summary>
internal sealed partial class AskForReviews(
    DecisionStore decisions, UnitStore units, MemberStore members, Signals signals, TimeProvider time, ILogger<AskForReviews> logger) : ITick
{
    private const int Batch = 100;

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var due in await decisions.DueAsync(time.GetUtcNow(), Batch, ct))
            await Attempt.ItemAsync(() => AskAsync(due, ct), e => NotAsked(e, due.Number));
    }

    private async Task AskAsync(DueReview due, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var everyone = await members.AllAsync(due.OrganisationId, ct);
        var decision = await decisions.FindAsync(due.OrganisationId, due.Number, ct) ?? throw new InvalidDataException($"Decision {due.Number} is gone.");
        var unit = (await units.EverAsync(due.OrganisationId, ct)).FirstOrDefault(u => u.Id == decision.UnitId);
        var later = await decisions.SinceAsync(due.OrganisationId, decision, ct);
        var card = DecisionView.AskReview(decision, unit, ReadDecisionsHandler.Successors(decision, later), id => everyone.FirstOrDefault(m => m.Id == id)?.Name ?? "somebody");
        var recipients = NudgePolicy.Recipients(unit?.Owners ?? [], everyone.Where(m => m.IsSteward).Select(m => m.Id));
        var asked = await decisions.AskedAsync(due, new(due.OrganisationId, now)
        {
            Send = [.. recipients.Select(r => new Outgoing($"review {due.Number} to {r.Member}", DecisionView.ReviewSubject(due.Number), r.Member, card, now, null))],
        }, ct);
        if (asked)
            signals.Changed();
    }

    [LoggerMessage(LogLevel.Warning, "The review of decision {Number} could not be asked for; it stays due.")]
    private partial void NotAsked(Exception exception, long number);
}
