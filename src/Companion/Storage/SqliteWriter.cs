using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Companion.Storage;

/// <summary>The only writer of the file: one thread, one connection, and a queue whose writes share the cost of a commit.</summary>
/// <remarks>
/// A group is what waits when the writer gets to it; a lone write never waits for company. Each write has its own savepoint,
/// so one that fails leaves the others alone. Nobody hears of success before COMMIT has returned.
/// A foreign key declared DEFERRABLE would fail at COMMIT and take the group with it: the schema must not have any.
/// </remarks>
internal sealed partial class SqliteWriter : IAsyncDisposable
{
    private const int MostWrites = 256;
    private const string Savepoint = "one_write";
    private static readonly TimeSpan LongestWork = TimeSpan.FromMilliseconds(5);

    private readonly BlockingCollection<PendingWrite> _queue = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SqliteFile _file;
    private readonly SqliteClaim _claim;
    private readonly TableChanges _changes;
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SqliteCheckpoints _checkpoints;
    private SqliteConnection? _connection;

    public SqliteWriter(SqliteFile file, SqliteClaim claim, TableChanges changes, TimeProvider time, ILogger logger)
    {
        (_file, _claim, _changes, _time, _logger) = (file, claim, changes, time, logger);
        _checkpoints = new(file, logger);
        new Thread(Run) { IsBackground = true, Name = "Database writer" }.UnsafeStart();
    }

    public Task WriteAsync(Func<DbConnection, DbTransaction, Task> write, CancellationToken ct)
    {
        if (ct.IsCancellationRequested)
            return Task.FromCanceled(ct);

        var pending = new PendingWrite(write, ct);

        try
        {
            _queue.Add(pending, CancellationToken.None);
        }
        catch (InvalidOperationException e) when (_queue.IsAddingCompleted)
        {
            throw new ObjectDisposedException("The database is closing.", e);
        }

        return pending.Done;
    }

    /// <summary>Takes no more writes and finishes those that wait.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.CompleteAdding();
        await _ended.Task;
    }

    private void Run()
    {
        foreach (var first in _queue.GetConsumingEnumerable())
            Serve(first);

        _checkpoints.Dispose();
        _connection?.Dispose();
        _ended.SetResult();
    }

    private void Serve(PendingWrite first)
    {
        var group = new List<PendingWrite>();

        try
        {
            CommitTogether(first, group);
        }
        catch (Exception e) when (e is DbException or InvalidOperationException)
        {
            Abandon(first, group, e);
            return;
        }

        foreach (var write in group)
            write.Complete(_file.Faults);
    }

    private void CommitTogether(PendingWrite first, List<PendingWrite> group)
    {
        var connection = Connection();
        using var transaction = connection.BeginTransaction(); // BEGIN IMMEDIATE: waits here for a foreign lock, while all can still withdraw
        var begun = _time.GetTimestamp();
        var next = first;

        do
        {
            if (!next.TryStart())
                continue;

            group.Add(next);
            RunOne(next, connection, transaction);
        }
        while (group.Count < MostWrites && _time.GetElapsedTime(begun) < LongestWork && _queue.TryTake(out next!));

        transaction.Commit();
        _changes.Happened(_touched);
        _touched.Clear();
        _checkpoints.Committed(group.Count);
    }

    private static void RunOne(PendingWrite write, SqliteConnection connection, SqliteTransaction transaction)
    {
        transaction.Save(Savepoint);

        if (!write.Succeeds(connection, transaction))
        {
            // A full or failing disk makes SQLite end the whole transaction: then there is no savepoint to return to, and the group is lost together.
            if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) != 0)
                throw write.Fault is DbException ? write.Fault : new InvalidOperationException("A write ended the transaction it shares with others.", write.Fault);

            transaction.Rollback(Savepoint);
        }

        transaction.Release(Savepoint);
    }

    private SqliteConnection Connection()
    {
        _claim.Take();
        if (_connection is not null)
            return _connection;

        _connection = _file.OpenWriter();
        // Called for each row, before the commit; a row that is rolled back counts too, which costs a reading and no more.
        SQLitePCL.raw.sqlite3_update_hook(_connection.Handle, (_, _, _, table, _) => _touched.Add(table.utf8_to_string()), null);
        return _connection;
    }

    private void Abandon(PendingWrite first, List<PendingWrite> group, Exception fault)
    {
        if (group.Count == 0)
            group.AddRange(Waiting(first));

        // The state of the connection is anyone's guess; a new one starts from what is on disk.
        _connection?.Dispose();
        _connection = null;
        // A commit that reports a fault may still have reached the disk.
        _changes.Happened(_touched);
        _touched.Clear();
        NotCommitted(fault, group.Count);

        foreach (var write in group)
            write.Fail(_file.Faults.Explain(fault));
    }

    // The transaction could not even begin: whoever waits has waited long enough.
    private IEnumerable<PendingWrite> Waiting(PendingWrite first)
    {
        var next = first;

        do
        {
            if (next.TryStart())
                yield return next;
        }
        while (_queue.TryTake(out next!));
    }

    [LoggerMessage(LogLevel.Error, "{Count} writes were not committed.")]
    private partial void NotCommitted(Exception exception, int count);
}
