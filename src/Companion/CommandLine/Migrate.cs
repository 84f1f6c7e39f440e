using Companion.Storage;

namespace Companion.CommandLine;

/// <summary><c>companion migrate</c>: brings the schema up to date without serving.</summary>
internal static class Migrate
{
    public static async Task<int> RunAsync(IServiceProvider services, TextWriter output, CancellationToken ct)
    {
        var place = services.GetRequiredService<Database>().Engine.Place;
        var report = await services.GetRequiredService<Migrator>().MigrateAsync(ct);
        await output.WriteLineAsync(report.From == report.To ? $"{place} has schema {report.To} already." : $"{place} went from schema {report.From} to {report.To}.");
        if (report.Backup is { } backup)
            await output.WriteLineAsync($"A copy from before is in {backup}.");
        return 0;
    }
}
