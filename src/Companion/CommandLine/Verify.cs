using Companion.Core.Decisions;
using Companion.Storage;

namespace Companion.CommandLine;

/// <summary><c>companion verify</c>: recomputes the chain of every organisation.</summary>
internal static class Verify
{
    private const int Page = 500;

    public static async Task<int> RunAsync(IServiceProvider services, TextWriter output, CancellationToken ct)
    {
        await SchemaCheck.ExpectCurrentAsync(services, ct);
        var organisations = services.GetRequiredService<OrganisationStore>();
        var decisions = services.GetRequiredService<DecisionStore>();
        var intact = true;
        foreach (var id in await organisations.AllAsync(ct))
        {
            var report = await ChainOfAsync(organisations, decisions, id, ct);
            var name = (await organisations.GetAsync(id, ct)).Name;
            await output.WriteLineAsync(report.Intact
                ? $"{name}: the decision log is intact. {report.Count} entries, {report.Erased} erased texts, head {report.Head}"
                : $"{name}: the decision log is BROKEN at entry {report.FirstFault!.Number}. {report.FirstFault.Says} {report.Count} entries before it are whole, up to {report.Head}");
            intact &= report.Intact;
        }

        await output.WriteLineAsync("A missing end shows only against a head that was published before: keep the head above somewhere others can see it.");
        return intact ? 0 : 1;
    }

    public static async Task<ChainReport> ChainOfAsync(OrganisationStore organisations, DecisionStore decisions, Guid organisation, CancellationToken ct)
    {
        var walk = new ChainWalk();
        var (after, whole) = (0L, true);
        while (whole && await decisions.ChainAsync(organisation, after, Page, ct) is { IsEmpty: false } page)
        {
            whole = page.All(walk.Step);
            after = page[^1].Entry.Number;
        }

        return walk.Report((await organisations.HeadAsync(organisation, ct)).Hash);
    }
}
