using Microsoft.Data.Sqlite;

namespace Companion.Storage;

/// <summary>Whether a file is a whole SQLite database: every page readable, every index right, every reference leading somewhere.</summary>
internal static class SqliteCheck
{
    /// <returns>Null for a whole one, else a sentence.</returns>
    public static string? FaultOf(string path)
    {
        if (!File.Exists(path))
            return $"There is no file {path}.";

        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
            connection.Open();
            return Ask(connection, "PRAGMA integrity_check(1)") is not "ok" and var damage ? $"{path} is damaged: {damage}"
                : Ask(connection, "SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1") is { } table ? $"{path} has references in {table} that lead nowhere."
                : null;
        }
        catch (SqliteException e)
        {
            return $"{path} is damaged or not a database: {e.Message}";
        }
    }

    private static string? Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // our own constants
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar() as string;
    }
}
