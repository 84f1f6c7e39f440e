using System.Collections.Immutable;
using System.Data.Common;
using Companion.Core.CheckIns;
using Dapper;

namespace Companion.Storage;

/// <summary>Groups as the platforms keep them, and whom a check-in asks.</summary>
internal sealed class InviteeStore(Database database)
{
    private const string GroupsSql = """
        SELECT g.id AS Id, g.name AS Name, m.member_id AS Member
          FROM member_groups g
          LEFT JOIN group_members m ON m.group_id = g.id
         WHERE g.organisation_id = @organisation
         ORDER BY g.name, g.id
        """;

    public Task<ImmutableArray<MemberGroup>> GroupsAsync(Guid organisation, CancellationToken ct) => database.ReadAsync(
        async connection => (await connection.QueryAsync<GroupRow>(GroupsSql, new { organisation }))
            .GroupBy(r => (r.Id, r.Name))
            .Select(g => new MemberGroup(g.Key.Id, g.Key.Name, [.. g.Select(r => r.Member).OfType<Guid>()]))
            .ToImmutableArray(),
        ct);

    private const string KeepSql = """
        INSERT INTO member_groups (id, organisation_id, connection_id, external_id, name)
        VALUES (@id, @organisation, @connection, @external, @name)
        ON CONFLICT (connection_id, external_id) DO UPDATE SET name = excluded.name
         WHERE member_groups.organisation_id = excluded.organisation_id
        RETURNING id
        """;

    private const string EmptySql = """
        DELETE FROM group_members WHERE group_id = @group AND organisation_id = @organisation
        """;

    private const string FillSql = """
        INSERT INTO group_members (group_id, member_id, organisation_id) VALUES (@group, @member, @organisation)
        """;

    /// <summary>A group as it is now, in the place of what it was. One without members keeps its place: somebody may come back.</summary>
    public Task KeepGroupAsync(Connection connection, string external, string name, IReadOnlyCollection<Guid> members, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        async (c, transaction) =>
        {
            var organisation = connection.OrganisationId;
            var group = await c.QuerySingleAsync<Guid>(KeepSql, new { id = Guid.CreateVersion7(now), organisation, connection = connection.Id, external, name }, transaction);
            await c.ExecuteAsync(EmptySql, new { group, organisation }, transaction);
            foreach (var member in members.Distinct())
                await c.ExecuteAsync(FillSql, new { group, member, organisation }, transaction);
        },
        ct);

    private const string OfCheckInsSql = """
        SELECT check_in_id AS CheckIn, member_id AS Member, group_id AS MemberGroup FROM check_in_invitees WHERE organisation_id = @organisation
        """;

    /// <summary>Whom each check-in asks, where that is not everybody.</summary>
    public static async Task<ILookup<Guid, (Guid? Member, Guid? Group)>> OfCheckInsAsync(DbConnection connection, Guid organisation) =>
        (await connection.QueryAsync<InviteeRow>(OfCheckInsSql, new { organisation })).ToLookup(r => r.CheckIn, r => (r.Member, r.MemberGroup));

    private const string DropSql = """
        DELETE FROM check_in_invitees WHERE check_in_id = @checkIn AND organisation_id = @organisation
        """;

    private const string AddSql = """
        INSERT INTO check_in_invitees (check_in_id, organisation_id, member_id, group_id) VALUES (@checkIn, @organisation, @member, @group)
        """;

    /// <summary>Runs in the transaction of the check-in.</summary>
    public static async Task SaveAsync(DbConnection connection, DbTransaction transaction, Guid organisation, Guid checkIn, Invitees audience)
    {
        await connection.ExecuteAsync(DropSql, new { checkIn, organisation }, transaction);
        foreach (var member in audience.Members)
            await connection.ExecuteAsync(AddSql, new { checkIn, organisation, member, group = (Guid?)null }, transaction);
        foreach (var group in audience.Groups)
            await connection.ExecuteAsync(AddSql, new { checkIn, organisation, member = (Guid?)null, group }, transaction);
    }

    private sealed record GroupRow(Guid Id, string Name, Guid? Member);

    private sealed record InviteeRow(Guid CheckIn, Guid? Member, Guid? MemberGroup);
}
