using System.Collections.Immutable;
using Companion.Core.Members;
using Companion.Core.Nudges;
using Companion.Core.Readiness;
using Companion.Core.Units;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary>Reads units as they stand now: timeline in, assessment out.</summary>
internal sealed class UnitStates(TimelineStore timelines, NudgeStore nudges)
{
    public async Task<ImmutableArray<UnitState>> AllAsync(Organisation organisation, DateTimeOffset now, CancellationToken ct)
    {
        var all = await timelines.StandingAsync(organisation, now, ct);
        var open = await nudges.OpenAsync(organisation.Id, ct);
        return States(all.ToldAt(now), open);
    }

    /// <summary>What status shows of all units, unchanged as long as nothing about them changes.</summary>
    public async Task<(Standing Standing, ImmutableArray<Nudge> Nudges)> StandingAsync(Organisation organisation, DateTimeOffset now, CancellationToken ct) =>
        (await timelines.StandingAsync(organisation, now, ct), await nudges.OpenAsync(organisation.Id, ct));

    public static ImmutableArray<UnitState> States(IEnumerable<UnitStanding> units, ImmutableArray<Nudge> open) =>
        [.. units.Select(u => new UnitState(u.Assessment, u.Foreseen, [.. open.Where(n => n.UnitId == u.Assessment.Unit.Id)]))];

    public async Task<UnitState> OneAsync(Organisation organisation, Unit unit, DateTimeOffset now, CancellationToken ct)
    {
        var timeline = (await timelines.RecentAsync(organisation, unit, now, ct)).Timeline;
        var open = await nudges.OpenAsync(organisation.Id, ct);
        var (assessment, foreseen) = Assessment.WithForeseen(timeline, now);
        return new(assessment, foreseen, [.. open.Where(n => n.UnitId == unit.Id)]);
    }
}
