using Dapper;

namespace Companion.Storage;

/// <summary>Permissions to take the log away: an address that works until it expires, kept as its hash.</summary>
internal sealed class ExportStore(Database database)
{
    private const string AddSql = """
        INSERT INTO exports (token_hash, organisation_id, member_id, format, expires_at) VALUES (@hash, @organisation, @member, @format, @expires)
        """;

    private const string DropSql = """
        DELETE FROM exports WHERE expires_at <= @now
        """;

    public Task OfferAsync(string hash, Guid member, string format, DateTimeOffset expires, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            var values = new { hash, organisation = effects.OrganisationId, member, format, expires, now = effects.At };
            await connection.ExecuteAsync(DropSql, values, transaction);
            await connection.ExecuteAsync(AddSql, values, transaction);
            await connection.WriteAsync(effects, transaction);
        },
        ct);

    private const string FindSql = """
        SELECT organisation_id AS OrganisationId, format AS Format FROM exports WHERE token_hash = @hash AND expires_at > @now
        """;

    /// <summary>What an address gives away; null for one that is unknown or expired.</summary>
    public Task<OfferedExport?> FindAsync(string hash, DateTimeOffset now, CancellationToken ct) => database.ReadAsync(
        connection => connection.QuerySingleOrDefaultAsync<OfferedExport>(FindSql, new { hash, now }), ct);
}

/// <summary>A log that may be taken away.</summary>
internal sealed record OfferedExport(Guid OrganisationId, string Format);
