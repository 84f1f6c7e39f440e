using Companion.Messages;
using Dapper;

namespace Companion.Storage;

/// <summary>The keys of deliveries that had an effect, and the answers they got.</summary>
internal sealed class DeliveryStore(Database database)
{
    /// <summary>How long a repeat is recognised; platforms repeat within hours.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private const string FindSql = """
        SELECT reply FROM deliveries WHERE connection_id = @connection AND key = @key
        """;

    /// <summary>The answer the first delivery with this key got; null when there was none.</summary>
    public Task<Reply?> FindAsync(Guid connection, string key, CancellationToken ct) => database.ReadAsync(
        async c => await c.QuerySingleOrDefaultAsync<string>(FindSql, new { connection, key }) is { } reply ? Json.Read<Reply>(reply) : null, ct);

    private const string ForgetSql = """
        DELETE FROM deliveries WHERE at < @before
        """;

    public Task<int> ForgetAsync(DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        (connection, transaction) => connection.ExecuteAsync(ForgetSql, new { before = now - Kept }, transaction), ct);
}
