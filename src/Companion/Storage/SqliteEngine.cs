using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Companion.Storage;

/// <summary>Everything that is particular to SQLite, behind the words <see cref="Database"/> needs from any engine.</summary>
internal sealed class SqliteEngine : IEngine
{
    public string Name => "sqlite";

    public string TablesSql => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";

    public string VersionTableSql => """
        CREATE TABLE IF NOT EXISTS schema_versions (
            version    INTEGER NOT NULL PRIMARY KEY,
            name       TEXT    NOT NULL,
            applied_at TEXT    NOT NULL
        ) STRICT
        """;

    // Foreign keys are off while a script runs; rows here are references it left hanging.
    public string BrokenReferencesSql => "SELECT DISTINCT \"table\" FROM pragma_foreign_key_check";

    private const long LeastSpace = 1024 * 1024;

    private readonly SqliteFile _file;
    private readonly SqliteClaim _claim;
    private readonly SqliteReaders _readers;
    private readonly TableChanges _changes = new();
    private readonly Lazy<SqliteWriter> _writer;

    public SqliteEngine(Settings settings, string root, TimeProvider time, ILogger logger)
    {
        _file = new SqliteFile(settings, root);
        _claim = new SqliteClaim(_file.Path);
        _readers = new SqliteReaders(_file);
        _writer = new Lazy<SqliteWriter>(() => new SqliteWriter(_file, _claim, _changes, time, logger));
    }

    public string Place => _file.Path;

    public bool Exists => File.Exists(_file.Path);

    public bool ServesOneProcess => true;

    public TableChanges? Changes => _claim.IsHeld ? _changes : null;

    // There is one writer, so nobody else can change anything meanwhile.
    public string ForUpdate => "";

    public string SkipTaken => "";

    public string AnyOf(string column, string parameter) => $"{column} IN @{parameter}";

    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken ct) => _readers.ReadAsync(read, ct);

    public Task WriteAsync(Func<DbConnection, DbTransaction, Task> write, CancellationToken ct) => _writer.Value.WriteAsync(write, ct);

    // It has no server.
    public Task<IReadOnlyList<(bool IsWell, string Says)>> AdviceAsync(CancellationToken ct) => Task.FromResult<IReadOnlyList<(bool, string)>>([]);

    public void Claim() => _claim.Take();

    /// <summary>Really writes when this process is the server; beside one it only asks whether it could.</summary>
    public Task ProbeAsync(CancellationToken ct)
    {
        // One page may still fit where an answer with its log entry does not.
        if (_file.FreeSpace < LeastSpace)
            throw _file.Faults.DiskFull();

        return _claim.IsHeld
            ? WriteAsync(static (connection, _) => Touch((SqliteConnection)connection), ct)
            : Guarded(() =>
            {
                using var connection = _file.OpenVisitor();
                using var transaction = connection.BeginTransaction();
                return Task.CompletedTask;
            });
    }

    /// <summary>The write-ahead log holds pages as they were before something was deleted: it is emptied.</summary>
    public Task<bool> ScrubAsync() => Guarded(() =>
    {
        using var connection = _file.OpenVisitor();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        return Task.FromResult(Convert.ToInt64(command.ExecuteScalar(), null) == 0);
    });

    public Task<DbConnection> OpenForMigrationAsync(CancellationToken ct) => Guarded(() =>
    {
        _claim.Take();
        return Task.FromResult<DbConnection>(_file.OpenMigrator());
    });

    public Task<string?> BackUpAsync(long before) => Guarded(() => Task.FromResult(SqliteBackup.MakeBefore(_file, before)));

    /// <summary>A copy of this moment at another place, also while somebody writes.</summary>
    public Task CopyToAsync(string file) => Guarded(() =>
    {
        SqliteBackup.MakeAt(_file, file);
        return Task.CompletedTask;
    });

    public string? BackupBefore(long version) => SqliteBackup.PathBefore(_file.Path, version) is var path && File.Exists(path) ? path : null;

    public DbException? InOurWords(Exception fault) => _file.Faults.InOurWords(fault);

    public async ValueTask DisposeAsync()
    {
        if (_writer.IsValueCreated)
            await _writer.Value.DisposeAsync();

        _readers.Dispose();
        _claim.Dispose();
    }

    // The header's spare number: every file has it, nobody else uses it, and setting it dirties a page.
    private static Task Touch(SqliteConnection connection)
    {
        connection.Run("PRAGMA user_version = 0");
        return Task.CompletedTask;
    }

    private TTask Guarded<TTask>(Func<TTask> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException e) when (InOurWords(e) is not null)
        {
            throw InOurWords(e)!;
        }
    }
}
