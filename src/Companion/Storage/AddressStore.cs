using Dapper;

namespace Companion.Storage;

/// <summary>Where a person, a unit's channel or the organisation's channel is reached.</summary>
internal sealed class AddressStore(Database database)
{
    // Quiet chats, and those where messages did not arrive, come last: they are an address only when there is no other.
    private const string MemberSql = """
        SELECT c.id AS ConnectionId, c.organisation_id AS OrganisationId, c.platform AS Platform, i.external_id AS Person,
               (SELECT v.external_id FROM conversations v
                 WHERE v.connection_id = c.id AND v.member_id = i.member_id AND v.kind = 'Personal' AND v.inactive_reason IS NULL
                 ORDER BY v.seen_at DESC LIMIT 1) AS Conversation,
               c.state AS State, CASE WHEN i.unreachable IS NULL THEN 0 ELSE 1 END AS Unreachable
          FROM identities i
          JOIN connections c ON c.id = i.connection_id
          JOIN members m ON m.id = i.member_id
         WHERE i.organisation_id = @organisation AND i.member_id = @member AND m.is_active = @yes
         ORDER BY c.state, CASE WHEN i.unreachable IS NULL THEN 0 ELSE 1 END, i.last_seen_at DESC
         LIMIT 1
        """;

    private const string ChannelSql = """
        SELECT c.id AS ConnectionId, c.organisation_id AS OrganisationId, c.platform AS Platform, '' AS Person, h.conversation AS Conversation, c.state AS State, 0 AS Unreachable
          FROM channels h
          JOIN connections c ON c.id = h.connection_id
          LEFT JOIN conversations v ON v.connection_id = h.connection_id AND v.external_id = h.conversation
         WHERE h.organisation_id = @organisation AND (h.unit = @unit OR h.unit = '') AND v.inactive_reason IS NULL
         ORDER BY h.unit DESC
         LIMIT 1
        """;

    // The local web chat has one channel, which nobody has to choose.
    private const string LocalSql = """
        SELECT id AS ConnectionId, organisation_id AS OrganisationId, platform AS Platform, '' AS Person, 'general' AS Conversation, state AS State, 0 AS Unreachable
          FROM connections
         WHERE organisation_id = @organisation AND platform = 'webchat'
        """;

    /// <summary>The connection where the person was last active, so that nobody is messaged twice about the same thing.</summary>
    public Task<Address?> OfMemberAsync(Guid organisation, Guid member, CancellationToken ct) => database.ReadAsync(
        c => c.QueryFirstOrDefaultAsync<Address>(MemberSql, new { organisation, member, yes = true }), ct);

    /// <summary>The channel of a unit, else the organisation's; null when none was chosen.</summary>
    /// <param name="unit">The unit's key; null for what concerns no single unit.</param>
    public Task<Address?> OfUnitAsync(Guid organisation, string? unit, CancellationToken ct) => database.ReadAsync(
        async c => await c.QueryFirstOrDefaultAsync<Address>(ChannelSql, new { organisation, unit = unit ?? "" })
            ?? await c.QueryFirstOrDefaultAsync<Address>(LocalSql, new { organisation }),
        ct);
}

/// <summary>A person's identity on a connection, or with an empty person a channel.</summary>
/// <param name="Conversation">The conversation as the platform knows it; null when a person's own was not opened yet.</param>
/// <param name="State">Active, or Quiet while nothing can be sent there.</param>
internal sealed record Address(Guid ConnectionId, Guid OrganisationId, string Platform, string Person, string? Conversation, string State, long Unreachable = 0)
{
    public bool IsChannel => Person.Length == 0;

    /// <summary>True when the last message under this identity did not arrive, and there is no better one.</summary>
    public bool IsUnreachable => Unreachable != 0;

    public bool IsQuiet => State == "Quiet";
}
