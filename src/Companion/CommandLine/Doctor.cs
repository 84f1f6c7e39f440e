using Companion.Chat;
using Companion.Storage;

namespace Companion.CommandLine;

/// <summary><c>companion doctor</c>: checks what can be checked from here, and says what to do.</summary>
internal static class Doctor
{
    /// <param name="live">True to try the real platforms too.</param>
    public static async Task<int> RunAsync(IServiceProvider services, TextWriter output, bool live, CancellationToken ct)
    {
        var healthy = true;
        async Task SayAsync(bool well, string says)
        {
            healthy &= well;
            await output.WriteLineAsync($"{(well ? "ok     " : "PROBLEM")} {says}");
        }

        // Wrong settings never come this far: they are told, all at once, before any command runs.
        await SayAsync(true, "The settings are valid.");
        var addresses = services.GetRequiredService<ListeningAddresses>();
        await SayAsync(true, $"The server will listen on {string.Join(", ", addresses.Urls)}{(addresses.AreLoopback ? ", which only this machine can reach" : "; the local web chat is off there")}.");

        var database = services.GetRequiredService<Database>();
        var state = await services.GetRequiredService<Migrator>().StateAsync(ct);
        await SayAsync(state.Objection is null, state switch
        {
            { Objection: { } objection } => objection,
            { Version: 0 } => database.ServesOneProcess ? "There is no database yet; the first start makes it." : $"The database {state.Place} is empty; the first start makes its tables.",
            { IsCurrent: false } => $"The database has schema {state.Version}; the next start brings it to {state.Newest}{(database.ServesOneProcess ? ", with a backup" : ": make a backup with pg_dump first")}.",
            _ => $"The database {state.Place} has schema {state.Version}.",
        });
        foreach (var (well, says) in await database.Engine.AdviceAsync(ct))
            await SayAsync(well, says);
        if (state.IsCurrent)
            await DatabaseAsync(services, SayAsync, ct);

        if (live && state.IsCurrent)
            await LiveAsync(services, SayAsync, ct);

        await output.WriteLineAsync(healthy ? "All is well." : "See the lines marked PROBLEM.");
        return healthy ? 0 : 1;
    }

    private static async Task LiveAsync(IServiceProvider services, Func<bool, string, Task> sayAsync, CancellationToken ct)
    {
        var checks = services.GetServices<ILiveCheck>().ToList();
        if (checks.Count == 0)
            await sayAsync(true, "No platform but the local web chat is configured, so there is nothing to try live.");
        foreach (var check in checks)
            await foreach (var (well, says) in check.RunAsync(ct))
                await sayAsync(well, says);
    }

    private static async Task StewardsAsync(IServiceProvider services, Func<bool, string, Task> sayAsync, CancellationToken ct)
    {
        var (organisations, members) = (services.GetRequiredService<OrganisationStore>(), services.GetRequiredService<MemberStore>());
        foreach (var id in await organisations.AllAsync(ct))
            if ((await members.AllAsync(id, ct)).All(m => !m.IsSteward) && await organisations.GetAsync(id, ct) is { IsSetUp: true } organisation)
                await sayAsync(false, $"{organisation.Name} has no steward, so nobody can change it. The next administrator of its workspace who speaks to Companion becomes one.");
    }

    private static async Task DatabaseAsync(IServiceProvider services, Func<bool, string, Task> sayAsync, CancellationToken ct)
    {
        var problem = await services.GetRequiredService<Database>().ProbeAsync(ct);
        await sayAsync(problem is null, problem ?? "The database can be read and written.");
        var organisations = services.GetRequiredService<OrganisationStore>();
        foreach (var id in await organisations.AllAsync(ct))
        {
            var report = await Verify.ChainOfAsync(organisations, services.GetRequiredService<DecisionStore>(), id, ct);
            await sayAsync(report.Intact, report.Intact ? $"The decision log is intact, {report.Count} entries." : report.FirstFault!.Says);
        }

        await StewardsAsync(services, sayAsync, ct);
        var givenUp = await services.GetRequiredService<OutboxStore>().GivenUpAsync(ct);
        await sayAsync(true, givenUp == 0 ? "No message was given up." : $"{givenUp} messages were given up: they were too late, or their platform refused them.");
    }
}
