using Dapper;

namespace Companion.Storage;

/// <summary>Codes by which a second chat joins an organisation.</summary>
internal sealed class JoinStore(Database database)
{
    private const string DropSql = """
        DELETE FROM join_codes WHERE organisation_id = @organisation OR expires_at <= @now
        """;

    private const string AddSql = """
        INSERT INTO join_codes (code_hash, organisation_id, member_id, expires_at) VALUES (@hash, @organisation, @member, @expires)
        """;

    /// <summary>A new code in the place of an earlier one.</summary>
    public Task OfferAsync(Guid member, string hash, DateTimeOffset expires, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            var values = new { organisation = effects.OrganisationId, member, hash, expires, now = effects.At };
            await connection.ExecuteAsync(DropSql, values, transaction);
            await connection.ExecuteAsync(AddSql, values, transaction);
            await connection.WriteAsync(effects, transaction);
        },
        ct);

    private const string FindSql = """
        SELECT j.organisation_id AS OrganisationId, o.name AS Name
          FROM join_codes j
          JOIN organisations o ON o.id = j.organisation_id
         WHERE j.code_hash = @hash AND j.expires_at > @now
        """;

    /// <summary>The organisation a code leads to: whoever has the code was given it by its steward.</summary>
    public Task<JoinOffer?> FindAsync(string hash, DateTimeOffset now, CancellationToken ct) => database.ReadAsync(
        connection => connection.QuerySingleOrDefaultAsync<JoinOffer>(FindSql, new { hash, now }), ct);

    private const string UseUpSql = """
        DELETE FROM join_codes WHERE code_hash = @hash AND organisation_id = @target AND expires_at > @now
        """;

    // Whoever has a taken name in the organisation they join gets the workspace's name behind theirs.
    private const string RenameSql = """
        UPDATE members SET name = name || ' (' || (SELECT c.name FROM connections c WHERE c.id = @connection) || ')'
         WHERE organisation_id = @organisation
           AND EXISTS (SELECT 1 FROM members o WHERE o.organisation_id = @target AND o.is_active = @yes AND o.name = members.name)
        """;

    private static readonly string[] MoveSql =
    [
        "UPDATE members SET organisation_id = @target, is_steward = @no WHERE organisation_id = @organisation",
        "UPDATE identities SET organisation_id = @target WHERE organisation_id = @organisation",
        "UPDATE conversations SET organisation_id = @target WHERE organisation_id = @organisation",
        "UPDATE member_groups SET organisation_id = @target WHERE organisation_id = @organisation",
        "UPDATE group_members SET organisation_id = @target WHERE organisation_id = @organisation",
        "UPDATE homes SET organisation_id = @target WHERE organisation_id = @organisation",
        "UPDATE time_off SET organisation_id = @target WHERE organisation_id = @organisation",
        "UPDATE connections SET organisation_id = @target WHERE organisation_id = @organisation",
        "UPDATE deliveries SET organisation_id = @target WHERE organisation_id = @organisation",
        "UPDATE inbox SET organisation_id = @target WHERE organisation_id = @organisation",
        "UPDATE outbox SET organisation_id = @target WHERE organisation_id = @organisation",
        "UPDATE posts SET organisation_id = @target WHERE organisation_id = @organisation",
        "UPDATE read_marks SET organisation_id = @target WHERE organisation_id = @organisation",
        "DELETE FROM holidays WHERE organisation_id = @organisation",
        "DELETE FROM channels WHERE organisation_id = @organisation",
        "DELETE FROM join_codes WHERE organisation_id = @organisation",
        "DELETE FROM link_codes WHERE organisation_id = @organisation",
        "DELETE FROM changes WHERE organisation_id = @organisation",
        "DELETE FROM exports WHERE organisation_id = @organisation",
        "DELETE FROM organisations WHERE id = @organisation AND is_set_up = @no AND last_number = 0",
    ];

    /// <summary>A chat whose organisation was never set up moves, with its people, into another; what is left of its own goes.</summary>
    /// <exception cref="StaleWriteException">The code is used up, or the organisation was set up meanwhile.</exception>
    public Task JoinAsync(string hash, JoinOffer offer, Guid connectionId, Guid organisation, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            var values = new { hash, target = offer.OrganisationId, connection = connectionId, organisation, yes = true, no = false, now = effects.At };
            if (await connection.ExecuteAsync(UseUpSql, values, transaction) == 0)
                throw new StaleWriteException("This code was used already.");
            await connection.ExecuteAsync(RenameSql, values, transaction);
            var left = 0;
            foreach (var sql in MoveSql)
                left = await connection.ExecuteAsync(sql, values, transaction);
            if (left == 0)
                throw new StaleWriteException("This organisation was set up meanwhile.");
            await connection.WriteAsync(effects, transaction);
        },
        ct);
}

/// <summary>Where a code leads.</summary>
internal sealed record JoinOffer(Guid OrganisationId, string Name);
