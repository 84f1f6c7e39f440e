using System.Collections.Immutable;
using Dapper;

namespace Companion.Storage;

/// <summary>Who is asked for a fact, where it is not the unit's first owner.</summary>
internal sealed class ReporterStore(Database database)
{
    private const string AllSql = """
        SELECT unit AS Unit, criterion AS Criterion, member_id AS Member FROM reporters WHERE organisation_id = @organisation
        """;

    public Task<ImmutableArray<Reporter>> AllAsync(Guid organisation, CancellationToken ct) => database.ReadAsync(
        async connection => (await connection.QueryAsync<Reporter>(AllSql, new { organisation })).ToImmutableArray(), ct);

    private const string SetSql = """
        INSERT INTO reporters (organisation_id, unit, criterion, member_id) VALUES (@organisation, @unit, @criterion, @member)
        ON CONFLICT (organisation_id, unit, criterion) DO UPDATE SET member_id = excluded.member_id
        """;

    private const string ClearSql = """
        DELETE FROM reporters WHERE organisation_id = @organisation AND unit = @unit AND criterion = @criterion
        """;

    /// <param name="member">Null for the unit's first owner again.</param>
    public Task SetAsync(string unit, string criterion, Guid? member, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            await connection.ExecuteAsync(member is null ? ClearSql : SetSql, new { organisation = effects.OrganisationId, unit, criterion, member }, transaction);
            await connection.WriteAsync(effects, transaction);
        },
        ct);
}

/// <summary>Somebody who is asked for a fact.</summary>
/// <param name="Unit">Key of the unit, or "gate".</param>
internal sealed record Reporter(string Unit, string Criterion, Guid Member);
