using Companion.Storage;

namespace Companion.CommandLine;

/// <summary><c>companion migrate</c>: brings the schema up to date without serving.</summary>
internal static class Migrate
{
    public static async Task<int> RunAsync(IServiceProvider services, TextWriter output, CancellationToken ct)
    {
        var database = services.GetRequiredService<Database>();
        database.Own();
        var (from, to) = services.GetRequiredService<Migrator>().Migrate();
        await output.WriteLineAsync(from == to ? $"{database.File} has schema {to} already." : $"{database.File} went from schema {from} to {to}.");
        return 0;
    }
}
