using Companion.CommandLine;
using Companion.Storage;
using Companion.Tests.Faults;
using Companion.Tests.Support;

namespace Companion.Tests.CommandLine;

/// <summary>Backup and restore of a SQLite file.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Live => _folder.File("companion.db");

    private string Copied => _folder.File("backup/copy.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_backup_of_a_live_file_is_one_moment_and_can_be_restored_and_read()
    {
        using (var app = new App(Team.Monday, Live))
        {
            using var http = app.CreateClient();
            await Team.SetUpAsync(http, Ct);
            var ben = await ChatPerson.NamedAsync(http, "Ben", Ct);
            using var stop = new CancellationTokenSource();
            var busy = TalkAsync(ben, stop.Token);
            await ben.SubmitAsync("target contributors", new() { ["target"] = "80", ["rationale"] = "before the backup" }, Ct);

            var (code, says) = await RunAsync((services, output, ct) => Backup.RunAsync(services, Copied, output, ct));

            await ben.SubmitAsync("target contributors", new() { ["target"] = "60", ["rationale"] = "after the backup" }, Ct);
            await stop.CancelAsync();
            await busy;
            Assert.True(code == 0, says);
            Assert.Contains("Every page of it is whole", says, StringComparison.Ordinal);
            Assert.Contains("Tern: the decision log is intact, 2 entries", says, StringComparison.Ordinal);
        }

        var (restored, told) = await RunAsync((services, output, ct) => Restore.RunAsync(services, Copied, replace: true, output, ct));

        Assert.True(restored == 0, told);
        Assert.Contains("What was there is in " + Live + ".replaced-", told, StringComparison.Ordinal);
        Assert.True(File.Exists(Copied));
        using var again = new App(Team.Monday, Live);
        using var there = again.CreateClient();
        var decisions = (await (await ChatPerson.NamedAsync(there, "Ben", Ct)).SayAsync("decisions", Ct)).Text;
        Assert.Contains("before the backup", decisions, StringComparison.Ordinal);
        Assert.DoesNotContain("after the backup", decisions, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_is_for_its_owner_alone_and_replaces_nothing()
    {
        await Lived.MakeAsync(Live, Ct);

        var (first, _) = await RunAsync((services, output, ct) => Backup.RunAsync(services, Copied, output, ct));
        var (second, says) = await RunAsync((services, output, ct) => Backup.RunAsync(services, Copied, output, ct));

        Assert.Equal((0, 1), (first, second));
        Assert.Contains("is there already", says, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Copied));
        Assert.Equal([Copied], Directory.GetFiles(_folder.File("backup")));
    }

    [Fact]
    public async Task What_is_damaged_or_no_backup_is_not_restored_and_leaves_what_is_there()
    {
        await Lived.MakeAsync(Live, Ct);
        await RunAsync((services, output, ct) => Backup.RunAsync(services, Copied, output, ct));
        var bytes = await File.ReadAllBytesAsync(Copied, Ct);
        Array.Fill(bytes, (byte)0x5A, bytes.Length / 3, 20_000);
        await File.WriteAllBytesAsync(_folder.File("damaged.db"), bytes, Ct);
        await File.WriteAllTextAsync(_folder.File("no.db"), "not a database, but some text that is long enough to look like one", Ct);
        var before = await File.ReadAllBytesAsync(Live, Ct);

        foreach (var file in new[] { "damaged.db", "no.db", "missing.db" })
        {
            var (code, says) = await RunAsync((services, output, ct) => Restore.RunAsync(services, _folder.File(file), replace: true, output, ct));
            Assert.Equal(1, code);
            Assert.Contains("It was not restored.", says, StringComparison.Ordinal);
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(Live, Ct));
    }

    [Fact]
    public async Task A_database_that_is_there_or_in_use_is_not_replaced_unasked()
    {
        await Lived.MakeAsync(Live, Ct);
        await RunAsync((services, output, ct) => Backup.RunAsync(services, Copied, output, ct));

        var (code, says) = await RunAsync((services, output, ct) => Restore.RunAsync(services, Copied, replace: false, output, ct));
        using var app = new App(Team.Monday, Live);
        using var http = app.CreateClient();
        await http.GetStringAsync("/chat/people", Ct);
        var inUse = await Assert.ThrowsAsync<StorageUnavailableException>(() => RunAsync((services, output, ct) => Restore.RunAsync(services, Copied, replace: true, output, ct)));

        Assert.Equal(1, code);
        Assert.Contains("say --replace", says, StringComparison.Ordinal);
        Assert.Contains("Another Companion is running", inUse.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PostgreSQL_is_left_to_its_own_tools()
    {
        await using var offline = new Offline(await Postgres.NewSiteAsync(Ct));

        var (backup, says) = await offline.RunAsync((services, output, ct) => Backup.RunAsync(services, Copied, output, ct));
        var (restore, told) = await offline.RunAsync((services, output, ct) => Restore.RunAsync(services, Copied, replace: true, output, ct));

        Assert.Equal((1, 1), (backup, restore));
        Assert.Contains("pg_dump", says, StringComparison.Ordinal);
        Assert.Contains("pg_restore", told, StringComparison.Ordinal);
    }

    private static async Task TalkAsync(ChatPerson person, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
            await person.SayAsync("status", CancellationToken.None);
    }

    private async Task<(int Code, string Says)> RunAsync(Func<IServiceProvider, TextWriter, CancellationToken, Task<int>> command)
    {
        await using var offline = new Offline($"Data Source={Live}");
        return await offline.RunAsync(command);
    }
}
