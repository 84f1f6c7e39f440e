using System.Collections.Immutable;
using Companion.Core.Decisions;
using Companion.Core.Units;
using Companion.Storage;

namespace Companion.Commands;

/// <summary>The earlier decisions that are nearest to what is about to be decided.</summary>
internal sealed class PrecedentSearch(DecisionStore decisions, UnitStore units)
{
    private const int Offered = 3;

    /// <summary>What a draft can follow, nearest first.</summary>
    public async Task<ImmutableArray<Decision>> ForDraftAsync(Guid organisation, Unit unit, DecisionKind kind, int? to, CancellationToken ct)
    {
        var (all, names) = await LoadAsync(organisation, ct);
        var considered = Last(all, unit.Id);
        var draft = $"{unit.Name} {(to is { } stage ? unit.TitleOf(stage) : "")} {considered?.Texts.Rationale}";
        return new Precedents(all.Where(IsPrecedent), id => names.GetValueOrDefault(id, "")).Nearest(draft, unit.Id, kind, Offered);
    }

    /// <summary>Why a move of the unit is considered, if that was said since its last move.</summary>
    public async Task<Decision?> TriggerAsync(Guid organisation, Guid unit, CancellationToken ct) =>
        Last(await decisions.LatestAsync(organisation, unit, 50, 0, ct), unit);

    /// <summary>Decisions that fit a search, best first; latest first where no words are asked for.</summary>
    public async Task<ImmutableArray<Decision>> FindAsync(Guid organisation, DecisionSearch search, CancellationToken ct)
    {
        var (all, names) = await LoadAsync(organisation, ct);
        var fitting = all.Where(search.Fits);
        return search.Text.Length == 0
            ? [.. fitting.OrderByDescending(d => d.Number)]
            : new Precedents(fitting, id => names.GetValueOrDefault(id, "")).Nearest(search.Text, null, null, int.MaxValue);
    }

    private async Task<(ImmutableArray<Decision> All, Dictionary<Guid, string> UnitNames)> LoadAsync(Guid organisation, CancellationToken ct) =>
        (await decisions.AllAsync(organisation, ct), (await units.EverAsync(organisation, ct)).ToDictionary(u => u.Id, u => $"{u.Key} {u.Name}"));

    private static Decision? Last(ImmutableArray<Decision> latestFirst, Guid unit) => latestFirst
        .Where(d => d.UnitId == unit)
        .TakeWhile(d => d.Kind is not (DecisionKind.Advance or DecisionKind.StepBack))
        .FirstOrDefault(d => d.Kind == DecisionKind.Consider);

    // What records something decides nothing that could be followed.
    private static bool IsPrecedent(Decision d) => d.Kind is not (DecisionKind.Review or DecisionKind.Consider or DecisionKind.Expect or DecisionKind.Forget);
}

/// <summary>What is searched for in the log; null fits everything.</summary>
internal sealed record DecisionSearch(string Text, Guid? Unit, ImmutableHashSet<Guid>? By, DecisionKind? Kind, DateOnly? From, DateOnly? To, TimeZoneInfo Zone)
{
    public bool Fits(Decision d) =>
        (Unit is null || d.UnitId == Unit)
        && (By is null || By.Contains(d.DecidedBy))
        && (Kind is null || d.Kind == Kind)
        && (From is null || Core.Zones.DateAt(d.At, Zone) >= From)
        && (To is null || Core.Zones.DateAt(d.At, Zone) <= To);
}
