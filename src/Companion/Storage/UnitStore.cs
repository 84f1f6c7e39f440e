using System.Collections.Immutable;
using System.Data.Common;
using Companion.Core.Readiness;
using Companion.Core.Units;
using Dapper;

namespace Companion.Storage;

/// <summary>Units, and the writing of the facts of their timelines. Facts are only ever added.</summary>
internal sealed class UnitStore(Database database)
{
    private const string UnitsSql = """
        SELECT id, key, name, harm, stages, version, retired_at
          FROM units
         WHERE organisation_id = @organisation
         ORDER BY created_at, key
        """;

    private const string OwnersSql = """
        SELECT unit_id, member_id FROM unit_owners WHERE organisation_id = @organisation ORDER BY place
        """;

    private static readonly string[] Tables = ["units", "unit_owners"];

    /// <summary>The units in use.</summary>
    public async Task<ImmutableArray<Unit>> AllAsync(Guid organisation, CancellationToken ct) => (await ReadAsync(organisation, ct)).InUse;

    /// <summary>The retired ones too: for what names units in history, and for telling whoever names one that it is retired.</summary>
    public async Task<ImmutableArray<Unit>> EverAsync(Guid organisation, CancellationToken ct) => (await ReadAsync(organisation, ct)).Ever;

    private Task<ReadUnits> ReadAsync(Guid organisation, CancellationToken ct) =>
        database.RememberAsync("units", organisation, Tables, connection => ReadAsync(connection, organisation), ct);

    private static async Task<ReadUnits> ReadAsync(DbConnection connection, Guid organisation)
    {
        var rows = await connection.QueryAsync<Row>(UnitsSql, new { organisation });
        var owners = (await connection.QueryAsync<OwnerRow>(OwnersSql, new { organisation })).ToLookup(o => o.Unit_Id, o => o.Member_Id);
        var ever = rows.Select(r => r.ToUnit([.. owners[r.Id]])).ToImmutableArray();
        return new([.. ever.Where(u => u.RetiredAt is null)], ever);
    }

    private const string AddSql = """
        INSERT INTO units (id, organisation_id, key, name, harm, stages, next_change_at, created_at)
        VALUES (@id, @organisation, @key, @name, @harm, @stages, @now, @now)
        """;

    private const string AddOwnerSql = """
        INSERT INTO unit_owners (unit_id, member_id, organisation_id, place)
        VALUES (@unit, @member, @organisation, @place)
        """;

    /// <summary>Part of setup: a unit with its owners and first facts.</summary>
    public static async Task AddAsync(DbConnection connection, DbTransaction transaction, Guid organisation, Unit unit, IEnumerable<Fact> facts, DateTimeOffset now)
    {
        await connection.ExecuteAsync(
            AddSql,
            new { id = unit.Id, organisation, key = unit.Key, name = unit.Name, harm = unit.Harm.ToString(), stages = Json.Write(unit.Stages), now },
            transaction);
        foreach (var (place, member) in unit.Owners.Index())
            await connection.ExecuteAsync(AddOwnerSql, new { unit = unit.Id, member, organisation, place }, transaction);
        foreach (var fact in facts)
            await AddFactAsync(connection, transaction, organisation, unit.Id, fact);
    }

    private const string AddFactSql = """
        INSERT INTO facts (organisation_id, unit_id, at, kind, body)
        VALUES (@organisation, @unit, @at, @kind, @body)
        """;

    /// <summary>Call it only after the row of every unit it matters to was touched in this transaction: then facts that matter to one unit get their positions in the order in which they become visible, and no checkpoint passes one over.</summary>
    public static Task AddFactAsync(DbConnection connection, DbTransaction transaction, Guid organisation, Guid? unit, Fact fact) =>
        connection.ExecuteAsync(
            AddFactSql,
            new { organisation, unit, at = fact.At, kind = FactJson.KindOf(fact), body = FactJson.Write(fact) },
            transaction);

    private const string ChangedSql = """
        UPDATE units SET version = version + 1, changes = changes + 1, next_change_at = @now
         WHERE id = @unit AND organisation_id = @organisation AND version = @version
        """;

    /// <summary>A decision about a unit: the fact, the log entry and the messages, if nobody changed the unit since it was read.</summary>
    /// <exception cref="StaleWriteException">Somebody else decided first.</exception>
    public Task DecideAsync(Unit unit, Fact fact, IReadOnlyCollection<Guid> answers, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            var changed = await connection.ExecuteAsync(
                ChangedSql, new { unit = unit.Id, organisation = effects.OrganisationId, version = unit.Version, now = effects.At }, transaction);
            if (changed == 0)
                throw new StaleWriteException($"{unit.Name} was changed by somebody else meanwhile.");
            // Other units may need this one's level.
            if (fact is LevelMoved)
                await connection.ExecuteAsync(DueAllSql, new { organisation = effects.OrganisationId, now = effects.At }, transaction);
            await AddFactAsync(connection, transaction, effects.OrganisationId, unit.Id, fact);
            foreach (var nudge in answers)
                await NudgeStore.EndAsync(connection, transaction, effects.OrganisationId, nudge, Core.Nudges.NudgeState.Answered);
            await connection.WriteAsync(effects, transaction);
        },
        ct);

    private const string EditSql = """
        UPDATE units SET name = @name, harm = @harm, stages = @stages
         WHERE id = @unit AND organisation_id = @organisation
        """;

    private const string DropOwnersSql = """
        DELETE FROM unit_owners WHERE unit_id = @unit AND organisation_id = @organisation
        """;

    /// <summary>A unit as it is from now on, with the facts that say so, if nobody changed it since it was read.</summary>
    /// <exception cref="StaleWriteException">Somebody else changed it first.</exception>
    public Task ChangeAsync(Unit unit, IReadOnlyCollection<Fact> facts, IReadOnlyCollection<HandedOverNudge> nudges, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            var values = new
            {
                unit = unit.Id,
                organisation = effects.OrganisationId,
                version = unit.Version,
                now = effects.At,
                name = unit.Name,
                harm = unit.Harm.ToString(),
                stages = Json.Write(unit.Stages),
            };
            if (await connection.ExecuteAsync(ChangedSql, values, transaction) == 0)
                throw new StaleWriteException($"{unit.Name} was changed by somebody else meanwhile.");

            await NeedAsync(connection, transaction, effects.OrganisationId, facts.OfType<DependencySet>().Where(d => d.Level > 0).Select(d => d.Needs));
            await connection.ExecuteAsync(EditSql, values, transaction);
            await connection.ExecuteAsync(DropOwnersSql, values, transaction);
            foreach (var (place, member) in unit.Owners.Index())
                await connection.ExecuteAsync(AddOwnerSql, new { unit = unit.Id, member, organisation = effects.OrganisationId, place }, transaction);
            if (facts.Any(f => f is LevelDeclared))
                await connection.ExecuteAsync(DueAllSql, values, transaction);
            foreach (var fact in facts)
                await AddFactAsync(connection, transaction, effects.OrganisationId, unit.Id, fact);
            foreach (var nudge in nudges)
                await NudgeStore.HandOverAsync(connection, transaction, effects.OrganisationId, nudge, effects.At);
            await connection.WriteAsync(effects, transaction);
        },
        ct);

    private const string NeedSql = """
        UPDATE units SET version = version + 1
         WHERE id = @unit AND organisation_id = @organisation AND retired_at IS NULL
        """;

    /// <summary>Another unit is going to need these: whoever retires one of them at this moment looks again.</summary>
    /// <exception cref="StaleWriteException">One of them was retired first.</exception>
    public static async Task NeedAsync(DbConnection connection, DbTransaction transaction, Guid organisation, IEnumerable<Guid> needed)
    {
        foreach (var unit in needed)
            if (await connection.ExecuteAsync(NeedSql, new { unit, organisation }, transaction) == 0)
                throw new StaleWriteException("A unit that is needed was retired by somebody else meanwhile.");
    }

    /// <summary>Facts of the gate, which concern every unit.</summary>
    public Task ChangeGateAsync(IReadOnlyCollection<Fact> facts, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            await connection.ExecuteAsync(DueAllSql, new { organisation = effects.OrganisationId, now = effects.At }, transaction);
            foreach (var fact in facts)
                await AddFactAsync(connection, transaction, effects.OrganisationId, null, fact);
            await connection.WriteAsync(effects, transaction);
        },
        ct);

    /// <summary>New units with their first facts, together or not at all.</summary>
    /// <exception cref="DuplicateException">A unit of that key is there already.</exception>
    public Task AddAsync(IReadOnlyCollection<NewUnit> units, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            foreach (var (unit, facts) in units)
                await AddAsync(connection, transaction, effects.OrganisationId, unit, facts, effects.At);
            await connection.WriteAsync(effects, transaction);
        },
        ct);

    private const string DueOneSql = """
        UPDATE units SET changes = changes + 1, next_change_at = @now WHERE id = @unit AND organisation_id = @organisation
        """;

    internal const string DueAllSql = """
        UPDATE units SET changes = changes + 1, next_change_at = @now WHERE organisation_id = @organisation
        """;

    /// <summary>Evidence arrived: it counts at once, and the unit (all units for the gate) is due for an assessment.</summary>
    public static Task ObserveAsync(DbConnection connection, DbTransaction transaction, Guid organisation, Guid? unit, Observation observation, DateTimeOffset now) =>
        ObserveAsync(connection, transaction, organisation, [(unit, observation)], now);

    public static async Task ObserveAsync(DbConnection connection, DbTransaction transaction, Guid organisation, IReadOnlyCollection<(Guid? Unit, Observation Observation)> all, DateTimeOffset now)
    {
        foreach (var unit in all.Select(o => o.Unit).Distinct())
            await connection.ExecuteAsync(unit is null ? DueAllSql : DueOneSql, new { organisation, unit, now }, transaction);
        foreach (var (unit, observation) in all)
            await AddFactAsync(connection, transaction, organisation, unit, new Observed(observation));
    }

    public Task ObserveAsync(Guid? unit, Observation observation, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            await ObserveAsync(connection, transaction, effects.OrganisationId, unit, observation, effects.At);
            await connection.WriteAsync(effects, transaction);
        },
        ct);

    /// <summary>Evidence was taken back.</summary>
    public Task RetractAsync(Guid? unit, ObservationRetracted fact, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            await connection.ExecuteAsync(unit is null ? DueAllSql : DueOneSql, new { organisation = effects.OrganisationId, unit, now = effects.At }, transaction);
            await AddFactAsync(connection, transaction, effects.OrganisationId, unit, fact);
            await connection.WriteAsync(effects, transaction);
        },
        ct);

    private const string DueSql = """
        SELECT id, organisation_id AS OrganisationId, changes FROM units
         WHERE next_change_at <= @now AND retired_at IS NULL
         ORDER BY next_change_at
         LIMIT @batch
        """;

    /// <summary>Units in use whose state may have changed.</summary>
    public Task<IReadOnlyList<DueUnit>> DueAsync(DateTimeOffset now, int batch, CancellationToken ct) => database.ReadAsync<IReadOnlyList<DueUnit>>(
        async connection => [.. await connection.QueryAsync<DueUnit>(DueSql, new { now, batch })], ct);

    // Each fact counts up: whatever came in since the unit was read keeps it due.
    private const string AssessedSql = """
        UPDATE units SET next_change_at = @next, changes = changes + 1
         WHERE id = @unit AND organisation_id = @organisation AND changes = @changes
        """;

    /// <summary>Notes when the unit is due next, and writes the nudges that its assessment opened and ended.</summary>
    /// <returns>False when another process was first or a fact arrived meanwhile; nothing is written then.</returns>
    public Task<bool> AssessedAsync(DueUnit unit, DateTimeOffset? next, KeptCheckpoint checkpoint, NudgeChanges nudges, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            var claimed = await connection.ExecuteAsync(
                AssessedSql, new { unit = unit.Id, organisation = unit.OrganisationId, changes = unit.Changes, next }, transaction);
            if (claimed == 0)
                return false;

            await TimelineStore.KeepAsync(connection, transaction, unit, checkpoint);
            await NudgeStore.WriteAsync(connection, transaction, unit.OrganisationId, nudges, effects.At);
            await connection.WriteAsync(effects, transaction);
            return true;
        },
        ct);

    private sealed record Row(Guid Id, string Key, string Name, string Harm, string Stages, long Version, DateTimeOffset? Retired_At)
    {
        public Unit ToUnit(ImmutableArray<Guid> owners) =>
            new(Id, Key, Name, Enum.Parse<Harm>(Harm), Json.Read<ImmutableArray<Stage>>(Stages), owners, Version) { RetiredAt = Retired_At };
    }

    private sealed record ReadUnits(ImmutableArray<Unit> InUse, ImmutableArray<Unit> Ever);

    private sealed record OwnerRow(Guid Unit_Id, Guid Member_Id);
}

/// <summary>A unit that is due for an assessment.</summary>
internal sealed record DueUnit(Guid Id, Guid OrganisationId, long Changes);

/// <summary>A unit that comes in, with its first facts.</summary>
internal sealed record NewUnit(Unit Unit, ImmutableArray<Fact> Facts);
