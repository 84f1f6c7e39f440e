using Dapper;

namespace Companion.Storage;

/// <summary>Where a person or the organisation's channel is reached.</summary>
internal sealed class AddressStore(Database database)
{
    private const string MemberSql = """
        SELECT c.id AS ConnectionId, c.organisation_id AS OrganisationId, c.platform AS Platform, i.external_id AS Person
          FROM identities i
          JOIN connections c ON c.id = i.connection_id
          JOIN members m ON m.id = i.member_id
         WHERE i.organisation_id = @organisation AND i.member_id = @member AND m.is_active = @yes
         ORDER BY i.last_seen_at DESC
         LIMIT 1
        """;

    private const string ChannelSql = """
        SELECT id AS ConnectionId, organisation_id AS OrganisationId, platform AS Platform, '' AS Person
          FROM connections
         WHERE organisation_id = @organisation
         ORDER BY created_at
         LIMIT 1
        """;

    /// <summary>The connection where the person was last active, so that nobody is messaged twice about the same thing; for no person, the organisation's channel.</summary>
    public Task<Address?> FindAsync(Guid organisation, Guid? member, CancellationToken ct) => database.ReadAsync(
        connection => connection.QuerySingleOrDefaultAsync<Address>(member is null ? ChannelSql : MemberSql, new { organisation, member, yes = true }), ct);
}

/// <summary>A person's identity on a connection, or with an empty person its channel.</summary>
internal sealed record Address(Guid ConnectionId, Guid OrganisationId, string Platform, string Person)
{
    public bool IsChannel => Person.Length == 0;
}
