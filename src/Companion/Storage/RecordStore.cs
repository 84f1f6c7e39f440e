using Companion.Core.Readiness;
using Dapper;

namespace Companion.Storage;

/// <summary>When an organisation's own records were last measured, and what came of it.</summary>
internal sealed class RecordStore(Database database)
{
    private const string DueSql = """
        SELECT id AS OrganisationId, last_number AS LastNumber FROM organisations
         WHERE is_set_up = @yes AND (measured_number <> last_number OR measured_at IS NULL OR measured_at <= @yesterday)
         ORDER BY measured_at NULLS FIRST
         LIMIT @batch
        """;

    public Task<IReadOnlyList<DueRecords>> DueAsync(DateTimeOffset now, int batch, CancellationToken ct) => database.ReadAsync<IReadOnlyList<DueRecords>>(
        async connection => [.. await connection.QueryAsync<DueRecords>(DueSql, new { yes = true, yesterday = now.AddDays(-1), batch })], ct);

    private const string MeasuredSql = """
        UPDATE organisations SET measured_number = @number, measured_at = @now
         WHERE id = @organisation AND (measured_number <> @number OR measured_at IS NULL OR measured_at <= @yesterday)
        """;

    /// <returns>False when another process was first; nothing is written then.</returns>
    public Task<bool> MeasuredAsync(DueRecords due, IReadOnlyCollection<(Guid Unit, Observation Measured)> found, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            if (await connection.ExecuteAsync(MeasuredSql, new { organisation = due.OrganisationId, number = due.LastNumber, now, yesterday = now.AddDays(-1) }, transaction) == 0)
                return false;
            foreach (var (unit, measured) in found)
                await UnitStore.ObserveAsync(connection, transaction, due.OrganisationId, unit, measured, now);
            return true;
        },
        ct);
}

/// <summary>An organisation whose records are due to be measured.</summary>
/// <param name="LastNumber">The last decision that was there when it was read.</param>
internal sealed record DueRecords(Guid OrganisationId, long LastNumber);
