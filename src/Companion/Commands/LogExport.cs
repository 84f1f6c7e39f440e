using System.Collections.Immutable;
using Companion.Core.Decisions;
using Companion.Storage;

namespace Companion.Commands;

/// <summary>The whole log of an organisation as a file.</summary>
internal sealed class LogExport(DecisionStore decisions, OrganisationStore organisations, MemberStore members, UnitStore units)
{
    private const int Batch = 500;

    /// <exception cref="ArgumentException">The format is none of <see cref="LogFiles"/>.</exception>
    public async Task<LogFile> MakeAsync(Guid organisationId, string format, CancellationToken ct)
    {
        var organisation = await organisations.GetAsync(organisationId, ct);
        var everybody = (await members.NamesAsync(organisationId, ct)).ToDictionary(m => m.Id);
        var people = everybody.Values.ToDictionary(m => m.Id, m => everybody[m.Person].Name);
        var names = (await units.EverAsync(organisationId, ct)).ToDictionary(u => u.Id, u => u.Key);
        var all = await decisions.AllAsync(organisationId, ct);
        var log = new ExportedLog(
            organisation.Name,
            organisation.TimeZone,
            [.. all.OrderBy(d => d.Number)],
            await ChainAsync(organisationId, ct),
            id => people.GetValueOrDefault(id, "somebody"),
            id => names.GetValueOrDefault(id, "a unit that is gone"));
        return LogFiles.Write(log, format);
    }

    private async Task<ImmutableArray<LoggedEntry>> ChainAsync(Guid organisation, CancellationToken ct)
    {
        var chain = ImmutableArray.CreateBuilder<LoggedEntry>();
        while (await decisions.ChainAsync(organisation, chain.Count == 0 ? 0 : chain[^1].Entry.Number, Batch, ct) is { IsEmpty: false } page)
            chain.AddRange(page);
        return chain.ToImmutable();
    }
}
