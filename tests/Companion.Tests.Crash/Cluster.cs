using System.Diagnostics;
using Npgsql;

namespace Companion.Tests.Crash;

/// <summary>A throw-away PostgreSQL server in a folder of its own, reached by a socket in that folder. It goes when this is disposed, and also when this process dies.</summary>
public sealed class Cluster : IDisposable
{
    private const string User = "postgres";

    private readonly DirectoryInfo _folder;
    private readonly Process _process;
    private int _sites;

    private Cluster(DirectoryInfo folder, Process process) => (_folder, _process) = (folder, process);

    /// <summary>Where the server's programs are; null when this machine has none.</summary>
    public static string? Programs { get; } =
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
            .Concat(Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(v => Path.Combine(v, "bin")) : [])
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));

    /// <param name="isDurable">Whether a commit waits for the disk. Tests that pull no plug do without.</param>
    /// <param name="ct">Gives up waiting.</param>
    public static async Task<Cluster> StartAsync(bool isDurable, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("companion-pg-");
        var process = Launch(folder.FullName, isDurable);
        var cluster = new Cluster(folder, process);
        for (var tries = 0; tries < 600; tries++)
        {
            if (process.HasExited)
                throw new InvalidOperationException($"PostgreSQL did not start: {await process.StandardError.ReadToEndAsync(ct)}");
            if (await cluster.AnswersAsync(ct))
                return cluster;
            await Task.Delay(50, ct);
        }

        cluster.Dispose();
        throw new TimeoutException("PostgreSQL did not get ready in time.");
    }

    /// <summary>A connection string for an empty schema that nobody else uses.</summary>
    public async Task<string> NewSiteAsync(CancellationToken ct)
    {
        var schema = $"site{Interlocked.Increment(ref _sites)}";
        await ExecuteAsync($"CREATE SCHEMA {schema}", ct);
        return $"{Address};Search Path={schema}";
    }

    /// <summary>A connection string for an empty database that nobody else uses.</summary>
    public async Task<string> NewDatabaseAsync(CancellationToken ct)
    {
        var name = $"companion{Interlocked.Increment(ref _sites)}";
        await ExecuteAsync($"CREATE DATABASE {name}", ct);
        return Address.Replace("Database=postgres", $"Database={name}", StringComparison.Ordinal);
    }

    public void Dispose()
    {
        // The end of its input ends the server, and its folder with it.
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            _process.WaitForExit(TimeSpan.FromSeconds(60));
        }

        _process.Dispose();
    }

    private string Address => $"Host={_folder.FullName};Database=postgres;Username={User}";

    private async Task ExecuteAsync(string sql, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection($"{Address};Pooling=False");
        await connection.OpenAsync(ct);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // our own words
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<bool> AnswersAsync(CancellationToken ct)
    {
        try
        {
            await ExecuteAsync("SELECT 1", ct);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    // Sorted as people sort, unlike SQLite: whoever relies on an order that was not asked for is found out.
    private static Process Launch(string folder, bool isDurable)
    {
        var speed = isDurable ? "" : "-c fsync=off -c full_page_writes=off";
        var script = $"""
            cd {folder} && {Programs}/initdb -D {folder}/data -U {User} -A trust -E UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=en-US --no-sync >/dev/null || exit 1
            {Programs}/postgres -D {folder}/data -c listen_addresses= -c unix_socket_directories={folder} -c max_connections=200 {speed} >{folder}/log 2>&1 </dev/null &
            read -r _
            kill -QUIT $!
            wait
            cd / && rm -rf {folder}
            """;
        // PostgreSQL refuses to run as root.
        var start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("runuser", ["-u", User, "--", "/bin/sh", "-c", script])
            : new ProcessStartInfo("/bin/sh", ["-c", script]);
        if (Environment.IsPrivilegedProcess)
            Process.Start("chown", [User, folder]).WaitForExit();

        start.RedirectStandardInput = start.RedirectStandardError = true;
        start.UseShellExecute = false;
        return Process.Start(start)!;
    }
}
