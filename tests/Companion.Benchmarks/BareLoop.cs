using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Companion.Benchmarks;

/// <summary>The least a durable write can cost with this engine: one insert, one commit, nothing else.</summary>
internal static class BareLoop
{
    public static double PerSecond(string file, TimeSpan span)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        Run(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE answers (id INTEGER PRIMARY KEY, value TEXT NOT NULL)");
        var (count, began) = (0, Stopwatch.GetTimestamp());
        for (; Stopwatch.GetElapsedTime(began) < span; count++)
            Run(connection, "INSERT INTO answers (value) VALUES ('{\"know-how\":\"4\",\"iterations-left\":\"2\",\"predictable\":\"4\"}')");

        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
