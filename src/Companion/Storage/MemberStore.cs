using System.Collections.Immutable;
using System.Data.Common;
using Companion.Core.Members;
using Dapper;

namespace Companion.Storage;

/// <summary>People, their identities on each connection, and their days off.</summary>
internal sealed class MemberStore(Database database)
{
    private const string AllSql = """
        SELECT id, name, is_steward, zone
          FROM members
         WHERE organisation_id = @organisation AND is_active = @yes
         ORDER BY created_at, name
        """;

    private const string TimeOffSql = """
        SELECT member_id, first_day, last_day FROM time_off WHERE organisation_id = @organisation
        """;

    public Task<ImmutableArray<Member>> AllAsync(Guid organisation, CancellationToken ct) => database.ReadAsync(
        async connection =>
        {
            var rows = await connection.QueryAsync<Row>(AllSql, new { organisation, yes = true });
            var off = (await connection.QueryAsync<TimeOffRow>(TimeOffSql, new { organisation })).ToLookup(t => t.Member_Id);
            return rows.Select(r => r.ToMember(off[r.Id])).ToImmutableArray();
        },
        ct);

    private const string FindSql = """
        SELECT i.member_id AS Id, m.zone AS Zone
          FROM identities i
          JOIN members m ON m.id = i.member_id
         WHERE i.connection_id = @connection AND i.external_id = @external AND m.is_active = @yes
        """;

    /// <summary>Whom a platform means by an identity; null for a stranger.</summary>
    public Task<Identified?> FindAsync(Guid connection, string external, CancellationToken ct) => database.ReadAsync(
        c => c.QuerySingleOrDefaultAsync<Identified>(FindSql, new { connection, external, yes = true }), ct);

    private const string AddSql = """
        INSERT INTO members (id, organisation_id, name, is_steward, zone, created_at)
        VALUES (@id, @organisation, @name, @steward, @zone, @now)
        """;

    private const string AddIdentitySql = """
        INSERT INTO identities (connection_id, external_id, organisation_id, member_id, last_seen_at)
        VALUES (@connection, @external, @organisation, @id, @now)
        """;

    public static async Task AddAsync(DbConnection connection, DbTransaction transaction, Guid organisation, Guid connectionId, NewMember member, DateTimeOffset now)
    {
        var values = new { id = member.Id, organisation, connection = connectionId, external = member.External, name = member.Name, steward = member.IsSteward, zone = member.Zone, now };
        await connection.ExecuteAsync(AddSql, values, transaction);
        await connection.ExecuteAsync(AddIdentitySql, values, transaction);
    }

    public Task AddAsync(Guid organisation, Guid connectionId, NewMember member, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        (connection, transaction) => AddAsync(connection, transaction, organisation, connectionId, member, now), ct);

    private const string RenameSql = """
        UPDATE members SET name = @name, version = version + 1 WHERE id = @id AND organisation_id = @organisation
        """;

    public static Task RenameAsync(DbConnection connection, DbTransaction transaction, Guid organisation, Guid id, string name) =>
        connection.ExecuteAsync(RenameSql, new { id, organisation, name }, transaction);

    private const string AddTimeOffSql = """
        INSERT INTO time_off (id, organisation_id, member_id, first_day, last_day)
        VALUES (@id, @organisation, @member, @first, @last)
        """;

    private const string ClearTimeOffSql = """
        DELETE FROM time_off WHERE organisation_id = @organisation AND member_id = @member AND last_day >= @today
        """;

    // Hours are checked when a message is about to go out, so what waits has to look again.
    private const string LookAgainSql = """
        UPDATE outbox SET due_at = @now
         WHERE organisation_id = @organisation AND member_id = @member AND state = 'Waiting'
        """;

    private const string ClockSql = """
        UPDATE nudges SET next_step_at = @now
         WHERE organisation_id = @organisation AND state = 'Open'
           AND id IN (SELECT nudge_id FROM nudge_recipients WHERE member_id = @member)
        """;

    /// <summary>Adds days off, or with null takes back all that are not over.</summary>
    public Task SetTimeOffAsync(Guid member, TimeOff? off, DateOnly today, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            var values = new { id = Guid.CreateVersion7(effects.At), organisation = effects.OrganisationId, member, first = off?.From, last = off?.To, today, now = effects.At };
            await connection.ExecuteAsync(off is null ? ClearTimeOffSql : AddTimeOffSql, values, transaction);
            await connection.ExecuteAsync(LookAgainSql, values, transaction);
            await connection.ExecuteAsync(ClockSql, values, transaction);
            await connection.WriteAsync(effects, transaction);
        },
        ct);

    private sealed record Row(Guid Id, string Name, bool Is_Steward, string Zone)
    {
        public Member ToMember(IEnumerable<TimeOffRow> off) =>
            new(Id, Name, Is_Steward, Zone, [.. off.Select(t => new TimeOff(t.First_Day, t.Last_Day))]);
    }

    private sealed record TimeOffRow(Guid Member_Id, DateOnly First_Day, DateOnly Last_Day);
}

/// <summary>A member as an identity leads to them.</summary>
internal sealed record Identified(Guid Id, string Zone);

/// <summary>A person who comes in, with their identity on one connection.</summary>
internal sealed record NewMember(Guid Id, string External, string Name, bool IsSteward, string Zone);
