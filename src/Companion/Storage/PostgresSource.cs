using Npgsql;

namespace Companion.Storage;

/// <summary>Where a PostgreSQL database is, and how we connect where the connection string says nothing.</summary>
internal static class PostgresSource
{
    /// <summary>Several processes share a server that takes a hundred connections unless told otherwise.</summary>
    private const int MostConnections = 20;

    /// <summary>Our statements are few and come again and again: prepared once, they are planned once.</summary>
    private const int PreparedStatements = 200;

    public static NpgsqlConnectionStringBuilder Parts(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString)
        {
            IncludeErrorDetail = false, // it quotes rows, and rows hold personal text
            Enlist = false,
        };
        parts.ApplicationName ??= nameof(Companion);
        if (!parts.ContainsKey("Maximum Pool Size"))
            parts.MaxPoolSize = MostConnections;
        if (!parts.ContainsKey("Max Auto Prepare"))
            parts.MaxAutoPrepare = PreparedStatements;
        return parts;
    }

    public static string PlaceOf(NpgsqlConnectionStringBuilder parts) => $"{parts.Database} on {parts.Host}:{parts.Port}";
}
