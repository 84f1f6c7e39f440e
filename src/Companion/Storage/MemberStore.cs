using System.Collections.Immutable;
using System.Data.Common;
using Companion.Core.Members;
using Dapper;

namespace Companion.Storage;

/// <summary>People, their identities on each connection, and their days off.</summary>
internal sealed class MemberStore(Database database)
{
    private const string AllSql = """
        SELECT id, name, is_steward, zone, work_from, work_to, work_days, volume
          FROM members
         WHERE organisation_id = @organisation AND is_active = @yes
         ORDER BY created_at, name
        """;

    private const string TimeOffSql = """
        SELECT member_id, first_day, last_day FROM time_off WHERE organisation_id = @organisation
        """;

    private static readonly string[] Tables = ["members", "time_off"];

    public Task<ImmutableArray<Member>> AllAsync(Guid organisation, CancellationToken ct) => database.RememberAsync(
        "members",
        organisation,
        Tables,
        async connection =>
        {
            var rows = await connection.QueryAsync<Row>(AllSql, new { organisation, yes = true });
            var off = (await connection.QueryAsync<TimeOffRow>(TimeOffSql, new { organisation })).ToLookup(t => t.Member_Id);
            return rows.Select(r => r.ToMember(off[r.Id])).ToImmutableArray();
        },
        ct);

    private const string GetSql = """
        SELECT id, name, is_steward, zone, work_from, work_to, work_days, volume
          FROM members
         WHERE organisation_id = @organisation AND id = @member AND is_active = @yes
        """;

    private const string TimeOffOfSql = """
        SELECT member_id, first_day, last_day FROM time_off WHERE organisation_id = @organisation AND member_id = @member
        """;

    /// <summary>One member; null for somebody who left.</summary>
    public Task<Member?> FindMemberAsync(Guid organisation, Guid member, CancellationToken ct) => database.ReadAsync(
        async connection => await connection.QuerySingleOrDefaultAsync<Row>(GetSql, new { organisation, member, yes = true }) is { } row
            ? row.ToMember(await connection.QueryAsync<TimeOffRow>(TimeOffOfSql, new { organisation, member }))
            : null,
        ct);

    private const string NamesSql = """
        SELECT id AS Id, name AS Name, merged_into AS MergedInto FROM members WHERE organisation_id = @organisation
        """;

    /// <summary>Everybody who ever belonged to the organisation: what they decided still names them.</summary>
    public Task<IReadOnlyList<NamedMember>> NamesAsync(Guid organisation, CancellationToken ct) => database.ReadAsync<IReadOnlyList<NamedMember>>(
        async connection => [.. await connection.QueryAsync<NamedMember>(NamesSql, new { organisation })], ct);

    private const string GoneSql = """
        SELECT id AS Id, name AS Name, merged_into AS MergedInto FROM members WHERE organisation_id = @organisation AND is_active = @no
        """;

    /// <summary>Who belonged to the organisation once.</summary>
    public Task<ImmutableArray<NamedMember>> GoneAsync(Guid organisation, CancellationToken ct) => database.RememberAsync(
        "gone members",
        organisation,
        Tables,
        async connection => (await connection.QueryAsync<NamedMember>(GoneSql, new { organisation, no = false })).ToImmutableArray(), ct);

    private const string FindSql = """
        SELECT i.member_id AS Id, m.zone AS Zone, i.is_guest AS IsGuest, i.last_seen_at AS LastSeenAt, CASE WHEN i.unreachable IS NULL THEN 0 ELSE 1 END AS WasUnreachable
          FROM identities i
          JOIN members m ON m.id = i.member_id
         WHERE i.connection_id = @connection AND i.external_id = @external AND m.is_active = @yes
        """;

    /// <summary>Whom a platform means by an identity; null for a stranger.</summary>
    public Task<Identified?> FindAsync(Guid connection, string external, CancellationToken ct) => database.RememberAsync(
        $"identity {external}", connection, ["identities", "members"],
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

    private const string LookAtAllSql = """
        UPDATE outbox SET due_at = @now WHERE organisation_id = @organisation AND member_id IS NOT NULL AND state = 'Waiting'
        """;

    private const string AllClocksSql = """
        UPDATE nudges SET next_step_at = @now WHERE organisation_id = @organisation AND state = 'Open'
        """;

    /// <summary>Hours, holidays or volume changed: whatever waits is looked at anew, and so are the clocks.</summary>
    public static async Task LookAgainAsync(DbConnection connection, DbTransaction transaction, Guid organisation, DateTimeOffset now)
    {
        await connection.ExecuteAsync(LookAtAllSql, new { organisation, now }, transaction);
        await connection.ExecuteAsync(AllClocksSql, new { organisation, now }, transaction);
    }

    private const string ClockSql = """
        UPDATE nudges SET next_step_at = @now
         WHERE organisation_id = @organisation AND state = 'Open'
           AND id IN (SELECT nudge_id FROM nudge_recipients WHERE member_id = @member)
        """;

    private const string RemoveTimeOffSql = """
        DELETE FROM time_off WHERE organisation_id = @organisation AND member_id = @member AND first_day = @first AND last_day = @last
        """;

    /// <summary>Takes one period off back.</summary>
    public Task RemoveTimeOffAsync(Guid member, TimeOff off, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            var values = new { organisation = effects.OrganisationId, member, first = off.From, last = off.To, now = effects.At };
            await connection.ExecuteAsync(RemoveTimeOffSql, values, transaction);
            await connection.ExecuteAsync(LookAgainSql, values, transaction);
            await connection.ExecuteAsync(ClockSql, values, transaction);
            await connection.WriteAsync(effects, transaction);
        },
        ct);

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

    private sealed record Row(Guid Id, string Name, bool Is_Steward, string Zone, string? Work_From, string? Work_To, string? Work_Days, string Volume)
    {
        public Member ToMember(IEnumerable<TimeOffRow> off) => new(Id, Name, Is_Steward, Zone, [.. off.Select(t => new TimeOff(t.First_Day, t.Last_Day))])
        {
            Hours = Work_From is null ? null : HoursText.Read(Work_From, Work_To!, Work_Days!),
            Volume = Enum.Parse<Volume>(Volume),
        };
    }

    private sealed record TimeOffRow(Guid Member_Id, DateOnly First_Day, DateOnly Last_Day);
}

/// <summary>A member as an identity leads to them.</summary>
internal sealed record Identified(Guid Id, string Zone, bool IsGuest, DateTimeOffset LastSeenAt, long WasUnreachable);

/// <summary>A person who comes in, with their identity on one connection.</summary>
internal sealed record NewMember(Guid Id, string External, string Name, bool IsSteward, string Zone)
{
    /// <summary>Somebody who is known by name only: a chat without identities of its own spells them by their id.</summary>
    public static NewMember Called(string name, string zone, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        return new(id, id.ToString(), name, false, zone);
    }
}

/// <summary>A member, present or gone.</summary>
/// <param name="MergedInto">Who they are since two identities became one person; null for nobody else.</param>
internal sealed record NamedMember(Guid Id, string Name, Guid? MergedInto)
{
    /// <summary>Who they are now.</summary>
    public Guid Person => MergedInto ?? Id;
}
