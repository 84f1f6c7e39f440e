using Dapper;

namespace Companion.Storage;

/// <summary>How a PostgreSQL server must be set so that what people saw accepted is on disk, for <c>doctor</c>.</summary>
internal static class PostgresAdvice
{
    private const long TestedWith = 15;

    private const string SettingsSql = """
        SELECT current_setting('server_version') AS Version,
               current_setting('server_version_num')::bigint / 10000 AS Major,
               current_setting('fsync') AS Fsync,
               current_setting('full_page_writes') AS FullPageWrites,
               current_setting('synchronous_commit') AS SynchronousCommit,
               current_setting('server_encoding') AS Encoding,
               current_setting('max_connections')::bigint AS Connections
        """;

    /// <summary>What is to be said, each with whether it is well.</summary>
    public static async Task<IReadOnlyList<(bool IsWell, string Says)>> OfAsync(IEngine engine, int mostConnections, CancellationToken ct)
    {
        var server = await engine.ReadAsync(connection => connection.QuerySingleAsync<Server>(SettingsSql), ct);
        return
        [
            (server.Major >= TestedWith, server.Major >= TestedWith
                ? $"The server is PostgreSQL {server.Version}."
                : $"The server is PostgreSQL {server.Version}; Companion is tested with {TestedWith}: update the server."),
            server is { Fsync: "on", FullPageWrites: "on" } && server.SynchronousCommit != "off"
                ? (true, "A commit waits for the disk.")
                : (false, $"A crash of the server can lose what people saw accepted: set fsync, full_page_writes and synchronous_commit to on (they are {server.Fsync}, {server.FullPageWrites}, {server.SynchronousCommit})."),
            (server.Encoding == "UTF8", server.Encoding == "UTF8" ? "The database keeps every script people write in." : $"The database is encoded in {server.Encoding}: make one with createdb --encoding=UTF8, and copy into that."),
            (mostConnections < server.Connections, $"This process takes up to {mostConnections} of the server's {server.Connections} connections."),
        ];
    }

    private sealed record Server(string Version, long Major, string Fsync, string FullPageWrites, string SynchronousCommit, string Encoding, long Connections);
}
