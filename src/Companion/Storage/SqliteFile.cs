using Microsoft.Data.Sqlite;

namespace Companion.Storage;

/// <summary>One database file: where it is, and the ways to open it.</summary>
internal sealed class SqliteFile
{
    // No mmap: with it a disk error is a signal that ends the process, without it an exception that can be told.
    private const string Common = "PRAGMA busy_timeout = {0}; PRAGMA cache_size = -8000; ";

    // FULL (and fullfsync, where the system knows it) puts a commit on the disk before it returns. Foreign keys are on by the connection string.
    // A checkpoint copies each page once however often it was written: at 8000 pages (32 MB) answers come twice as fast as at SQLite's 1000.
    private const string Writing = Common + "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA fullfsync = ON; PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 8000";

    private readonly SqliteConnectionStringBuilder _parts;
    private readonly int _lockWait;

    public SqliteFile(Settings settings, string root)
    {
        _lockWait = settings.LockWaitSeconds * 1000;
        _parts = new SqliteConnectionStringBuilder(settings.ConnectionString)
        {
            Cache = SqliteCacheMode.Private,
            Pooling = false, // a pooled handle does not tell whether its pragmas were set
            DefaultTimeout = 1, // the provider's own retries stop when busy_timeout has passed
        };
        Path = System.IO.Path.GetFullPath(_parts.DataSource, root);
        _parts.DataSource = Path;
        Faults = new SqliteFaults(Path);
    }

    public string Path { get; }

    public SqliteFaults Faults { get; }

    public long FreeSpace => new DriveInfo(System.IO.Path.GetDirectoryName(Path)!).AvailableFreeSpace;

    public SqliteConnection OpenReader() => Open(SqliteOpenMode.ReadWrite, foreignKeys: true, Common + "PRAGMA query_only = ON");

    public SqliteConnection OpenWriter() => Open(SqliteOpenMode.ReadWriteCreate, foreignKeys: true, Writing);

    /// <summary>A migration may have to rebuild a table that others refer to, which SQLite allows only with foreign keys off.</summary>
    public SqliteConnection OpenMigrator() => Open(SqliteOpenMode.ReadWriteCreate, foreignKeys: false, Writing);

    /// <summary>Beside the writer of the same process, for what it has committed.</summary>
    public SqliteConnection OpenCheckpointer() => Open(SqliteOpenMode.ReadWrite, foreignKeys: true, Common + "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA wal_autocheckpoint = 0");

    /// <summary>Beside a running server: finds out who may write without changing anything.</summary>
    public SqliteConnection OpenVisitor() => Open(SqliteOpenMode.ReadWrite, foreignKeys: true, Common);

    private CompiledConnection Open(SqliteOpenMode mode, bool foreignKeys, string pragmas)
    {
        var connection = new CompiledConnection(new SqliteConnectionStringBuilder(_parts.ConnectionString) { Mode = mode, ForeignKeys = foreignKeys }.ConnectionString);

        try
        {
            connection.Open();
            connection.Run(string.Format(null, pragmas, _lockWait));
            return connection;
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }
}
