using Microsoft.Data.Sqlite;

namespace Companion.Tests.Support;

/// <summary>Looks for a text in every column of every table.</summary>
internal static class Traces
{
    /// <summary>Where it stands, as <c>table.column</c>.</summary>
    public static IReadOnlyList<string> Of(string text, string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return [.. Columns(connection).Where(c => Stands(connection, c, text)).Select(c => $"{c.Table}.{c.Column}").Order(StringComparer.Ordinal)];
    }

    /// <summary>True when its bytes stand anywhere in the files of the database: rows, free pages, the write-ahead log.</summary>
    public static bool InFiles(string text, string file) => ((string[])[file, $"{file}-wal"]).Where(File.Exists).Any(f =>
    {
        using var stream = new FileStream(f, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray().AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0;
    });

    private static List<(string Table, string Column)> Columns(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'";
        using var reader = command.ExecuteReader();
        var columns = new List<(string, string)>();
        while (reader.Read())
            columns.Add((reader.GetString(0), reader.GetString(1)));
        return columns;
    }

    private static bool Stands(SqliteConnection connection, (string Table, string Column) where, string text)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // names come from the schema
        command.CommandText = $"SELECT COUNT(1) FROM \"{where.Table}\" WHERE instr(CAST(\"{where.Column}\" AS TEXT), $text) > 0";
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$text", text);
        return (long)command.ExecuteScalar()! > 0;
    }
}
