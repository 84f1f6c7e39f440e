using System.Collections.Immutable;
using Dapper;

namespace Companion.Storage;

/// <summary>The days on which nobody of an organisation is messaged.</summary>
internal sealed class HolidayStore(Database database)
{
    private const string AllSql = """
        SELECT day, name FROM holidays WHERE organisation_id = @organisation ORDER BY day
        """;

    public Task<ImmutableArray<Holiday>> AllAsync(Guid organisation, CancellationToken ct) => database.ReadAsync(
        async connection => (await connection.QueryAsync<Holiday>(AllSql, new { organisation })).ToImmutableArray(), ct);

    private const string AddSql = """
        INSERT INTO holidays (organisation_id, day, name) VALUES (@organisation, @day, @name)
        ON CONFLICT (organisation_id, day) DO UPDATE SET name = excluded.name
        """;

    private const string RemoveSql = """
        DELETE FROM holidays WHERE organisation_id = @organisation AND day = @day
        """;

    /// <summary>Adds days and takes others away; a day that is there already gets the new name.</summary>
    public Task ChangeAsync(IReadOnlyCollection<Holiday> add, IReadOnlyCollection<DateOnly> remove, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            foreach (var holiday in add)
                await connection.ExecuteAsync(AddSql, new { organisation = effects.OrganisationId, day = holiday.Day, name = holiday.Name }, transaction);
            foreach (var day in remove)
                await connection.ExecuteAsync(RemoveSql, new { organisation = effects.OrganisationId, day }, transaction);
            await MemberStore.LookAgainAsync(connection, transaction, effects.OrganisationId, effects.At);
            await connection.WriteAsync(effects, transaction);
        },
        ct);
}

/// <summary>A day off for the whole organisation.</summary>
internal sealed record Holiday(DateOnly Day, string Name);
