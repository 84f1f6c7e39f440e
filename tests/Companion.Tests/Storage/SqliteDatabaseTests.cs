using System.Data.Common;
using Companion.Storage;
using Dapper;

namespace Companion.Tests.Storage;

public sealed class SqliteDatabaseTests : DatabaseContract
{
    private readonly SqliteSite _site = new();

    public SqliteDatabaseTests() => Database = _site.Open();

    private protected override Database Database { get; }

    private protected override Task<DbConnection> StrangerAsync() => Task.FromResult<DbConnection>(_site.Stranger());

    public override async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        _site.Dispose();
    }

    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("synchronous", "2")]
    [InlineData("foreign_keys", "1")]
    public async Task The_writer_puts_a_commit_on_disk_and_keeps_references_whole(string pragma, string value)
    {
        var actual = await Database.WriteAsync((c, t) => c.ExecuteScalarAsync<string>($"PRAGMA {pragma}", null, t), Ct);

        Assert.Equal(value, actual);
    }

    [Fact]
    public async Task A_write_that_waits_for_something_else_is_refused()
    {
        var never = new TaskCompletionSource();

        await Assert.ThrowsAsync<InvalidOperationException>(() => Database.WriteAsync((_, _) => never.Task, Ct));

        await AddAsync("next");
        Assert.Equal(["next"], await StrangerSeesAsync());
    }

    // A deferred reference is checked by COMMIT itself, so it stands in for a disk that fails at that moment.
    [Fact]
    public async Task When_the_commit_fails_everyone_in_the_group_hears_it_and_nothing_of_it_is_visible()
    {
        await Database.WriteAsync((c, t) => c.ExecuteAsync("CREATE TABLE links (word TEXT REFERENCES notes (word) DEFERRABLE INITIALLY DEFERRED)", null, t), Ct);
        Task busy, innocent, guilty;

        using (var writer = Busy())
        {
            busy = writer.Write;
            guilty = Database.WriteAsync((c, t) => c.ExecuteAsync("INSERT INTO links (word) VALUES ('nowhere')", null, t), Ct);
            innocent = AddAsync("innocent");
        }

        foreach (var write in new[] { busy, guilty, innocent })
            await Assert.ThrowsAnyAsync<DbException>(() => write);

        Assert.Empty(await StrangerSeesAsync());

        await AddAsync("next");
        Assert.Equal(["next"], await StrangerSeesAsync());
    }

    [Fact]
    public async Task A_full_disk_is_told_and_forgotten_once_there_is_room()
    {
        await Database.WriteAsync((c, t) => c.ExecuteAsync("PRAGMA max_page_count = 10", null, t), Ct);
        await AddAsync("kept");

        var full = await Assert.ThrowsAsync<StorageUnavailableException>(() => AddAsync(new string('x', 100_000)));

        Assert.StartsWith($"The disk is full: free some space for {_site.Path}.", full.Message, StringComparison.Ordinal);
        Assert.Equal(["kept"], await StrangerSeesAsync());

        await Database.WriteAsync((c, t) => c.ExecuteAsync("PRAGMA max_page_count = 10000", null, t), Ct);
        await AddAsync("room again");
        Assert.Equal(["kept", "room again"], await StrangerSeesAsync());
        await SoundAsync();
    }

    [Fact]
    public async Task A_lock_of_another_program_is_waited_for_and_then_told()
    {
        await using var stranger = _site.Stranger();
        await using var holding = await stranger.BeginTransactionAsync(Ct);

        var locked = await Assert.ThrowsAsync<StorageUnavailableException>(() => AddAsync("too long"));

        Assert.Contains("is locked by another program", locked.Message, StringComparison.Ordinal);
        Assert.True(locked.IsTransient);
        Assert.Equal(locked.Message, await Database.ProbeAsync(Ct));

        await holding.RollbackAsync(Ct);
        await AddAsync("free");
        Assert.Equal(["free"], await StrangerSeesAsync());
    }

    [Fact]
    public async Task A_lock_that_goes_in_time_is_not_noticed()
    {
        await using var stranger = _site.Stranger();
        await using var holding = await stranger.BeginTransactionAsync(Ct);
        var waiting = AddAsync("patient");

        await Task.Delay(200, Ct);
        Assert.False(waiting.IsCompleted);
        await holding.RollbackAsync(Ct);

        await waiting;
    }

    [Fact]
    public async Task A_write_can_be_withdrawn_while_another_program_holds_the_lock()
    {
        await using var stranger = _site.Stranger();
        await using var holding = await stranger.BeginTransactionAsync(Ct);
        using var cancelling = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AddAsync("withdrawn", cancelling.Token));
    }

    private async Task SoundAsync() =>
        Assert.Equal("ok", await Database.ReadAsync(c => c.ExecuteScalarAsync<string>("PRAGMA integrity_check"), Ct));
}
