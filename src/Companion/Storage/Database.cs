using System.Data.Common;
using Companion.Storage.Handlers;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Companion.Storage;

/// <summary>The one door to the database engine: reads on pooled connections, writes as one transaction each.</summary>
internal sealed class Database : IAsyncDisposable
{
    // Whoever else has the file open for a moment, such as a backup, is waited for.
    private const int BusySeconds = 5;

    private readonly string _writeString;
    private readonly string _readString;
    private readonly Lazy<WriteQueue> _writes;
    private FileStream? _lock;

    public Database(IOptions<Settings> settings, IHostEnvironment environment)
        : this(Settings.FileOf(settings.Value.ConnectionString)!, environment.ContentRootPath)
    {
    }

    public Database(string file, string root)
    {
        TypeHandlers.Register();
        File = Path.GetFullPath(Path.Combine(root, file));
        _writeString = new SqliteConnectionStringBuilder { DataSource = File, DefaultTimeout = BusySeconds, ForeignKeys = true, Pooling = false }.ToString();
        _readString = new SqliteConnectionStringBuilder { DataSource = File, DefaultTimeout = BusySeconds, Mode = SqliteOpenMode.ReadOnly, Pooling = true }.ToString();
        _writes = new(() => new(OpenForWriting, File));
    }

    /// <summary>The database's file.</summary>
    public string File { get; }

    /// <summary>Takes the file for this process. Held by the operating system, it is free again the moment the process is gone, however it went.</summary>
    /// <exception cref="StorageUnavailableException">Another server runs on the file.</exception>
    public void Own()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(File)!);
            _lock ??= new FileStream($"{File}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.None);
        }
        catch (IOException e)
        {
            throw new StorageUnavailableException($"Another Companion runs on {File}. A SQLite file serves one process: stop the other one, or give this one a file of its own (Storage:ConnectionString).", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StorageUnavailableException($"{File} cannot be written: check the permissions of its folder.", e);
        }
    }

    /// <summary>Reads on a connection that cannot write.</summary>
    /// <exception cref="StorageUnavailableException">The engine refuses; the message says why.</exception>
    public async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken ct)
    {
        try
        {
            await using var connection = new SqliteConnection(_readString);
            await connection.OpenAsync(ct);
            return await read(connection);
        }
        catch (SqliteException e)
        {
            throw Meaning(e);
        }
    }

    /// <summary>One transaction as far as the caller sees: it returns when everything is on disk, and leaves nothing when it throws.</summary>
    /// <exception cref="DuplicateException">A unique key is taken.</exception>
    /// <exception cref="StorageUnavailableException">The engine refuses; the message says why.</exception>
    public Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, Task<T>> write, CancellationToken ct) => _writes.Value.AddAsync(write, ct);

    /// <inheritdoc cref="WriteAsync{T}" />
    public Task WriteAsync(Func<DbConnection, DbTransaction, Task> write, CancellationToken ct) => WriteAsync(
        async (connection, transaction) =>
        {
            await write(connection, transaction);
            return true;
        },
        ct);

    /// <summary>Null when the database can be read and written, else a sentence that says why not.</summary>
    public async Task<string?> ProbeAsync(CancellationToken ct)
    {
        try
        {
            await ReadAsync(c => Dapper.SqlMapper.ExecuteScalarAsync<long>(c, "SELECT COUNT(1) FROM organisations"), ct);
            await WriteAsync((c, t) => Dapper.SqlMapper.ExecuteAsync(c, "UPDATE schema_versions SET version = version WHERE 1 = 0", transaction: t), ct);
            return null;
        }
        catch (StorageUnavailableException e)
        {
            return e.Message;
        }
        catch (SqliteException e)
        {
            return $"The database does not answer as it should ({e.SqliteErrorCode}); run companion doctor.";
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_writes.IsValueCreated)
            await _writes.Value.DisposeAsync();
        SqliteConnection.ClearPool(new SqliteConnection(_readString));
        if (_lock is not null)
            await _lock.DisposeAsync();
    }

    internal SqliteConnection OpenForWriting()
    {
        var connection = new SqliteConnection(_writeString);
        connection.Open();
        using var pragmas = connection.CreateCommand();
        pragmas.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16000;";
        pragmas.ExecuteNonQuery();
        return connection;
    }

    private Exception Meaning(SqliteException e) => SqliteErrors.Translate(e, File);
}
