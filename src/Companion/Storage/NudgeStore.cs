using System.Collections.Immutable;
using System.Data.Common;
using Companion.Core.Nudges;
using Companion.Core.Readiness;
using Dapper;

namespace Companion.Storage;

/// <summary>Nudges and their recipients. The unique key on the cause is what makes a nudge happen once.</summary>
internal sealed class NudgeStore(Database database)
{
    private const string Columns = "id, unit_id, kind, stage, criterion, episode_start, state, escalated_at, version";

    private const string OfUnitSql = $"""
        SELECT {Columns} FROM nudges WHERE organisation_id = @organisation AND unit_id = @key
        """;

    private const string OpenSql = $"""
        SELECT {Columns} FROM nudges WHERE organisation_id = @organisation AND state IN ('Open', 'Lapsed')
        """;

    private const string OneSql = $"""
        SELECT {Columns} FROM nudges WHERE organisation_id = @organisation AND id = @key
        """;

    private const string RecipientsSql = """
        SELECT r.nudge_id, r.member_id, r.delivered_at, r.reminded_at, r.snoozed_from, r.snoozed_until
          FROM nudge_recipients r
          JOIN nudges n ON n.id = r.nudge_id
         WHERE r.organisation_id = @organisation AND n.organisation_id = @organisation
        """;

    /// <summary>All nudges a unit ever had.</summary>
    public Task<ImmutableArray<Nudge>> OfUnitAsync(Guid organisation, Guid unit, CancellationToken ct) =>
        LoadAsync(OfUnitSql, " AND n.unit_id = @key", organisation, unit, ct);

    /// <summary>The nudges of an organisation that wait for an answer, and those that lapsed.</summary>
    public Task<ImmutableArray<Nudge>> OpenAsync(Guid organisation, CancellationToken ct) =>
        database.RememberAsync("open nudges", organisation, Tables, connection => ReadAsync(connection, OpenSql, " AND n.state IN ('Open', 'Lapsed')", organisation, null), ct);

    private static readonly string[] Tables = ["nudges", "nudge_recipients"];

    public async Task<Nudge?> FindAsync(Guid organisation, Guid nudge, CancellationToken ct) =>
        (await LoadAsync(OneSql, " AND n.id = @key", organisation, nudge, ct)).SingleOrDefault();

    private Task<ImmutableArray<Nudge>> LoadAsync(string sql, string whose, Guid organisation, Guid? key, CancellationToken ct) =>
        database.ReadAsync(connection => ReadAsync(connection, sql, whose, organisation, key), ct);

    private static async Task<ImmutableArray<Nudge>> ReadAsync(DbConnection connection, string sql, string whose, Guid organisation, Guid? key)
    {
        var rows = await connection.QueryAsync<Row>(sql, new { organisation, key });
        var recipients = (await connection.QueryAsync<RecipientRow>(RecipientsSql + whose, new { organisation, key })).ToLookup(r => r.Nudge_Id);
        return [.. rows.Select(r => r.ToNudge(recipients[r.Id]))];
    }

    private const string DueSql = """
        SELECT id, organisation_id AS OrganisationId FROM nudges
         WHERE state = 'Open' AND next_step_at <= @now
         ORDER BY next_step_at
         LIMIT @batch
        """;

    public Task<IReadOnlyList<DueNudge>> DueAsync(DateTimeOffset now, int batch, CancellationToken ct) => database.ReadAsync<IReadOnlyList<DueNudge>>(
        async connection => [.. await connection.QueryAsync<DueNudge>(DueSql, new { now, batch })], ct);

    private const string AddSql = """
        INSERT INTO nudges (id, organisation_id, unit_id, kind, stage, criterion, episode_start, state, created_at)
        VALUES (@id, @organisation, @unit, @kind, @stage, @criterion, @start, 'Open', @now)
        """;

    private const string AddRecipientSql = """
        INSERT INTO nudge_recipients (nudge_id, member_id, organisation_id)
        VALUES (@nudge, @member, @organisation)
        """;

    private const string DropRecipientSql = """
        DELETE FROM nudge_recipients WHERE nudge_id = @nudge AND member_id = @member AND organisation_id = @organisation
        """;

    private const string StepNowSql = """
        UPDATE nudges SET next_step_at = @now, version = version + 1 WHERE id = @nudge AND organisation_id = @organisation
        """;

    /// <summary>Others are asked from now on; their clocks start when it reaches them.</summary>
    public static async Task HandOverAsync(DbConnection connection, DbTransaction transaction, Guid organisation, HandedOverNudge change, DateTimeOffset now)
    {
        foreach (var member in change.Go)
            await connection.ExecuteAsync(DropRecipientSql, new { nudge = change.Nudge, member, organisation }, transaction);
        foreach (var member in change.Come)
            await connection.ExecuteAsync(AddRecipientSql, new { nudge = change.Nudge, member, organisation }, transaction);
        await connection.ExecuteAsync(StepNowSql, new { nudge = change.Nudge, organisation, now }, transaction);
    }

    /// <exception cref="DuplicateException">The cause has its nudge already.</exception>
    public static async Task WriteAsync(DbConnection connection, DbTransaction transaction, Guid organisation, NudgeChanges changes, DateTimeOffset now)
    {
        foreach (var ended in changes.Moot)
            await EndAsync(connection, transaction, organisation, ended.Id, NudgeState.Moot);
        foreach (var nudge in changes.Opened)
        {
            var episode = nudge.Episode;
            await connection.ExecuteAsync(
                AddSql,
                new { id = nudge.Id, organisation, unit = nudge.UnitId, kind = episode.Kind.ToString(), stage = episode.Stage, criterion = episode.Criterion, start = episode.Start, now },
                transaction);
            foreach (var recipient in nudge.Recipients)
                await connection.ExecuteAsync(AddRecipientSql, new { nudge = nudge.Id, member = recipient.Member, organisation }, transaction);
        }
    }

    private const string EndSql = """
        UPDATE nudges SET state = @state, next_step_at = NULL, version = version + 1
         WHERE id = @nudge AND organisation_id = @organisation AND state IN ('Open', 'Lapsed')
        """;

    public static Task EndAsync(DbConnection connection, DbTransaction transaction, Guid organisation, Guid nudge, NudgeState state) =>
        connection.ExecuteAsync(EndSql, new { nudge, organisation, state = state.ToString() }, transaction);

    private const string AgainSql = """
        UPDATE nudges SET state = 'Open', escalated_at = NULL, next_step_at = NULL, version = version + 1
         WHERE id = @nudge AND organisation_id = @organisation AND state = 'Moot'
        """;

    private const string DropRecipientsSql = """
        DELETE FROM nudge_recipients WHERE nudge_id = @nudge AND organisation_id = @organisation
        """;

    /// <summary>A nudge that had ended asks again, as if for the first time.</summary>
    public static async Task AskAgainAsync(DbConnection connection, DbTransaction transaction, Guid organisation, Nudge nudge)
    {
        await connection.ExecuteAsync(AgainSql, new { nudge = nudge.Id, organisation }, transaction);
        await connection.ExecuteAsync(DropRecipientsSql, new { nudge = nudge.Id, organisation }, transaction);
        foreach (var recipient in nudge.Recipients)
            await connection.ExecuteAsync(AddRecipientSql, new { nudge = nudge.Id, member = recipient.Member, organisation }, transaction);
    }

    private const string DeliveredSql = """
        UPDATE nudge_recipients SET delivered_at = @now
         WHERE nudge_id = @nudge AND member_id = @member AND organisation_id = @organisation AND delivered_at IS NULL
        """;

    private const string DueNowSql = """
        UPDATE nudges SET next_step_at = @now, version = version + 1
         WHERE id = @nudge AND organisation_id = @organisation AND state = 'Open'
        """;

    /// <summary>The message reached a recipient: their clock starts.</summary>
    public static async Task DeliveredAsync(DbConnection connection, DbTransaction transaction, Guid organisation, Guid nudge, Guid member, DateTimeOffset now)
    {
        await connection.ExecuteAsync(DeliveredSql, new { nudge, member, organisation, now }, transaction);
        await connection.ExecuteAsync(DueNowSql, new { nudge, organisation, now }, transaction);
    }

    private const string SteppedSql = """
        UPDATE nudges SET next_step_at = @next, escalated_at = @escalated, state = @state, version = version + 1
         WHERE id = @nudge AND organisation_id = @organisation AND version = @version
        """;

    private const string RemindedSql = """
        UPDATE nudge_recipients SET reminded_at = @now
         WHERE nudge_id = @nudge AND member_id = @member AND organisation_id = @organisation
        """;

    /// <summary>Writes what the clocks called for, if nobody touched the nudge since it was read.</summary>
    /// <returns>False when somebody did; nothing is written then.</returns>
    public Task<bool> SteppedAsync(Nudge nudge, IReadOnlyCollection<Guid> reminded, DateTimeOffset? next, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            var claimed = await connection.ExecuteAsync(
                SteppedSql,
                new { nudge = nudge.Id, organisation = effects.OrganisationId, version = nudge.Version, next, escalated = nudge.EscalatedAt, state = nudge.State.ToString() },
                transaction);
            if (claimed == 0)
                return false;

            foreach (var member in reminded)
                await connection.ExecuteAsync(RemindedSql, new { nudge = nudge.Id, member, organisation = effects.OrganisationId, now = effects.At }, transaction);
            await connection.WriteAsync(effects, transaction);
            return true;
        },
        ct);

    private const string SnoozeSql = """
        UPDATE nudge_recipients SET snoozed_from = @now, snoozed_until = @until, snooze_reason = @reason
         WHERE nudge_id = @nudge AND member_id = @member AND organisation_id = @organisation
        """;

    public Task SnoozeAsync(IReadOnlyCollection<Guid> nudges, Guid member, DateTimeOffset until, string reason, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            foreach (var nudge in nudges)
            {
                var values = new { nudge, member, organisation = effects.OrganisationId, until, reason, now = effects.At };
                await connection.ExecuteAsync(SnoozeSql, values, transaction);
                await connection.ExecuteAsync(DueNowSql, values, transaction);
            }

            await connection.WriteAsync(effects, transaction);
        },
        ct);

    private sealed record Row(
        Guid Id, Guid Unit_Id, string Kind, long Stage, string Criterion, DateTimeOffset Episode_Start, string State, DateTimeOffset? Escalated_At, long Version)
    {
        public Nudge ToNudge(IEnumerable<RecipientRow> recipients) => new(
            Id,
            Unit_Id,
            new Episode(Enum.Parse<EpisodeKind>(Kind), (int)Stage, Criterion, Episode_Start),
            Enum.Parse<NudgeState>(State),
            [.. recipients.Select(r => new Recipient(r.Member_Id, r.Delivered_At, r.Reminded_At, r.Snoozed_From, r.Snoozed_Until))],
            Escalated_At,
            Version);
    }

    private sealed record RecipientRow(
        Guid Nudge_Id, Guid Member_Id, DateTimeOffset? Delivered_At, DateTimeOffset? Reminded_At, DateTimeOffset? Snoozed_From, DateTimeOffset? Snoozed_Until);
}

/// <summary>Nudges that an assessment opened and ended.</summary>
internal sealed record NudgeChanges(ImmutableArray<Nudge> Opened, ImmutableArray<Nudge> Moot);

/// <summary>A nudge whose clock calls for something.</summary>
internal sealed record DueNudge(Guid Id, Guid OrganisationId);

/// <summary>A nudge that asks other people from now on.</summary>
internal sealed record HandedOverNudge(Guid Nudge, ImmutableArray<Guid> Come, ImmutableArray<Guid> Go);
