using System.Globalization;
using Companion.Storage.Handlers;
using Microsoft.Data.Sqlite;

namespace Companion.Storage;

/// <summary>Brings the schema up to this version, script by script, each in one transaction. A schema from the future is refused.</summary>
internal sealed class Migrator(Database database, TimeProvider time, IReadOnlyList<MigrationScript> scripts)
{
    public Migrator(Database database, TimeProvider time)
        : this(database, time, MigrationScript.Embedded)
    {
    }

    private int Newest => scripts[^1].Version;

    /// <summary>Runs the scripts that are missing.</summary>
    /// <returns>The versions before and after.</returns>
    /// <exception cref="SchemaException">The file is from a newer version, or is no database of Companion's.</exception>
    /// <exception cref="StorageUnavailableException">The file cannot be opened or written.</exception>
    public (int From, int To) Migrate()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(database.File)!);
        try
        {
            using var connection = database.OpenForWriting();
            var from = VersionOf(connection);
            Check(from);
            if (from > 0 && from < Newest)
                BackUp(connection, from);
            foreach (var script in scripts.Where(s => s.Version > from))
                Run(connection, script);

            return (from, Newest);
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Translate(e, database.File);
        }
    }

    /// <summary>The schema version of the file, 0 when there is none, and the newest this program knows.</summary>
    public (int Is, int Knows) State()
    {
        if (!File.Exists(database.File))
            return (0, Newest);

        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database.File, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            connection.Open();
            return (VersionOf(connection), Newest);
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Translate(e, database.File);
        }
    }

    /// <exception cref="SchemaException">This program cannot use the file as it is.</exception>
    public void RequireCurrent()
    {
        var (is_, knows) = State();
        Check(is_);
        if (is_ < knows)
            throw new SchemaException(is_ == 0 ? $"There is no database at {database.File} yet: start Companion once." : $"{database.File} has schema {is_}, this version needs {knows}: run companion migrate.");
    }

    private void Check(int version)
    {
        if (version > Newest)
            throw new SchemaException($"{database.File} was written by a newer Companion (schema {version}, this version knows {Newest}). Update Companion, or restore a backup from before the update. Nothing was changed.");
    }

    private int VersionOf(SqliteConnection connection)
    {
        if (Scalar(connection, "SELECT COUNT(1) FROM sqlite_master WHERE type = 'table' AND name = 'schema_versions'") > 0)
            return (int)Scalar(connection, "SELECT COALESCE(MAX(version), 0) FROM schema_versions");
        if (Scalar(connection, "SELECT COUNT(1) FROM sqlite_master WHERE type = 'table'") > 0)
            throw new SchemaException($"{database.File} is a database of some other program. Give Companion a file of its own (Storage:ConnectionString). Nothing was changed.");

        return 0;
    }

    private void BackUp(SqliteConnection connection, int version)
    {
        var copy = $"{database.File}.schema-{version}";
        if (File.Exists(copy))
            return;

        using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO $copy";
        command.Parameters.AddWithValue("$copy", copy);
        command.ExecuteNonQuery();
    }

    private void Run(SqliteConnection connection, MigrationScript script)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        // Another process may have been faster; the transaction sees what it did.
        if (VersionOf(connection) >= script.Version)
            return;

        Execute(connection, transaction, "CREATE TABLE IF NOT EXISTS schema_versions (version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)");
        Execute(connection, transaction, script.Sql);
        using var note = connection.CreateCommand();
        note.Transaction = transaction;
        note.CommandText = "INSERT INTO schema_versions (version, name, applied_at) VALUES ($version, $name, $at)";
        note.Parameters.AddWithValue("$version", script.Version);
        note.Parameters.AddWithValue("$name", script.Name);
        note.Parameters.AddWithValue("$at", time.GetUtcNow().ToString(TypeHandlers.InstantFormat, CultureInfo.InvariantCulture));
        note.ExecuteNonQuery();
        transaction.Commit();
    }

    private static void Execute(SqliteConnection connection, SqliteTransaction transaction, string sql)
    {
        using var command = connection.CreateCommand();
        (command.Transaction, command.CommandText) = (transaction, sql);
        command.ExecuteNonQuery();
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
