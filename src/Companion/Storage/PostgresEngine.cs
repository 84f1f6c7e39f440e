using System.Data;
using System.Data.Common;
using Dapper;
using Npgsql;

namespace Companion.Storage;

/// <summary>Everything that is particular to PostgreSQL. Any number of processes may share one database.</summary>
/// <remarks>
/// Writes are READ COMMITTED. Stores claim by conditional updates whose row count they look at, and by unique keys; PostgreSQL checks the condition of an
/// update again on the newest row after it has waited for it, so exactly one of many wins. SERIALIZABLE would add nothing to that, and would abort all but
/// one of those who count up the same row. What is read and written back is read with <see cref="ForUpdate"/>.
/// </remarks>
internal sealed partial class PostgresEngine : IEngine
{
    /// <summary>How often a write runs when others keep getting in its way; deciding is pure, and what it wrote was taken back.</summary>
    private const int MostAttempts = 5;

    /// <summary>Any number of ours: whoever holds it changes the schema.</summary>
    private const long MigrationLock = 7_265_331_190_026_011;

    private readonly NpgsqlConnectionStringBuilder _parts;
    private readonly NpgsqlDataSource _source;
    private readonly PostgresFaults _faults;
    private readonly OpenWork _work = new();
    private readonly ILogger _logger;

    public PostgresEngine(Settings settings, ILogger logger)
    {
        _logger = logger;
        _parts = PostgresSource.Parts(settings.ConnectionString);
        _source = NpgsqlDataSource.Create(_parts);
        _faults = new PostgresFaults(_source, Place);
    }

    public string Name => "postgres";

    public string Place => PostgresSource.PlaceOf(_parts);

    public bool ServesOneProcess => false;

    public TableChanges? Changes => null;

    public bool Exists => true;

    public string TablesSql => "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()";

    public string VersionTableSql => """
        CREATE TABLE IF NOT EXISTS schema_versions (
            version    bigint      NOT NULL PRIMARY KEY,
            name       text        NOT NULL,
            applied_at timestamptz NOT NULL
        )
        """;

    // PostgreSQL never lets a reference lead nowhere.
    public string BrokenReferencesSql => "SELECT NULL::text WHERE FALSE";

    // Weaker than FOR UPDATE: rows that only refer to this one may come in meanwhile.
    public string ForUpdate => " FOR NO KEY UPDATE";

    public string SkipTaken => " FOR NO KEY UPDATE SKIP LOCKED";

    public string AnyOf(string column, string parameter) => $"{column} = ANY(@{parameter})";

    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken ct) => GuardedAsync(
        async () =>
        {
            await using var connection = await _source.OpenConnectionAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
            await connection.ExecuteAsync("SET TRANSACTION READ ONLY");
            var result = await OnlyReadAsync(read, connection);
            await transaction.CommitAsync(ct);
            return result;
        },
        ct);

    public Task WriteAsync(Func<DbConnection, DbTransaction, Task> write, CancellationToken ct) => GuardedAsync(
        async () =>
        {
            await using var connection = await _source.OpenConnectionAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
            await write(connection, transaction);
            // From here on the caller may give up, the write does not.
            await CommitAsync(transaction);
            return true;
        },
        ct);

    // Taking a number for a transaction is the least a writer does; a standby refuses it.
    public Task ProbeAsync(CancellationToken ct) =>
        WriteAsync(static (connection, transaction) => connection.ExecuteAsync("SELECT pg_current_xact_id()", transaction: transaction), ct);

    public Task<IReadOnlyList<(bool IsWell, string Says)>> AdviceAsync(CancellationToken ct) => PostgresAdvice.OfAsync(this, _parts.MaxPoolSize, ct);

    // Old versions of rows go with the next vacuum, and its log with the server's settings: the README says so.
    public Task<bool> ScrubAsync() => Task.FromResult(true);

    // Others may be at work too; what must happen once is claimed row by row.
    public void Claim() => ObjectDisposedException.ThrowIf(_work.IsClosed, this);

    public async Task<DbConnection> OpenForMigrationAsync(CancellationToken ct)
    {
        // Not from the pool: the lock goes when the connection is closed, and only then.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_parts.ConnectionString) { Pooling = false, CommandTimeout = 0, MaxAutoPrepare = 0 }.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            await connection.ExecuteAsync(new("SELECT pg_advisory_lock(@MigrationLock)", new { MigrationLock }, cancellationToken: ct));
            return connection;
        }
        catch (NpgsqlException e)
        {
            await connection.DisposeAsync();
            throw _faults.InOurWords(e) ?? e;
        }
    }

    // Each script is one transaction, and pg_dump is the administrator's: see the README.
    public Task<string?> BackUpAsync(long before) => Task.FromResult<string?>(null);

    public string? BackupBefore(long version) => null;

    public DbException? InOurWords(Exception fault) => _faults.InOurWords(fault);

    public async ValueTask DisposeAsync()
    {
        await _work.CloseAsync();
        await _source.DisposeAsync();
    }

    private static async Task<T> OnlyReadAsync<T>(Func<DbConnection, Task<T>> read, NpgsqlConnection connection)
    {
        try
        {
            return await read(connection);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction)
        {
            throw new InvalidOperationException("A read tried to write: use WriteAsync.", e);
        }
    }

    private async Task CommitAsync(NpgsqlTransaction transaction)
    {
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException and not PostgresException or TimeoutException)
        {
            throw _faults.Uncertain(e);
        }
    }

    private async Task<T> GuardedAsync<T>(Func<Task<T>> work, CancellationToken ct)
    {
        using var open = _work.Begin();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                ct.ThrowIfCancellationRequested();
                return await work();
            }
            catch (NpgsqlException e) when (attempt < MostAttempts && PostgresFaults.MayGoBetterAgain(e, attempt))
            {
                RanAgain(e.SqlState ?? e.GetType().Name, attempt);
            }
            catch (DbException e) when (PostgresFaults.IsLostRace(e))
            {
                throw new StaleWriteException("Others were changing the same things at the same moment.");
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                throw await _faults.NamedAsync(e);
            }
            catch (DbException e) when (_faults.InOurWords(e) is not null)
            {
                throw _faults.InOurWords(e)!;
            }
        }
    }

    [LoggerMessage(LogLevel.Debug, "A transaction was taken back ({Code}); attempt {Attempt} runs again.")]
    private partial void RanAgain(string code, int attempt);
}
