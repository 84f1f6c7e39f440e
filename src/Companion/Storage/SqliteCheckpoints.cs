using Microsoft.Data.Sqlite;

namespace Companion.Storage;

/// <summary>Copies what was committed from the write-ahead log into the database file while the writer goes on: a checkpoint inside a commit makes everybody wait for it.</summary>
/// <remarks>
/// A passive checkpoint waits for nobody and loses nothing when it is cut off. What is left when the log has reached its length is little, and the writer does that
/// itself: so the log starts anew even while somebody writes all the time.
/// </remarks>
internal sealed partial class SqliteCheckpoints : IDisposable
{
    /// <summary>After so many writes; it comes to a few times before the log is full.</summary>
    private const int Every = 600;

    private readonly AutoResetEvent _wanted = new(false);
    private readonly SqliteFile _file;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private volatile bool _ending;
    private int _writes;

    public SqliteCheckpoints(SqliteFile file, ILogger logger)
    {
        (_file, _logger) = (file, logger);
        _thread = new(Run) { IsBackground = true, Name = "Database checkpoints" };
        _thread.UnsafeStart();
    }

    /// <summary>Told by the writer after a commit.</summary>
    public void Committed(int writes)
    {
        _writes += writes;
        if (_writes < Every)
            return;

        _writes = 0;
        _wanted.Set();
    }

    public void Dispose()
    {
        _ending = true;
        _wanted.Set();
        _thread.Join();
        _wanted.Dispose();
    }

    private void Run()
    {
        SqliteConnection? connection = null;
        while (_wanted.WaitOne() && !_ending)
        {
            try
            {
                connection ??= _file.OpenCheckpointer();
                connection.Run("PRAGMA wal_checkpoint(PASSIVE)");
            }
            // The writer's own checkpoint meets the same fault and says it to those who wait.
            catch (SqliteException e)
            {
                NotCopied(e);
                connection?.Dispose();
                connection = null;
            }
        }

        connection?.Dispose();
    }

    [LoggerMessage(LogLevel.Warning, "The log was not copied into the database file; the writer will do it.")]
    private partial void NotCopied(Exception exception);
}
