using Companion.Core.Nudges;
using Companion.Core.Readiness;
using Companion.Storage;

namespace Companion.Chat;

/// <summary>Whether what was queued still says the truth at the moment of sending.</summary>
internal sealed class Relevance(NudgeStore nudges, UnitStore units, TimelineStore timelines, OrganisationStore organisations)
{
    /// <summary>How long to wait with a nudge whose cause is away for the moment.</summary>
    public static readonly TimeSpan LookAgainAfter = TimeSpan.FromHours(1);

    /// <summary>The nudges among the items whose cause does not hold at this moment: it may be back, or it will be over and the item dropped.</summary>
    public async Task<IReadOnlyCollection<OutboxItem>> NotNowAsync(Guid organisationId, IReadOnlyCollection<OutboxItem> items, DateTimeOffset now, CancellationToken ct)
    {
        var away = new List<OutboxItem>();
        foreach (var item in items.Where(i => i.NudgeId is not null))
        {
            if (await nudges.FindAsync(organisationId, item.NudgeId!.Value, ct) is not { State: NudgeState.Open } nudge)
                continue;

            var organisation = await organisations.GetAsync(organisationId, ct);
            var unit = (await units.AllAsync(organisationId, ct)).FirstOrDefault(u => u.Id == nudge.UnitId);
            if (unit is null || !NudgePolicy.StillCalls(Assessment.Of((await timelines.RecentAsync(organisation, unit, now, ct)).Timeline, now), nudge))
                away.Add(item);
        }

        return away;
    }
}
