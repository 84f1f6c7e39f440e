using Companion.Storage;
using Microsoft.Extensions.Options;

namespace Companion.CommandLine;

/// <summary><c>companion backup FILE</c>: a verified copy of the SQLite file, also beside a running server.</summary>
internal static class Backup
{
    public static async Task<int> RunAsync(IServiceProvider services, string file, TextWriter output, CancellationToken ct)
    {
        var (engine, copy) = (services.GetRequiredService<Database>().Engine, Path.GetFullPath(file));
        if (engine is not SqliteEngine sqlite)
        {
            await output.WriteLineAsync($"{engine.Place} is PostgreSQL, and its own tool backs it up: pg_dump --format=custom --file={file} followed by the database's name.");
            return 1;
        }

        var state = await services.GetRequiredService<Migrator>().StateAsync(ct);
        var objection = state.Objection
            ?? (state.Version == 0 ? $"There is no database at {state.Place} yet." : null)
            ?? (File.Exists(copy) ? $"{copy} is there already: name another file, a backup never replaces one." : null);
        if (objection is not null)
        {
            await output.WriteLineAsync(objection);
            return 1;
        }

        await sqlite.CopyToAsync(copy);
        return await SayAsync(services, copy, $"{engine.Place} was copied to {copy}, {new FileInfo(copy).Length / 1024:N0} KiB.", output, ct) ? 0 : 1;
    }

    /// <summary>Reads a database file from end to end and says what is in it.</summary>
    /// <returns>False when it must not be relied on.</returns>
    public static async Task<bool> SayAsync(IServiceProvider services, string file, string first, TextWriter output, CancellationToken ct)
    {
        await output.WriteLineAsync(first);
        if (SqliteCheck.FaultOf(file) is { } fault)
        {
            await output.WriteLineAsync(fault);
            return false;
        }

        await using var database = Open(services, file);
        var state = await Migrator.Of(database, services).StateAsync(ct);
        await output.WriteLineAsync($"Every page of it is whole; it has schema {state.Version}.");
        if (!state.IsCurrent)
            return state.Objection is null;

        var (organisations, decisions) = (new OrganisationStore(database), new DecisionStore(database));
        var intact = true;
        foreach (var id in await organisations.AllAsync(ct))
        {
            var chain = await Verify.ChainOfAsync(organisations, decisions, id, ct);
            intact &= chain.Intact;
            await output.WriteLineAsync($"{(await organisations.GetAsync(id, ct)).Name}: the decision log is {(chain.Intact ? "intact" : $"BROKEN at entry {chain.FirstFault!.Number}")}, {chain.Count} entries, head {chain.Head}");
        }

        return intact;
    }

    private static Database Open(IServiceProvider services, string file) => new(
        Options.Create(new Settings { ConnectionString = new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder { DataSource = file }.ConnectionString }),
        services.GetRequiredService<IHostEnvironment>(),
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<ILogger<Database>>());
}
