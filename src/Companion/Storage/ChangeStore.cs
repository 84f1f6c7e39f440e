using Dapper;

namespace Companion.Storage;

/// <summary>What people changed lately, for "undo".</summary>
internal sealed class ChangeStore(Database database)
{
    private const string LastSql = """
        SELECT id AS Id, at AS At, says AS Says, subject AS Subject, back AS Back, decision AS Decision FROM changes
         WHERE organisation_id = @organisation AND member_id = @member AND at >= @since
         ORDER BY at DESC, id DESC
         LIMIT 1
        """;

    /// <summary>A person's last change since a moment; null when there is none.</summary>
    public Task<KeptChange?> LastAsync(Guid organisation, Guid member, DateTimeOffset since, CancellationToken ct) => database.ReadAsync(
        connection => connection.QuerySingleOrDefaultAsync<KeptChange>(LastSql, new { organisation, member, since }), ct);

    private const string LaterSql = """
        SELECT COUNT(1) FROM changes
         WHERE organisation_id = @organisation AND subject = @subject AND member_id <> @member AND at >= @at
        """;

    /// <summary>True when somebody else has changed the same thing since.</summary>
    public Task<bool> IsBuiltOnAsync(Guid organisation, Guid member, KeptChange change, CancellationToken ct) => database.ReadAsync(
        async connection => await connection.ExecuteScalarAsync<long>(LaterSql, new { organisation, member, subject = change.Subject, at = change.At }) > 0, ct);

    private const string UndoneSql = """
        DELETE FROM changes WHERE id = @id AND organisation_id = @organisation
        """;

    /// <summary>It was taken back: the next "undo" is about something else.</summary>
    public Task UndoneAsync(Guid organisation, KeptChange change, CancellationToken ct) => database.WriteAsync(
        (connection, transaction) => connection.ExecuteAsync(UndoneSql, new { id = change.Id, organisation }, transaction), ct);

    private const string ForgetSql = """
        DELETE FROM changes WHERE at < @before
        """;

    /// <summary>What is too old to be taken back.</summary>
    public Task ForgetAsync(DateTimeOffset before, CancellationToken ct) => database.WriteAsync(
        (connection, transaction) => connection.ExecuteAsync(ForgetSql, new { before }, transaction), ct);
}

/// <summary>A change that may be taken back.</summary>
internal sealed record KeptChange(Guid Id, DateTimeOffset At, string Says, string Subject, string? Back, long? Decision);
