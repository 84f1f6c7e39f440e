using System.Data.Common;
using Dapper;

namespace Companion.Storage;

/// <summary>What a chat leaves behind that was uninstalled: it waits for its return, and after a stated time goes.</summary>
internal sealed class DepartureStore(Database database, ErasureStore erasure)
{
    /// <summary>Why a workspace is quiet whose data is on its way out: a process that was ended at it is carried on.</summary>
    private const string Going = "forgetting";

    private const string Gone = "forgotten";

    // A workspace that is quiet for another reason was not given up by its people: it may only be misconfigured.
    private const string DueSql = """
        SELECT id AS Id, organisation_id AS OrganisationId FROM connections
         WHERE state = 'Quiet' AND ((quiet_since <= @before AND quiet_reason IN ('app_uninstalled', 'tokens_revoked')) OR quiet_reason = 'forgetting')
         ORDER BY quiet_since
        """;

    /// <summary>Workspaces that uninstalled the app before a moment and did not come back.</summary>
    public Task<IReadOnlyList<Connection>> DueAsync(DateTimeOffset before, CancellationToken ct) => database.ReadAsync<IReadOnlyList<Connection>>(
        async c => [.. await c.QueryAsync<Connection>(DueSql, new { before })], ct);

    // From here on a new installation is a new organisation: half of an old one comes back to nobody.
    private const string ClaimSql = """
        UPDATE connections
           SET external_id = 'forgotten ' || CAST(id AS TEXT), name = '', details = '{}', secret = NULL, quiet_reason = @going
         WHERE id = @connection AND organisation_id = @organisation AND state = 'Quiet' AND quiet_reason <> @gone
        """;

    private const string PeopleSql = """
        SELECT m.id AS Id, m.is_active AS IsActive, EXISTS (SELECT 1 FROM identities o WHERE o.member_id = m.id AND o.connection_id <> @connection) AS IsElsewhere
          FROM members m
         WHERE m.organisation_id = @organisation AND EXISTS (SELECT 1 FROM identities i WHERE i.member_id = m.id AND i.connection_id = @connection)
        """;

    private static readonly string[] ClearSql =
    [
        "DELETE FROM check_in_invitees WHERE organisation_id = @organisation AND group_id IN (SELECT id FROM member_groups WHERE connection_id = @connection)",
        "DELETE FROM group_members WHERE organisation_id = @organisation AND group_id IN (SELECT id FROM member_groups WHERE connection_id = @connection)",
        "DELETE FROM member_groups WHERE organisation_id = @organisation AND connection_id = @connection",
        "DELETE FROM channels WHERE organisation_id = @organisation AND connection_id = @connection",
        "DELETE FROM conversations WHERE organisation_id = @organisation AND connection_id = @connection",
        "DELETE FROM homes WHERE organisation_id = @organisation AND connection_id = @connection",
        "DELETE FROM inbox WHERE organisation_id = @organisation AND connection_id = @connection",
        "DELETE FROM deliveries WHERE organisation_id = @organisation AND connection_id = @connection",
        "DELETE FROM identities WHERE organisation_id = @organisation AND connection_id = @connection",
        "UPDATE outbox SET message = NULL WHERE organisation_id = @organisation AND connection_id = @connection",
        "UPDATE connections SET quiet_reason = 'forgotten' WHERE organisation_id = @organisation AND id = @connection",
    ];

    /// <summary>Its token and its people go: names, identities, texts, notes, conversations. Whoever is still reached elsewhere stays there; numbers and decisions stay, and lead to nobody.</summary>
    /// <remarks>It may end anywhere and be begun again.</remarks>
    public async Task ForgetAsync(Connection left, DateTimeOffset now, CancellationToken ct)
    {
        var values = new { connection = left.Id, organisation = left.OrganisationId, going = Going, gone = Gone };
        if (await database.WriteAsync((c, transaction) => c.ExecuteAsync(ClaimSql, values, transaction), ct) == 0)
            return;

        foreach (var person in await database.ReadAsync(async c => (await c.QueryAsync<PersonRow>(PeopleSql, values)).ToList(), ct))
        {
            if (!person.IsElsewhere)
                await erasure.EraseWithChatAsync(person.Id, person.IsActive, new(left.OrganisationId, now), ct);
        }

        await database.WriteAsync((c, transaction) => ClearAsync(c, transaction, values), ct);
        await database.ScrubAsync();
    }

    private static async Task ClearAsync(DbConnection connection, DbTransaction transaction, object values)
    {
        foreach (var sql in ClearSql)
            await connection.ExecuteAsync(sql, values, transaction);
    }

    private const string OthersSql = """
        SELECT COUNT(1) FROM connections WHERE organisation_id = @organisation AND id <> @connection AND state = 'Active'
        """;

    /// <summary>True when the organisation is still reached in another chat.</summary>
    public Task<bool> IsElsewhereAsync(Connection left, CancellationToken ct) => database.ReadAsync(
        async c => await c.ExecuteScalarAsync<long>(OthersSql, new { organisation = left.OrganisationId, connection = left.Id }) > 0, ct);

    private sealed record PersonRow(Guid Id, bool IsActive, bool IsElsewhere);
}
