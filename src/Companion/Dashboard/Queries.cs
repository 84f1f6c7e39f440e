using System.Collections.Immutable;
using Companion.Commands;
using Companion.Core.CheckIns;
using Companion.Core.Decisions;
using Companion.Core.Members;
using Companion.Core.Readiness;
using Companion.Storage;
using Companion.Views;

namespace Companion.Dashboard;

/// <summary>What the pages show, read in one go.</summary>
internal sealed class Queries(
    OrganisationStore organisations, MemberStore members, UnitStore units, UnitStates equalizer, DecisionStore decisions, CheckInStore checkIns, OpenRoundStore rounds, TimeProvider time)
{
    private const int LatestDecisions = 8;

    /// <summary>The organisations of this database that are set up.</summary>
    public async Task<ImmutableArray<Organisation>> OrganisationsAsync(CancellationToken ct)
    {
        var all = ImmutableArray.CreateBuilder<Organisation>();
        foreach (var id in await organisations.AllAsync(ct))
            if (await organisations.GetAsync(id, ct) is { IsSetUp: true } organisation)
                all.Add(organisation);
        return all.ToImmutable();
    }

    /// <summary>What the page of one organisation shows.</summary>
    public async Task<HomeModel> HomeAsync(Organisation organisation, CancellationToken ct)
    {
        var id = organisation.Id;
        return new(
            organisation,
            await equalizer.AllAsync(organisation, time.GetUtcNow(), ct),
            (await units.EverAsync(id, ct)).ToDictionary(u => u.Id, u => u.Name),
            await decisions.LatestAsync(id, null, LatestDecisions, 0, ct),
            [.. (await checkIns.AllAsync(id, ct)).Where(c => c is { IsPaused: false, NextAt: not null })],
            await rounds.ProgressAsync(id, ct),
            await members.NamesAsync(id, ct),
            await organisations.HeadAsync(id, ct));
    }
}

/// <summary>Everything the first page shows.</summary>
/// <param name="UnitNames">With the retired ones, which the log speaks of.</param>
internal sealed record HomeModel(
    Organisation Organisation,
    ImmutableArray<UnitState> Units,
    IReadOnlyDictionary<Guid, string> UnitNames,
    ImmutableArray<Decision> Decisions,
    ImmutableArray<CheckIn> CheckIns,
    ImmutableArray<RoundProgress> Open,
    IReadOnlyList<NamedMember> Everybody,
    LogHead Head)
{
    public string NameOf(Guid member) => Everybody.FirstOrDefault(m => m.Id == member) is not { } found ? "somebody" : found.MergedInto is { } into ? NameOf(into) : found.Name;

    public string UnitName(Guid? unit) => unit is { } id && UnitNames.TryGetValue(id, out var name) ? name : "The organisation";

    public IReadOnlyList<Slider> Sliders =>
    [
        .. Units.Select(u => u.Assessment).Select(a => new Slider(
            a.Unit.Key,
            a.Unit.Name,
            a.Level,
            a.Supported,
            a.Target?.Level,
            a.Target?.By is { } by ? Wording.Day(by) : null,
            [.. a.Unit.Stages.Select(s => s.Position)],
            InWords.Status(a.Status),
            a.IsLate ? "late" : null)),
    ];

    /// <summary>A moment as the organisation's clock shows it.</summary>
    public string At(DateTimeOffset moment) =>
        TimeZoneInfo.ConvertTime(moment, Organisation.TimeZone).ToString("ddd d MMM yyyy, HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    public string Day(DateTimeOffset moment) =>
        TimeZoneInfo.ConvertTime(moment, Organisation.TimeZone).ToString("ddd d MMM yyyy", System.Globalization.CultureInfo.InvariantCulture);
}
