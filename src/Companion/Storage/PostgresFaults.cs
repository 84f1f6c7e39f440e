using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Npgsql;
using static Npgsql.PostgresErrorCodes;

namespace Companion.Storage;

/// <summary>What PostgreSQL's error codes mean for people and for stores.</summary>
internal sealed class PostgresFaults(NpgsqlDataSource source, string place)
{
    private const string KeySql = """
        SELECT a.attname
          FROM pg_index i
          JOIN pg_class c ON c.oid = i.indexrelid
          JOIN pg_namespace n ON n.oid = c.relnamespace
         CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (attnum, place)
          JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
         WHERE c.relname = @index AND n.nspname = @schema
         ORDER BY k.place
        """;

    private readonly ConcurrentDictionary<string, ImmutableArray<string>> _keys = new(StringComparer.Ordinal);

    /// <summary>True when PostgreSQL took a transaction back because of others; it may well succeed when it runs again.</summary>
    public static bool IsLostRace(DbException fault) => fault.SqlState is SerializationFailure or DeadlockDetected;

    /// <summary>A lost race always may. A broken connection may once: after a restart of the server every connection of the pool is broken, and only then found so.</summary>
    public static bool MayGoBetterAgain(NpgsqlException fault, int attempt) =>
        IsLostRace(fault) || (attempt == 1 && (fault.SqlState is AdminShutdown or CrashShutdown || fault is { IsTransient: true, InnerException: IOException or System.Net.Sockets.SocketException }));

    public StorageUnavailableException Uncertain(Exception inner) => new(
        $"The connection to {place} broke while saving, so nobody knows whether it was saved: look first, then say it again if need be.", inner, passing: true) { IsUncertain = true };

    public DbException? InOurWords(Exception fault) => fault switch
    {
        PostgresException { SqlState: UniqueViolation } e => new DuplicateException([$"{e.TableName}"], e),
        PostgresException e => InOurWords(e),
        NpgsqlException { InnerException: TimeoutException } e => Unavailable($"{place} did not answer in time.", e, passing: true),
        NpgsqlException e => Unavailable($"{place} cannot be reached: see whether the server runs and Storage:ConnectionString is right.", e, passing: true),
        _ => null,
    };

    /// <summary>The duplicate with its key. The server's message would name it only with the values, which are nobody else's business.</summary>
    public async Task<DuplicateException> NamedAsync(PostgresException e)
    {
        var index = $"{e.SchemaName}.{e.ConstraintName}";
        if (!_keys.TryGetValue(index, out var columns))
        {
            await using var connection = await source.OpenConnectionAsync();
            var names = await connection.QueryAsync<string>(KeySql, new { index = e.ConstraintName, schema = e.SchemaName });
            _keys[index] = columns = [.. names.Select(name => $"{e.TableName}.{name}")];
        }

        return new DuplicateException(columns, e);
    }

    private StorageUnavailableException? InOurWords(PostgresException e) => e.SqlState switch
    {
        InvalidCatalogName => Unavailable($"There is no database {place}: make it with createdb, or name another one in Storage:ConnectionString.", e),
        InvalidPassword or InvalidAuthorizationSpecification => Unavailable($"{place} did not let us in: see user and password in Storage:ConnectionString.", e),
        InsufficientPrivilege => Unavailable($"This user may not do that in {place}: give it the right to create and change tables there.", e),
        DiskFull => Unavailable($"The disk of {place} is full: free some space. Nothing was saved.", e, passing: true),
        TooManyConnections => Unavailable($"{place} has no connection left for us: raise max_connections, or lower Maximum Pool Size in Storage:ConnectionString.", e, passing: true),
        AdminShutdown or CrashShutdown or CannotConnectNow => Unavailable($"{place} is shutting down or starting up.", e, passing: true),
        QueryCanceled or LockNotAvailable => Unavailable($"{place} did not get to it in time.", e, passing: true),
        ReadOnlySqlTransaction => Unavailable($"{place} takes no writes, as a standby: name the primary in Storage:ConnectionString.", e),
        DataCorrupted or IndexCorrupted => Unavailable($"{place} is damaged: restore a backup.", e),
        IoError => Unavailable($"The disk of {place} reported an error.", e),
        _ => null,
    };

    private static StorageUnavailableException Unavailable(string sentence, NpgsqlException inner, bool passing = false) => new(sentence, inner, passing);
}
