using System.Diagnostics;
using Companion.Storage;
using Dapper;

namespace Companion.Tests.Storage;

/// <summary>Files that are not as they should be, and files that someone else has.</summary>
public sealed class SqliteFileTests : IDisposable
{
    private readonly SqliteSite _site = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _site.Dispose();

    [Fact]
    public async Task A_missing_folder_is_created()
    {
        var path = Path.Combine(Path.GetDirectoryName(_site.Path)!, "data", "deeper", "companion.db");
        await using var database = SqliteSite.Open(path, TimeProvider.System);

        await CreateAsync(database);

        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task A_damaged_file_is_called_damaged()
    {
        await File.WriteAllTextAsync(_site.Path, new string('?', 5000), Ct);
        await using var database = _site.Open();

        var reading = await Assert.ThrowsAsync<StorageUnavailableException>(() => CountAsync(database));
        var writing = await Assert.ThrowsAsync<StorageUnavailableException>(() => CreateAsync(database));

        Assert.Contains("is damaged or not a database: restore a backup", reading.Message, StringComparison.Ordinal);
        Assert.Equal(reading.Message, writing.Message);
        Assert.Equal(reading.Message, await database.ProbeAsync(Ct));
    }

    [Fact]
    public async Task A_missing_file_is_not_made_by_reading()
    {
        await using var database = _site.Open();

        var missing = await Assert.ThrowsAsync<StorageUnavailableException>(() => CountAsync(database));

        Assert.Contains("cannot be opened: it is missing", missing.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_site.Path));
    }

    [Fact]
    public async Task A_folder_in_the_place_of_the_file_cannot_be_opened()
    {
        Directory.CreateDirectory(_site.Path);
        await using var database = _site.Open();

        var taken = await Assert.ThrowsAsync<StorageUnavailableException>(() => CreateAsync(database));

        Assert.Contains("cannot be opened", taken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_server_is_refused_but_may_read_and_look_after_its_health()
    {
        await using var server = _site.Open();
        await CreateAsync(server);
        await using var second = _site.Open();

        var refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => CreateAsync(second));

        Assert.StartsWith($"Another Companion is running on {_site.Path}: stop it first", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync(second));
        Assert.Null(await second.ProbeAsync(Ct));
    }

    [Fact]
    public async Task The_file_is_free_again_when_its_server_has_closed()
    {
        await using (var first = _site.Open())
            await CreateAsync(first);

        await using var second = _site.Open();
        await second.WriteAsync((c, t) => c.ExecuteAsync("DROP TABLE notes", null, t), Ct);
    }

    [Fact]
    public async Task A_server_in_another_process_is_refused_too_until_the_first_is_killed()
    {
        using var other = StartOther();
        await UntilItListensAsync(other);
        await using var database = _site.Open();

        var refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => database.WriteAsync((c, t) => c.ExecuteAsync("SELECT 1", null, t), Ct));
        other.Kill();
        await other.WaitForExitAsync(Ct);
        await database.WriteAsync((c, t) => c.ExecuteAsync("CREATE TABLE mine_now (word TEXT NOT NULL)", null, t), Ct);

        Assert.StartsWith("Another Companion is running on", refused.Message, StringComparison.Ordinal);
    }

    private Process StartOther()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "companion.dll");
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { program, "--urls", "http://127.0.0.1:0", $"--Storage:ConnectionString=Data Source={_site.Path}" },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };

        return Process.Start(start)!;
    }

    private static async Task UntilItListensAsync(Process server)
    {
        while (await server.StandardOutput.ReadLineAsync(Ct) is { } line)
            if (line.StartsWith("Companion listens", StringComparison.Ordinal))
                return;

        Assert.Fail("The other process ended before it listened.");
    }

    private static Task<int> CreateAsync(Database database) =>
        database.WriteAsync((c, t) => c.ExecuteAsync("CREATE TABLE notes (word TEXT NOT NULL PRIMARY KEY)", null, t), Ct);

    private static Task<long> CountAsync(Database database) =>
        database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM notes"), Ct);
}
