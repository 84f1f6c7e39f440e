using System.Collections.Immutable;
using System.Data.Common;
using Companion.Core.CheckIns;
using Dapper;

namespace Companion.Storage;

/// <summary>Check-ins: what is asked when.</summary>
internal sealed class CheckInStore(Database database)
{
    private const string Columns = """
        SELECT id, organisation_id, name, cadence, window_days, is_paused, asks_gate, is_anonymous, next_date, next_at, version
          FROM check_ins
        """;

    private const string AllSql = Columns + " WHERE organisation_id = @organisation ORDER BY created_at, id";

    private const string UnitsSql = """
        SELECT c.check_in_id, c.unit_id
          FROM check_in_units c
          JOIN units u ON u.id = c.unit_id
         WHERE c.organisation_id = @organisation AND u.organisation_id = @organisation AND u.retired_at IS NULL
        """;

    private static readonly string[] Tables = ["check_ins", "check_in_units", "check_in_invitees", "units"];

    /// <summary>All check-ins. They ask about units in use only; a unit that was retired is asked about again as soon as it is back.</summary>

    public Task<ImmutableArray<CheckIn>> AllAsync(Guid organisation, CancellationToken ct) => database.RememberAsync(
        "check-ins",
        organisation,
        Tables,
        async connection =>
        {
            var rows = await connection.QueryAsync<Row>(AllSql, new { organisation });
            var units = (await connection.QueryAsync<UnitRow>(UnitsSql, new { organisation })).ToLookup(u => u.Check_In_Id, u => u.Unit_Id);
            var asked = await InviteeStore.OfCheckInsAsync(connection, organisation);
            return rows.Select(r => r.ToCheckIn([.. units[r.Id]]) with { Asks = InviteesOf(asked[r.Id]) }).ToImmutableArray();
        },
        ct);

    private static Invitees InviteesOf(IEnumerable<(Guid? Member, Guid? Group)> asked) =>
        asked.ToList() is { Count: > 0 } named ? new([.. named.Select(a => a.Member).OfType<Guid>()], [.. named.Select(a => a.Group).OfType<Guid>()]) : Invitees.Everyone;

    private const string DueSql = """
        SELECT id, organisation_id AS OrganisationId FROM check_ins
         WHERE next_at <= @now AND is_paused = @no
         ORDER BY next_at
         LIMIT @batch
        """;

    public Task<IReadOnlyList<DueCheckIn>> DueAsync(DateTimeOffset now, int batch, CancellationToken ct) => database.ReadAsync<IReadOnlyList<DueCheckIn>>(
        async connection => [.. await connection.QueryAsync<DueCheckIn>(DueSql, new { now, batch, no = false })], ct);

    private const string AddSql = """
        INSERT INTO check_ins (id, organisation_id, name, cadence, window_days, asks_gate, is_anonymous, next_date, next_at, created_at)
        VALUES (@id, @organisation, @name, @cadence, @window, @gate, @anonymous, @date, @at, @now)
        """;

    private const string AddUnitSql = """
        INSERT INTO check_in_units (check_in_id, unit_id, organisation_id)
        VALUES (@checkIn, @unit, @organisation)
        ON CONFLICT (check_in_id, unit_id) DO NOTHING
        """;

    public static async Task AddAsync(DbConnection connection, DbTransaction transaction, Guid organisation, CheckIn checkIn, DateTimeOffset now)
    {
        await connection.ExecuteAsync(
            AddSql,
            new
            {
                id = checkIn.Id,
                organisation,
                name = checkIn.Name,
                cadence = checkIn.Cadence.ToString(),
                window = checkIn.WindowDays,
                gate = checkIn.AsksGate,
                anonymous = checkIn.IsAnonymous,
                date = checkIn.NextDate,
                at = checkIn.NextAt,
                now,
            },
            transaction);
        foreach (var unit in checkIn.Units)
            await AddUnitAsync(connection, transaction, organisation, checkIn.Id, unit);
        await InviteeStore.SaveAsync(connection, transaction, organisation, checkIn.Id, checkIn.Asks);
    }

    public static Task AddUnitAsync(DbConnection connection, DbTransaction transaction, Guid organisation, Guid checkIn, Guid unit) =>
        connection.ExecuteAsync(AddUnitSql, new { checkIn, unit, organisation }, transaction);

    public Task AddAsync(CheckIn checkIn, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            await AddAsync(connection, transaction, effects.OrganisationId, checkIn, effects.At);
            await connection.WriteAsync(effects, transaction);
        },
        ct);

    private const string SaveSql = """
        UPDATE check_ins SET is_paused = @paused, next_date = @date, next_at = @at, version = version + 1
         WHERE id = @id AND organisation_id = @organisation AND version = @version
        """;

    /// <summary>Moves a check-in to its next date; runs in the transaction of the round that was opened or passed over.</summary>
    /// <exception cref="StaleWriteException">Another process was first.</exception>
    public static async Task SaveAsync(DbConnection connection, DbTransaction transaction, Guid organisation, CheckIn checkIn)
    {
        var saved = await connection.ExecuteAsync(
            SaveSql,
            new { id = checkIn.Id, organisation, paused = checkIn.IsPaused, date = checkIn.NextDate, at = checkIn.NextAt, version = checkIn.Version },
            transaction);
        if (saved == 0)
            throw new StaleWriteException($"{checkIn.Name} was changed by somebody else meanwhile.");
    }

    public Task SaveAsync(CheckIn checkIn, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            await SaveAsync(connection, transaction, effects.OrganisationId, checkIn);
            await connection.WriteAsync(effects, transaction);
        },
        ct);

    private const string EditSql = """
        UPDATE check_ins SET name = @name, cadence = @cadence, window_days = @window, asks_gate = @gate, is_anonymous = @anonymous
         WHERE id = @id AND organisation_id = @organisation
        """;

    // Nobody could choose a retired unit, so nobody has left it out.
    private const string DropUnitsSql = """
        DELETE FROM check_in_units
         WHERE check_in_id = @id AND organisation_id = @organisation
           AND unit_id IN (SELECT id FROM units WHERE organisation_id = @organisation AND retired_at IS NULL)
        """;

    /// <summary>Everything about a check-in, as it is from its next round on.</summary>
    /// <exception cref="StaleWriteException">Somebody else changed it first.</exception>
    /// <exception cref="DuplicateException">The name is taken.</exception>
    public Task EditAsync(CheckIn checkIn, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            var organisation = effects.OrganisationId;
            await SaveAsync(connection, transaction, organisation, checkIn);
            await connection.ExecuteAsync(
                EditSql,
                new { id = checkIn.Id, organisation, name = checkIn.Name, cadence = checkIn.Cadence.ToString(), window = checkIn.WindowDays, gate = checkIn.AsksGate, anonymous = checkIn.IsAnonymous },
                transaction);
            await connection.ExecuteAsync(DropUnitsSql, new { id = checkIn.Id, organisation }, transaction);
            foreach (var unit in checkIn.Units)
                await AddUnitAsync(connection, transaction, organisation, checkIn.Id, unit);
            await InviteeStore.SaveAsync(connection, transaction, organisation, checkIn.Id, checkIn.Asks);
            await connection.WriteAsync(effects, transaction);
        },
        ct);

    private sealed record Row(
        Guid Id, Guid Organisation_Id, string Name, string Cadence, long Window_Days, bool Is_Paused, bool Asks_Gate, bool Is_Anonymous, DateOnly? Next_Date, DateTimeOffset? Next_At, long Version)
    {
        public CheckIn ToCheckIn(ImmutableArray<Guid> units) =>
            Core.CheckIns.Cadence.Parse(Cadence, DateOnly.MinValue, "UTC").IsRefused(out var why, out var cadence)
                ? throw new InvalidDataException($"The stored cadence of {Name} cannot be read: {why.Reason}")
                : new(Id, Name, cadence, (int)Window_Days, Is_Paused, Asks_Gate, units, Next_Date, Next_At, Version) { IsAnonymous = Is_Anonymous };
    }

    private sealed record UnitRow(Guid Check_In_Id, Guid Unit_Id);
}

/// <summary>A check-in whose next round is due.</summary>
internal sealed record DueCheckIn(Guid Id, Guid OrganisationId);
