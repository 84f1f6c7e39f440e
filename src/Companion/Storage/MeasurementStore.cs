using Companion.Core.Readiness;
using Dapper;

namespace Companion.Storage;

/// <summary>What machines hand in: all of a batch or nothing, together with the answer that a repeat gets.</summary>
internal sealed class MeasurementStore(Database database)
{
    /// <summary>How long a repeat is recognised.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private const string FindSql = """
        SELECT key AS Key, body_hash AS BodyHash, answer AS Answer FROM api_answers
         WHERE token_id = @token AND key = @key AND organisation_id = @organisation
        """;

    /// <summary>The first answer with this key; null when there was none.</summary>
    public Task<FirstAnswer?> FindAsync(ApiToken token, string key, CancellationToken ct) => database.ReadAsync(
        connection => connection.QuerySingleOrDefaultAsync<FirstAnswer>(FindSql, new { token = token.Id, key, organisation = token.OrganisationId }), ct);

    private const string AnswerSql = """
        INSERT INTO api_answers (token_id, key, organisation_id, body_hash, answer, at)
        VALUES (@token, @key, @organisation, @body, @answer, @now)
        """;

    /// <exception cref="DuplicateException">The same key came in twice at once, and the other was first.</exception>
    public Task KeepAsync(ApiToken token, IReadOnlyCollection<(Guid? Unit, Observation Observation)> measured, FirstAnswer? answer, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            if (answer is not null)
                await connection.ExecuteAsync(AnswerSql, new { token = token.Id, key = answer.Key, organisation = token.OrganisationId, body = answer.BodyHash, answer = answer.Answer, now }, transaction);
            await UnitStore.ObserveAsync(connection, transaction, token.OrganisationId, measured, now);
        },
        ct);

    private const string ForgetSql = """
        DELETE FROM api_answers WHERE at < @before
        """;

    public Task<int> ForgetAsync(DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        (connection, transaction) => connection.ExecuteAsync(ForgetSql, new { before = now - Kept }, transaction), ct);
}

/// <summary>What the first request with an idempotency key was answered.</summary>
/// <param name="BodyHash">Tells a repeat from another request that reuses the key.</param>
internal sealed record FirstAnswer(string Key, string BodyHash, string Answer);
