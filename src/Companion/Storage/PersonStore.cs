using System.Data.Common;
using Companion.Core.Members;
using Dapper;

namespace Companion.Storage;

/// <summary>What a person, or the stewards about a person, can change: hours, volume, roles, coming and going.</summary>
internal sealed class PersonStore(Database database)
{
    private const string HoursSql = """
        UPDATE members SET work_from = @from, work_to = @to, work_days = @days, zone = @zone, version = version + 1
         WHERE id = @member AND organisation_id = @organisation
        """;

    private const string OrganisationHoursSql = """
        UPDATE organisations SET work_from = @from, work_to = @to, work_days = @days, version = version + 1
         WHERE id = @organisation
        """;

    /// <summary>A person's own hours, or with null the organisation's again, and the zone they are in.</summary>
    public Task SetHoursAsync(Guid member, WorkingHours? hours, string zone, Effects effects, CancellationToken ct) =>
        RunAsync(HoursSql, new { member, organisation = effects.OrganisationId, from = From(hours), to = To(hours), days = Days(hours), zone }, effects, ct);

    public Task SetHoursAsync(WorkingHours hours, Effects effects, CancellationToken ct) =>
        RunAsync(OrganisationHoursSql, new { organisation = effects.OrganisationId, from = From(hours), to = To(hours), days = Days(hours) }, effects, ct);

    private const string ZoneSql = """
        UPDATE organisations SET zone = @zone, version = version + 1 WHERE id = @organisation
        """;

    // A target's day ends where the organisation is: what is late is found anew.
    private const string UnitsDueSql = """
        UPDATE units SET changes = changes + 1, next_change_at = @now WHERE organisation_id = @organisation
        """;

    /// <summary>Where the organisation is: its days begin and end there, and its hours are read there. Check-ins keep the zone that was written into them.</summary>
    public Task SetZoneAsync(string zone, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            await connection.ExecuteAsync(ZoneSql, new { zone, organisation = effects.OrganisationId }, transaction);
            await connection.ExecuteAsync(UnitsDueSql, new { organisation = effects.OrganisationId, now = effects.At }, transaction);
            await MemberStore.LookAgainAsync(connection, transaction, effects.OrganisationId, effects.At);
            await connection.WriteAsync(effects, transaction);
        },
        ct);

    private const string VolumeSql = """
        UPDATE members SET volume = @volume, version = version + 1
         WHERE id = @member AND organisation_id = @organisation
        """;

    public Task SetVolumeAsync(Guid member, Volume volume, Effects effects, CancellationToken ct) =>
        RunAsync(VolumeSql, new { member, organisation = effects.OrganisationId, volume = volume.ToString() }, effects, ct);

    private const string StewardSql = """
        UPDATE members SET is_steward = @steward, version = version + 1
         WHERE id = @member AND organisation_id = @organisation AND is_active = @yes AND is_steward <> @steward
        """;

    private const string StewardsSql = """
        SELECT COUNT(1) FROM members WHERE organisation_id = @organisation AND is_active = @yes AND is_steward = @yes
        """;

    /// <summary>Makes people stewards and others none, in one decision.</summary>
    /// <exception cref="StaleWriteException">One of them had the role already, lost it, or left meanwhile; or nobody would be left.</exception>
    public Task SetStewardsAsync(IReadOnlyCollection<Guid> come, IReadOnlyCollection<Guid> go, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            foreach (var (member, steward) in come.Select(m => (m, true)).Concat(go.Select(m => (m, false))))
                if (await connection.ExecuteAsync(StewardSql, new { member, steward, organisation = effects.OrganisationId, yes = true }, transaction) == 0)
                    throw new StaleWriteException("The stewards were changed by somebody else meanwhile.");
            if (await connection.ExecuteScalarAsync<long>(StewardsSql, new { organisation = effects.OrganisationId, yes = true }, transaction) == 0)
                throw new StaleWriteException("The stewards were changed by somebody else meanwhile, and none would be left.");
            await connection.WriteAsync(effects, transaction);
        },
        ct);

    /// <summary>New people, and some who had left and come back.</summary>
    public Task AddAsync(IReadOnlyCollection<NewMember> people, IReadOnlyCollection<Guid> returning, Guid connectionId, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            foreach (var member in returning)
                await connection.ExecuteAsync(ReturnSql, new { member, organisation = effects.OrganisationId, yes = true, no = false }, transaction);
            foreach (var person in people)
                await MemberStore.AddAsync(connection, transaction, effects.OrganisationId, connectionId, person, effects.At);
            await connection.WriteAsync(effects, transaction);
        },
        ct);

    private const string LeaveSql = """
        UPDATE members SET is_active = @no, is_steward = @no, version = version + 1
         WHERE id = @member AND organisation_id = @organisation AND is_active = @yes
        """;

    private const string DisownSql = """
        DELETE FROM unit_owners WHERE member_id = @member AND organisation_id = @organisation
        """;

    private const string UnreportSql = """
        DELETE FROM reporters WHERE member_id = @member AND organisation_id = @organisation
        """;

    private const string UnqueueSql = """
        UPDATE outbox SET state = 'Dropped' WHERE member_id = @member AND organisation_id = @organisation AND state = 'Waiting'
        """;

    private const string UnaskSql = """
        DELETE FROM round_participants
         WHERE member_id = @member AND organisation_id = @organisation AND answered_at IS NULL
           AND round_id IN (SELECT id FROM rounds WHERE organisation_id = @organisation AND state = 'Open')
        """;

    private const string UnlessSteward = " AND is_steward = @no";

    /// <summary>Somebody leaves: no roles, no questions, no messages any more. What they did stays.</summary>
    /// <param name="evenSteward">True where a platform says that somebody is gone; a command lets nobody leave who has become a steward meanwhile.</param>
    /// <exception cref="StaleWriteException">They had left already, or are a steward.</exception>
    public static async Task LeaveAsync(DbConnection connection, DbTransaction transaction, Guid organisation, Guid member, bool evenSteward)
    {
        var values = new { member, organisation, yes = true, no = false };
        if (await connection.ExecuteAsync(evenSteward ? LeaveSql : LeaveSql + UnlessSteward, values, transaction) == 0)
            throw new StaleWriteException("They had left already, or have become a steward.");
        foreach (var sql in (string[])[DisownSql, UnreportSql, UnqueueSql, UnaskSql])
            await connection.ExecuteAsync(sql, values, transaction);
    }

    private const string RemovedSql = """
        UPDATE members SET is_removed = @yes WHERE id = @member AND organisation_id = @organisation
        """;

    private const string ReturnSql = """
        UPDATE members SET is_active = @yes, is_removed = @no, version = version + 1
         WHERE id = @member AND organisation_id = @organisation AND is_active = @no AND forgotten_at IS NULL AND merged_into IS NULL
        """;

    /// <summary>Somebody was removed: they stay out, whatever their chat says, until they are taken back.</summary>
    public Task LeaveAsync(Guid member, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            await LeaveAsync(connection, transaction, effects.OrganisationId, member, evenSteward: false);
            await connection.ExecuteAsync(RemovedSql, new { member, organisation = effects.OrganisationId, yes = true }, transaction);
            await connection.WriteAsync(effects, transaction);
        },
        ct);

    private Task RunAsync(string sql, object values, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            await connection.ExecuteAsync(sql, values, transaction);
            await MemberStore.LookAgainAsync(connection, transaction, effects.OrganisationId, effects.At);
            await connection.WriteAsync(effects, transaction);
        },
        ct);

    private static string? From(WorkingHours? hours) => hours is null ? null : HoursText.Of(hours.From);

    private static string? To(WorkingHours? hours) => hours is null ? null : HoursText.Of(hours.To);

    private static string? Days(WorkingHours? hours) => hours is null ? null : HoursText.Of(hours.Days);
}
