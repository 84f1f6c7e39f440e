using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Companion.Tests.Crash;

/// <summary>The database that the servers work on, looked at from beside them.</summary>
internal sealed class Site(string connectionString)
{
    public bool IsPostgres { get; } = connectionString.StartsWith("Host=", StringComparison.Ordinal);

    public string ConnectionString => connectionString;

    public static Site File(string path) => new($"Data Source={path}");

    public DbConnection Open()
    {
        DbConnection connection = IsPostgres ? new NpgsqlConnection($"{connectionString};Pooling=False") : new SqliteConnection($"{connectionString};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>An instant as a parameter, and as the columns hold it.</summary>
    public object Instant(DateTimeOffset at) => IsPostgres ? at.ToUniversalTime() : at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
