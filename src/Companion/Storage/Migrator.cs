using System.Collections.Immutable;
using System.Data.Common;
using Dapper;

namespace Companion.Storage;

/// <summary>Brings the schema to the version this program was written for, and leaves alone what it does not know.</summary>
/// <remarks>Each script is one transaction that looks at the version first, so two migrators at once do no harm; on PostgreSQL the second waits for the first.</remarks>
internal sealed partial class Migrator
{
    private readonly Database _database;
    private readonly ImmutableArray<MigrationScript> _scripts;
    private readonly TimeProvider _time;
    private readonly ILogger<Migrator> _logger;

    public Migrator(Database database, ImmutableArray<MigrationScript> scripts, TimeProvider time, ILogger<Migrator> logger)
    {
        if (!scripts.Select(script => script.Version).SequenceEqual(Enumerable.Range(1, scripts.Length).Select(n => (long)n)))
            throw new ArgumentException("Migrations are numbered 1, 2, 3 ... without a gap.", nameof(scripts));

        (_database, _scripts, _time, _logger) = (database, scripts, time, logger);
    }

    /// <summary>The migrator that knows the scripts of this program.</summary>
    public static Migrator Of(Database database, IServiceProvider services) => new(
        database, MigrationScript.Embedded(database.Engine.Name), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<Migrator>>());

    private const string VersionSql = "SELECT COALESCE(MAX(version), 0) FROM schema_versions";

    public async Task<SchemaState> StateAsync(CancellationToken ct)
    {
        var engine = _database.Engine;
        if (!engine.Exists)
            return State(0);

        return await _database.ReadAsync(
            async connection =>
            {
                var tables = (await connection.QueryAsync<string>(new(engine.TablesSql, cancellationToken: ct))).AsList();
                return tables.Contains("schema_versions")
                    ? State(await connection.ExecuteScalarAsync<long>(new(VersionSql, cancellationToken: ct)))
                    : State(0, isForeign: tables.Count > 0);
            },
            ct);
    }

    /// <summary>Claims the database for this process and applies what is missing, after a backup of what is there.</summary>
    /// <exception cref="SchemaException">The database is of a newer Companion, or of another program.</exception>
    public async Task<MigrationReport> MigrateAsync(CancellationToken ct)
    {
        _database.Engine.Claim();
        await _database.OneMigration.WaitAsync(ct);
        try
        {
            return await MigrateAloneAsync(ct);
        }
        finally
        {
            _database.OneMigration.Release();
        }
    }

    private async Task<MigrationReport> MigrateAloneAsync(CancellationToken ct)
    {
        var before = await StateAsync(ct);

        if (before.Objection is { } objection)
            throw new SchemaException(objection);

        if (before.IsCurrent)
            return new MigrationReport(before.Version, before.Version, [], Backup: null);

        var backup = before.Version == 0 ? null : await BackUpAsync(before);
        var applied = await ApplyMissingAsync(ct);
        return new MigrationReport(before.Version, before.Newest, applied, backup);
    }

    private async Task<string?> BackUpAsync(SchemaState before)
    {
        var backup = await _database.Engine.BackUpAsync(before.Version + 1);

        if (backup is null)
            NotBackedUp(before.Version, _database.ServesOneProcess ? "the disk has no room for one" : "pg_dump makes one before you update");
        else
            BackedUp(before.Version, backup);

        return backup;
    }

    private async Task<ImmutableArray<string>> ApplyMissingAsync(CancellationToken ct)
    {
        var applied = ImmutableArray.CreateBuilder<string>();
        await using var connection = await _database.Engine.OpenForMigrationAsync(ct);

        try
        {
            foreach (var script in _scripts)
            {
                if (await ApplyAsync(connection, script, ct))
                    applied.Add(script.Name);
            }
        }
        catch (DbException e) when (_database.Engine.InOurWords(e) is not null)
        {
            throw _database.Engine.InOurWords(e)!;
        }

        return applied.ToImmutable();
    }

    private const string RecordSql = """
        INSERT INTO schema_versions (version, name, applied_at)
        VALUES (@Version, @Name, @now)
        """;

    private async Task<bool> ApplyAsync(DbConnection connection, MigrationScript script, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(new(_database.Engine.VersionTableSql, transaction: transaction, cancellationToken: ct));

        if (await connection.ExecuteScalarAsync<long>(new(VersionSql, transaction: transaction, cancellationToken: ct)) >= script.Version)
            return false;

        await connection.ExecuteAsync(new(script.Sql, transaction: transaction, cancellationToken: ct));
        await connection.ExecuteAsync(new(RecordSql, new { script.Version, script.Name, now = _time.GetUtcNow() }, transaction, cancellationToken: ct));

        if (await connection.QueryFirstOrDefaultAsync<string>(new(_database.Engine.BrokenReferencesSql, transaction: transaction, cancellationToken: ct)) is { } table)
            throw new SchemaException($"Migration {script.Version} ({script.Name}) left references in {table} that lead nowhere; it was taken back.");

        await transaction.CommitAsync(ct);
        Applied(script.Version, script.Name);
        return true;
    }

    private SchemaState State(long version, bool isForeign = false) =>
        new(_database.Engine.Place, version, _scripts.Length, isForeign, _database.Engine.BackupBefore(_scripts.Length + 1));

    [LoggerMessage(LogLevel.Information, "The schema was brought to version {Version} ({Name}).")]
    private partial void Applied(long version, string name);

    [LoggerMessage(LogLevel.Information, "The database with schema {Version} was copied to {Backup}.")]
    private partial void BackedUp(long version, string backup);

    [LoggerMessage(LogLevel.Warning, "The database with schema {Version} was migrated without a backup of ours: {Why}.")]
    private partial void NotBackedUp(long version, string why);
}
