using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Companion.Storage;
using Microsoft.Extensions.Options;

namespace Companion.CommandLine;

/// <summary><c>companion copy --to "Host=..."</c>: moves organisations from a SQLite file into a PostgreSQL database, each whole or not at all.</summary>
internal static class Copy
{
    /// <param name="services">The program on the database that is copied from.</param>
    /// <param name="to">The connection string of the database that is copied to.</param>
    /// <param name="name">The one organisation; null for all.</param>
    /// <param name="output">Says what was done.</param>
    /// <param name="ct">Gives up; what is not finished is not there.</param>
    public static async Task<int> RunAsync(IServiceProvider services, string to, string? name, TextWriter output, CancellationToken ct)
    {
        await SchemaCheck.ExpectCurrentAsync(services, ct);
        if (TargetSettings(to).IsRefused(out var why, out var settings))
            return await RefuseAsync(output, why);

        var source = services.GetRequiredService<Database>();
        // Whoever answers or decides while this runs would answer and decide in a database that is left.
        source.Engine.Claim();
        await using var target = new Database(
            Options.Create(settings), services.GetRequiredService<IHostEnvironment>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<Database>>());
        await Migrator.Of(target, services).MigrateAsync(ct);

        var organisations = await NamedAsync(new OrganisationStore(source), name, ct);
        if (organisations.IsEmpty)
            return await RefuseAsync(output, name is null ? "There is no organisation to copy." : $"There is no organisation called {name}.");
        foreach (var (id, called) in organisations)
            if (await CopyAsync(source, target, id, called, output, ct) is var code and not 0)
                return code;

        await output.WriteLineAsync($"Now name {target.Engine.Place} in Storage:ConnectionString and start. The copied database stays as it was; do not start Companion on it again, or people get messages twice.");
        return 0;
    }

    private static async Task<int> CopyAsync(Database source, Database target, Guid id, string name, TextWriter output, CancellationToken ct)
    {
        var before = await ChainAsync(source, id, ct);
        if (!before.Intact)
            return await RefuseAsync(output, $"The decision log of {name} is broken at entry {before.FirstFault!.Number}, and a copy would be too. {before.FirstFault.Says}");

        ImmutableArray<CopiedTable> copied;
        try
        {
            copied = await new OrganisationCopy(source, target).RunAsync(id, ct);
        }
        catch (DuplicateException e)
        {
            return await RefuseAsync(output, $"{name} or one of its chats is in {target.Engine.Place} already ({string.Join(", ", e.Columns)}). Nothing of {name} was copied.");
        }
        catch (InvalidDataException e)
        {
            return await RefuseAsync(output, $"{e.Message} Nothing of {name} was copied.");
        }

        var after = await ChainAsync(target, id, ct);
        if (!after.Intact || after.Head != before.Head || after.Count != before.Count)
            return await RefuseAsync(output, $"The decision log of {name} is not the same after the copy: head {after.Head} with {after.Count} entries, before {before.Head} with {before.Count}.");

        await output.WriteLineAsync($"{name}: {copied.Sum(t => t.Rows)} rows in {copied.Count(t => t.Rows > 0)} tables were copied and read back the same; the decision log is intact, {after.Count} entries, head {after.Head}.");
        return 0;
    }

    private static Task<Core.Decisions.ChainReport> ChainAsync(Database database, Guid id, CancellationToken ct) =>
        Verify.ChainOfAsync(new OrganisationStore(database), new DecisionStore(database), id, ct);

    private static Core.Outcome<Settings> TargetSettings(string to)
    {
        var settings = new Settings { ConnectionString = to };
        return settings.Validate(new ValidationContext(settings)).FirstOrDefault() is { } complaint ? new Core.Refusal("copy.to", complaint.ErrorMessage!.Replace("Storage:ConnectionString", "--to", StringComparison.Ordinal))
            : settings.IsPostgres ? settings
            : new Core.Refusal("copy.to", "--to must name a PostgreSQL database; write for example: --to \"Host=localhost;Database=companion;Username=companion\". A SQLite file is copied by companion backup.");
    }

    private static async Task<ImmutableArray<(Guid Id, string Name)>> NamedAsync(OrganisationStore organisations, string? name, CancellationToken ct)
    {
        var found = ImmutableArray.CreateBuilder<(Guid, string)>();
        foreach (var id in await organisations.AllAsync(ct))
            if ((await organisations.GetAsync(id, ct)).Name is var called && (name is null || string.Equals(name, called, StringComparison.OrdinalIgnoreCase)))
                found.Add((id, called));
        return found.ToImmutable();
    }

    private static async Task<int> RefuseAsync(TextWriter output, Core.Refusal why) => await RefuseAsync(output, why.Reason);

    private static async Task<int> RefuseAsync(TextWriter output, string why)
    {
        await output.WriteLineAsync(why);
        return 1;
    }
}
