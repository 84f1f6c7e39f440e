using System.Collections.Immutable;
using Dapper;

namespace Companion.Storage;

/// <summary>Tokens of the API, known by their hash. They are revoked, never removed: the list says who could send evidence, and when.</summary>
internal sealed class TokenStore(Database database)
{
    private const string Columns = """
        SELECT t.id, t.organisation_id, t.name, t.token_hash, t.scopes, t.unit_id, u.key AS unit_key, t.made_by, t.made_at, t.expires_at, t.revoked_by, t.revoked_at, t.last_used_at
          FROM api_tokens t
          LEFT JOIN units u ON u.id = t.unit_id
        """;

    private const string FindSql = Columns + " WHERE t.token_hash = @hash";

    /// <summary>The token of that hash, whether or not it still counts; null when there is none.</summary>
    public Task<ApiToken?> FindAsync(string hash, CancellationToken ct) => database.ReadAsync(
        async connection => (await connection.QuerySingleOrDefaultAsync<Row>(FindSql, new { hash }))?.ToToken(), ct);

    private const string AllSql = Columns + " WHERE t.organisation_id = @organisation ORDER BY t.made_at DESC, t.name";

    public Task<ImmutableArray<ApiToken>> AllAsync(Guid organisation, CancellationToken ct) => database.ReadAsync(
        async connection => (await connection.QueryAsync<Row>(AllSql, new { organisation })).Select(r => r.ToToken()).ToImmutableArray(), ct);

    private const string AddSql = """
        INSERT INTO api_tokens (id, organisation_id, name, token_hash, scopes, unit_id, made_by, made_at, expires_at)
        VALUES (@id, @organisation, @name, @hash, @scopes, @unit, @by, @at, @expires)
        """;

    /// <exception cref="DuplicateException">A token of that name counts already.</exception>
    public Task AddAsync(ApiToken token, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            var values = new
            {
                id = token.Id,
                organisation = effects.OrganisationId,
                name = token.Name,
                hash = token.Hash,
                scopes = token.Scopes.ToString(),
                unit = token.UnitId,
                by = token.MadeBy,
                at = token.MadeAt,
                expires = token.ExpiresAt,
            };
            await connection.ExecuteAsync(AddSql, values, transaction);
            await connection.WriteAsync(effects, transaction);
        },
        ct);

    private const string RevokeSql = """
        UPDATE api_tokens SET revoked_at = @at, revoked_by = @by
         WHERE organisation_id = @organisation AND id = @id AND revoked_at IS NULL
        """;

    /// <exception cref="StaleWriteException">Somebody else revoked it first.</exception>
    public Task RevokeAsync(Guid id, Guid? by, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            if (await connection.ExecuteAsync(RevokeSql, new { id, by, organisation = effects.OrganisationId, at = effects.At }, transaction) == 0)
                throw new StaleWriteException("Somebody else revoked this token meanwhile.");
            await connection.WriteAsync(effects, transaction);
        },
        ct);

    private const string UsedSql = """
        UPDATE api_tokens SET last_used_at = @now
         WHERE organisation_id = @organisation AND id = @id AND (last_used_at IS NULL OR last_used_at < @now)
        """;

    public Task UsedAsync(ApiToken token, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        (connection, transaction) => connection.ExecuteAsync(UsedSql, new { id = token.Id, organisation = token.OrganisationId, now }, transaction), ct);

    private sealed record Row(
        Guid Id, Guid Organisation_Id, string Name, string Token_Hash, string Scopes, Guid? Unit_Id, string? Unit_Key,
        Guid? Made_By, DateTimeOffset Made_At, DateTimeOffset Expires_At, Guid? Revoked_By, DateTimeOffset? Revoked_At, DateTimeOffset? Last_Used_At)
    {
        public ApiToken ToToken() => new(Id, Organisation_Id, Name, Token_Hash, Enum.Parse<TokenScopes>(Scopes), Unit_Id, Unit_Key, Made_By, Made_At, Expires_At)
        {
            RevokedBy = Revoked_By,
            RevokedAt = Revoked_At,
            LastUsedAt = Last_Used_At,
        };
    }
}

/// <summary>What a machine may do: a secret of ours that only its hash is kept of.</summary>
/// <param name="UnitId">The one unit it speaks about; null for all of them and the gate.</param>
/// <param name="MadeBy">Null when it was made on the command line.</param>
internal sealed record ApiToken(
    Guid Id, Guid OrganisationId, string Name, string Hash, TokenScopes Scopes, Guid? UnitId, string? UnitKey, Guid? MadeBy, DateTimeOffset MadeAt, DateTimeOffset ExpiresAt)
{
    public Guid? RevokedBy { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }
}

[Flags]
internal enum TokenScopes
{
    None = 0,

    /// <summary>Hand in evidence, and read which units and criteria there are.</summary>
    Evidence = 1,

    /// <summary>Read units, assessments and decisions.</summary>
    Read = 2,
}
