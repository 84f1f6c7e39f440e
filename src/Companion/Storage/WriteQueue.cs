using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Companion.Storage;

/// <summary>The one writer of a SQLite file. Writes that wait together share one commit, and so one wait for the disk.</summary>
/// <remarks>
/// Each write has a savepoint of its own: one that fails is undone alone. Nobody is told "done" before the commit returned, so what a person saw accepted is on
/// disk. SQLite works synchronously, so the queue has a thread of its own and writes must not wait for anything but the connection.
/// </remarks>
internal sealed class WriteQueue : IAsyncDisposable
{
    private const int MostTogether = 256;

    private readonly BlockingCollection<Write> _waiting = [];
    private readonly Func<SqliteConnection> _open;
    private readonly string _file;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WriteQueue(Func<SqliteConnection> open, string file)
    {
        (_open, _file) = (open, file);
        _thread = new(Run) { IsBackground = true, Name = "database writer" };
        _thread.Start();
    }

    public Task<T> AddAsync<T>(Func<DbConnection, DbTransaction, Task<T>> write, CancellationToken ct)
    {
        var queued = new Write<T>(write, ct);
        _waiting.Add(queued, ct);
        return queued.Result;
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.CompleteAdding();
        await _stopped.Task;
        _waiting.Dispose();
    }

    private void Run()
    {
        SqliteConnection? connection = null;
        foreach (var first in _waiting.GetConsumingEnumerable())
        {
            var group = new List<Write> { first };
            while (group.Count < MostTogether && _waiting.TryTake(out var next))
                group.Add(next);

            try
            {
                connection ??= _open();
                Commit(connection, group);
            }
            catch (SqliteException e)
            {
                // The whole group failed: the connection may be in any state, so the next group gets a new one.
                var why = SqliteErrors.Translate(e, _file);
                group.ForEach(w => w.Fail(why));
                connection?.Dispose();
                connection = null;
            }
        }

        connection?.Dispose();
        _stopped.SetResult();
    }

    private void Commit(SqliteConnection connection, List<Write> group)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        foreach (var write in group)
            RunOne(connection, transaction, write);

        transaction.Commit();
        group.ForEach(w => w.Done());
    }

    private void RunOne(SqliteConnection connection, SqliteTransaction transaction, Write write)
    {
        if (!write.Begin())
            return;

        transaction.Save("one");
        try
        {
            write.Run(connection, transaction);
            transaction.Release("one");
        }
        // Whatever a write throws is its caller's to hear; the others in the group go on. A full disk ends the whole transaction, and so the group.
        catch (Exception e) when (e is not SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_IOERR or SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOMEM })
        {
            transaction.Rollback("one");
            write.Fail(e is SqliteException engine ? SqliteErrors.Translate(engine, _file) : e);
        }
    }

    private abstract class Write
    {
        public abstract bool Begin();

        public abstract void Run(SqliteConnection connection, SqliteTransaction transaction);

        public abstract void Fail(Exception e);

        public abstract void Done();
    }

    private sealed class Write<T>(Func<DbConnection, DbTransaction, Task<T>> write, CancellationToken ct) : Write
    {
        private readonly TaskCompletionSource<T> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T _value = default!;

        public Task<T> Result => _told.Task;

        public override bool Begin()
        {
            if (!ct.IsCancellationRequested)
                return true;

            _told.TrySetCanceled(ct);
            return false;
        }

        public override void Run(SqliteConnection connection, SqliteTransaction transaction)
        {
            var running = write(connection, transaction);
            if (!running.IsCompleted)
                throw new InvalidOperationException("A write waits for nothing but its connection: everything else is read before it.");

            _value = running.GetAwaiter().GetResult();
        }

        public override void Fail(Exception e) => _told.TrySetException(e);

        public override void Done() => _told.TrySetResult(_value);
    }
}
