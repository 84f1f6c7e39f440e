using System.Globalization;
using Companion.Storage;

namespace Companion.CommandLine;

/// <summary><c>companion restore FILE</c>: puts a backup in the place of the SQLite file. What was there is put aside, never deleted.</summary>
internal static class Restore
{
    public static async Task<int> RunAsync(IServiceProvider services, string file, bool replace, TextWriter output, CancellationToken ct)
    {
        var (engine, backup) = (services.GetRequiredService<Database>().Engine, Path.GetFullPath(file));
        if (engine is not SqliteEngine)
        {
            await output.WriteLineAsync($"{engine.Place} is PostgreSQL, and its own tool restores it: pg_restore --dbname=... {file} into an empty database.");
            return 1;
        }

        if (!await Backup.SayAsync(services, backup, $"Reading {backup}.", output, ct))
        {
            await output.WriteLineAsync("It was not restored.");
            return 1;
        }

        // No server may be at work on what is about to be put aside.
        engine.Claim();
        if (File.Exists(engine.Place) && !replace)
        {
            await output.WriteLineAsync($"There is a database at {engine.Place}: say --replace, and it is put aside before the backup takes its place.");
            return 1;
        }

        var unfinished = $"{engine.Place}.unfinished";
        File.Delete(unfinished);
        SqliteBackup.MakePrivate(unfinished);
        await using (var from = File.OpenRead(backup))
        await using (var to = new FileStream(unfinished, FileMode.Open, FileAccess.Write))
            await from.CopyToAsync(to, ct);
        if (PutAside(engine.Place, services.GetRequiredService<TimeProvider>().GetUtcNow()) is { } aside)
            await output.WriteLineAsync($"What was there is in {aside}.");
        SqliteBackup.Finish(unfinished, engine.Place);
        await output.WriteLineAsync($"{engine.Place} is the backup now. What was answered, decided and erased since is not in it: erase again whom it names.");
        return 0;
    }

    // The log and its index go with the file: without them its last writes would be missing.
    private static string? PutAside(string path, DateTimeOffset now)
    {
        if (!File.Exists(path))
            return null;

        var aside = $"{path}.replaced-{now.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture)}";
        foreach (var ending in (string[])["-wal", "-shm", ""])
            if (File.Exists(path + ending))
                File.Move(path + ending, aside + ending);
        return aside;
    }
}
