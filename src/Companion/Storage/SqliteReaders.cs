using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Companion.Storage;

/// <summary>Reads, side by side with each other and with the writer. Each sees the database as it was at one moment.</summary>
internal sealed class SqliteReaders(SqliteFile file) : IDisposable
{
    private const int MostIdle = 16;

    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private volatile bool _closed;

    public async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        ct.ThrowIfCancellationRequested();
        SqliteConnection? connection = null;

        try
        {
            connection = _idle.TryTake(out var idle) ? idle : file.OpenReader();
            connection.Run("BEGIN");
            var result = await read(connection);
            connection.Run("COMMIT");
            PutBack(ref connection);
            return result;
        }
        // Bare 8 comes from query_only; a file that really cannot be written has a longer code when it is read.
        catch (SqliteException e) when (e.SqliteExtendedErrorCode == SQLitePCL.raw.SQLITE_READONLY)
        {
            throw new InvalidOperationException("A read tried to write: use WriteAsync.", e);
        }
        catch (SqliteException e) when (file.Faults.Knows(e))
        {
            throw file.Faults.Explain(e);
        }
        finally
        {
            connection?.Dispose(); // after a failure nobody knows what state it is in
        }
    }

    public void Dispose()
    {
        _closed = true;
        while (_idle.TryTake(out var connection))
            connection.Dispose();
    }

    private void PutBack(ref SqliteConnection? connection)
    {
        if (_closed || _idle.Count >= MostIdle)
            return;

        _idle.Add(connection!);
        connection = null;
    }
}
