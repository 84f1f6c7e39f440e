using System.Collections.Immutable;
using Companion.Core.CheckIns;
using Companion.Core.Nudges;
using Companion.Core.Units;
using Dapper;

namespace Companion.Storage;

/// <summary>Takes units out of use and brings them back, with everything that hangs on it.</summary>
internal sealed class RetirementStore(Database database)
{
    private const string RetireSql = """
        UPDATE units SET retired_at = @now, next_change_at = NULL, version = version + 1
         WHERE id = @unit AND organisation_id = @organisation AND version = @version AND retired_at IS NULL
        """;

    // Nothing moves it on while the unit is retired, and whatever reads from the oldest checkpoint would read more with every day.
    private const string DropCheckpointSql = """
        DELETE FROM checkpoints WHERE unit_id = @unit AND organisation_id = @organisation
        """;

    private const string InUseSql = """
        SELECT COUNT(1) FROM units WHERE organisation_id = @organisation AND retired_at IS NULL
        """;

    private const string OpenNudgesSql = """
        SELECT COUNT(1) FROM nudges WHERE organisation_id = @organisation AND unit_id = @unit AND state IN ('Open', 'Lapsed')
        """;

    /// <summary>A unit goes out of use, if nothing that was looked at before has changed since.</summary>
    /// <exception cref="StaleWriteException">Somebody else changed the unit or one of its check-ins first, or it was nudged about meanwhile.</exception>
    public Task RetireAsync(Retirement retirement, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            var (unit, organisation) = (retirement.Unit, effects.OrganisationId);
            var values = new { unit = unit.Id, organisation, version = unit.Version, now = effects.At };
            // It takes hold of every unit: of the last two that are retired at once, one stays.
            await connection.ExecuteAsync(UnitStore.DueAllSql, values, transaction);
            if (await connection.ExecuteAsync(RetireSql, values, transaction) == 0 || await connection.ExecuteScalarAsync<long>(InUseSql, values, transaction) == 0)
                throw new StaleWriteException($"{unit.Name} was changed by somebody else meanwhile.");

            await connection.ExecuteAsync(DropCheckpointSql, values, transaction);
            // A round opens in the name of its check-in, and would ask about the unit: one of the two is first.
            foreach (var checkIn in retirement.AskedBy)
                await CheckInStore.SaveAsync(connection, transaction, organisation, checkIn);
            foreach (var nudge in retirement.Ends)
                await NudgeStore.EndAsync(connection, transaction, organisation, nudge.Id, NudgeState.Moot);
            if (await connection.ExecuteScalarAsync<long>(OpenNudgesSql, values, transaction) > 0)
                throw new StaleWriteException($"{unit.Name} was nudged about meanwhile.");
            await connection.WriteAsync(effects, transaction);
        },
        ct);

    private const string RestoreSql = """
        UPDATE units SET retired_at = NULL, version = version + 1
         WHERE id = @unit AND organisation_id = @organisation AND version = @version AND retired_at IS NOT NULL
        """;

    /// <summary>A unit comes back into use, due for an assessment at once.</summary>
    /// <exception cref="StaleWriteException">Somebody else brought it back first, or retired a unit that it needs.</exception>
    public Task RestoreAsync(Restoration restoration, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            var (unit, organisation) = (restoration.Unit, effects.OrganisationId);
            var values = new { unit = unit.Id, organisation, version = unit.Version, now = effects.At };
            await connection.ExecuteAsync(UnitStore.DueAllSql, values, transaction);
            if (await connection.ExecuteAsync(RestoreSql, values, transaction) == 0)
                throw new StaleWriteException($"{unit.Name} was changed by somebody else meanwhile.");

            await UnitStore.NeedAsync(connection, transaction, organisation, restoration.Needs);
            foreach (var nudge in restoration.AskAgain)
                await NudgeStore.AskAgainAsync(connection, transaction, organisation, nudge);
            await connection.WriteAsync(effects, transaction);
        },
        ct);
}

/// <summary>A unit that goes out of use.</summary>
/// <param name="AskedBy">The check-ins that ask about it.</param>
/// <param name="Ends">The nudges about it that wait or lapsed.</param>
internal sealed record Retirement(Unit Unit, ImmutableArray<CheckIn> AskedBy, ImmutableArray<Nudge> Ends);

/// <summary>A unit that comes back.</summary>
/// <param name="Needs">The units that a stage of it needs.</param>
/// <param name="AskAgain">The nudges that ask again, with whom they ask now.</param>
internal sealed record Restoration(Unit Unit, ImmutableArray<Guid> Needs, ImmutableArray<Nudge> AskAgain);
