using System.Data.Common;
using Companion.Storage;
using Dapper;

namespace Companion.Tests.Storage;

/// <summary>What stores may rely on, whichever engine is behind the door.</summary>
public abstract class DatabaseContract : IAsyncLifetime
{
    private const string TablesSql = """
        CREATE TABLE notes (word TEXT NOT NULL PRIMARY KEY, place BIGINT NOT NULL);
        CREATE TABLE pairs (a TEXT NOT NULL, b TEXT NOT NULL, UNIQUE (a, b));
        """;

    private protected abstract Database Database { get; }

    /// <summary>How many writes this engine runs at once before the next has to wait.</summary>
    private protected virtual int Writers => 1;

    /// <summary>A connection that shares nothing with the program: what it sees is in the database.</summary>
    private protected abstract Task<DbConnection> StrangerAsync();

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync() =>
        await Database.WriteAsync((c, t) => c.ExecuteAsync(TablesSql, null, t), Ct);

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task What_a_caller_saw_accepted_is_committed()
    {
        await AddAsync("accepted");

        Assert.Equal(["accepted"], await StrangerSeesAsync());
    }

    [Fact]
    public async Task A_write_gives_back_what_it_found()
    {
        var count = await Database.WriteAsync((c, t) => c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM notes", null, t), Ct);

        Assert.Equal(0, count);
    }

    [Fact]
    public async Task A_write_that_throws_leaves_nothing_behind_and_its_caller_hears_why()
    {
        var thrown = await Assert.ThrowsAsync<StaleWriteException>(() => AddThenThrowAsync("half"));

        Assert.Equal("Someone else changed it first.", thrown.Message);
        Assert.Empty(await StrangerSeesAsync());
    }

    [Fact]
    public async Task A_failing_write_does_not_take_its_neighbours_with_it()
    {
        Task before, failing, after;
        using (var busy = Busy())
            (before, failing, after) = (AddAsync("before"), AddThenThrowAsync("failing"), AddAsync("after"));

        await Assert.ThrowsAsync<StaleWriteException>(() => failing);
        await Task.WhenAll(before, after);

        Assert.Equal(["after", "before"], await StrangerSeesAsync());
    }

    [Fact]
    public async Task Sixty_four_writers_at_once_lose_nothing()
    {
        var writers = Enumerable.Range(0, 64).Select(async writer =>
        {
            await Task.Yield();
            for (var i = 0; i < 20; i++)
                await AddAsync($"{writer}-{i}");
        });

        await Task.WhenAll(writers);

        Assert.Equal(64 * 20, (await StrangerSeesAsync()).Count);
    }

    [Fact]
    public async Task What_is_read_for_update_and_written_back_loses_nothing()
    {
        await AddAsync("counter");

        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => Database.WriteAsync(CountUpAsync, Ct), Ct)));

        Assert.Equal(64, await Database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT place FROM notes"), Ct));
    }

    [Fact]
    public async Task A_write_that_is_cancelled_while_it_waits_never_runs()
    {
        using var cancelling = new CancellationTokenSource();
        Task withdrawn;

        using (var busy = Busy())
        {
            withdrawn = AddAsync("withdrawn", cancelling.Token);
            await cancelling.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => withdrawn);
        }

        await AddAsync("kept");
        Assert.Equal(["kept"], await StrangerSeesAsync());
    }

    [Fact]
    public async Task A_write_that_has_started_is_finished_even_when_its_caller_gives_up()
    {
        using var cancelling = new CancellationTokenSource();

        await Database.WriteAsync(
            (c, t) =>
            {
                cancelling.Cancel();
                return c.ExecuteAsync("INSERT INTO notes (word, place) VALUES ('finished', 0)", null, t);
            },
            cancelling.Token);

        Assert.Equal(["finished"], await StrangerSeesAsync());
    }

    [Fact]
    public async Task A_second_row_with_the_same_key_is_named_as_such()
    {
        await AddAsync("once");

        var duplicate = await Assert.ThrowsAsync<DuplicateException>(() => AddAsync("once"));

        Assert.Equal(["notes.word"], duplicate.Columns);
        Assert.True(duplicate.Concerns("notes.word"));
        Assert.False(duplicate.Concerns("notes.place"));
    }

    [Fact]
    public async Task A_key_of_two_columns_is_named_whole()
    {
        await Database.WriteAsync((c, t) => c.ExecuteAsync("INSERT INTO pairs (a, b) VALUES ('1', '2')", null, t), Ct);

        var duplicate = await Assert.ThrowsAsync<DuplicateException>(
            () => Database.WriteAsync((c, t) => c.ExecuteAsync("INSERT INTO pairs (a, b) VALUES ('1', '2')", null, t), Ct));

        Assert.Equal(["pairs.a", "pairs.b"], duplicate.Columns);
    }

    [Fact]
    public async Task A_read_sees_one_moment_however_many_questions_it_asks()
    {
        var (first, second) = await Database.ReadAsync(
            async c =>
            {
                var before = await c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM notes");
                await AddAsync("meanwhile");
                return (before, await c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM notes"));
            },
            Ct);

        Assert.Equal(first, second);
        Assert.Single(await StrangerSeesAsync());
    }

    [Fact]
    public async Task What_is_remembered_is_never_older_than_a_write_whose_task_has_completed()
    {
        await AddAsync("counter");
        var behind = 0;

        var writers = Enumerable.Range(0, 8).Select(async _ =>
        {
            await Task.Yield();
            for (var i = 0; i < 50; i++)
            {
                var written = await Database.WriteAsync((c, t) => c.ExecuteScalarAsync<long>("UPDATE notes SET place = place + 1 RETURNING place", null, t), Ct);
                if (await RememberAsync() < written)
                    Interlocked.Increment(ref behind);
            }
        });
        await Task.WhenAll(writers);

        Assert.Equal((0, 400L), (behind, await RememberAsync()));
    }

    [Fact]
    public async Task What_is_remembered_is_read_again_after_a_write_that_failed_beside_one_that_did_not()
    {
        await AddAsync("counter");
        await RememberAsync();

        using (var busy = Busy())
        {
            var failing = Assert.ThrowsAsync<StaleWriteException>(() => AddThenThrowAsync("failing"));
            var counting = Database.WriteAsync((c, t) => c.ExecuteAsync("UPDATE notes SET place = 7", null, t), Ct);
            busy.Dispose();
            await Task.WhenAll(failing, counting);
        }

        Assert.Equal(7, await RememberAsync());
    }

    [Fact]
    public async Task A_read_cannot_write()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Database.ReadAsync(c => c.ExecuteAsync("DELETE FROM notes"), Ct));
    }

    [Fact]
    public async Task Closing_finishes_the_writes_that_wait_and_takes_no_more()
    {
        Task waiting;
        ValueTask closing;
        using (var busy = Busy())
        {
            waiting = AddAsync("waiting");
            closing = Database.DisposeAsync();
        }

        await closing;

        Assert.True(waiting.IsCompletedSuccessfully);
        Assert.Equal(["waiting"], await StrangerSeesAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => AddAsync("late"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Database.ReadAsync(c => c.ExecuteAsync("SELECT 1"), Ct));
    }

    [Fact]
    public async Task A_healthy_database_has_nothing_to_say_about_itself()
    {
        Assert.Null(await Database.ProbeAsync(Ct));
    }

    private protected Task AddAsync(string word, CancellationToken? ct = null) =>
        Database.WriteAsync((c, t) => c.ExecuteAsync("INSERT INTO notes (word, place) VALUES (@word, 0)", new { word }, t), ct ?? Ct);

    private protected Task AddThenThrowAsync(string word) => Database.WriteAsync(
        async (c, t) =>
        {
            await c.ExecuteAsync("INSERT INTO notes (word, place) VALUES (@word, 0)", new { word }, t);
            throw new StaleWriteException();
        },
        Ct);

    private Task<long> RememberAsync() =>
        Database.RememberAsync("places", Guid.Empty, ["notes"], c => c.ExecuteScalarAsync<long>("SELECT COALESCE(SUM(place), 0) FROM notes"), Ct);

    private protected async Task<List<string>> StrangerSeesAsync()
    {
        await using var connection = await StrangerAsync();
        return (await connection.QueryAsync<string>("SELECT word FROM notes ORDER BY word")).AsList();
    }

    /// <summary>Keeps every writer busy until it is disposed, so that what is asked meanwhile must wait.</summary>
    private protected BusyWriter Busy() => new(Database, Writers);

    private async Task CountUpAsync(DbConnection connection, DbTransaction transaction)
    {
        var place = await connection.ExecuteScalarAsync<long>($"SELECT place FROM notes{Database.ForUpdate}", null, transaction);
        await connection.ExecuteAsync("UPDATE notes SET place = @next", new { next = place + 1 }, transaction);
    }
}
