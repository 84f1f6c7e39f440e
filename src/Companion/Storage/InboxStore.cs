using Companion.Messages;
using Dapper;

namespace Companion.Storage;

/// <summary>What had to be acknowledged before it could be handled. It stays until it was handled, whatever happens to the process.</summary>
internal sealed class InboxStore(Database database)
{
    /// <summary>How long a claimed input is out of reach for other workers.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private const string AbandonedSql = """
        UPDATE inbox SET claimed_by = NULL, claimed_until = NULL WHERE claimed_until IS NOT NULL
        """;

    /// <inheritdoc cref="OutboxStore.ReleaseAbandonedAsync" />
    public Task ReleaseAbandonedAsync(CancellationToken ct) => database.ServesOneProcess
        ? database.WriteAsync((connection, transaction) => connection.ExecuteAsync(AbandonedSql, transaction: transaction), ct)
        : Task.CompletedTask;

    private const string AddSql = """
        INSERT INTO inbox (id, organisation_id, connection_id, person, key, input, received_at)
        SELECT @id, @organisation, @connection, @person, @key, @input, @now
         WHERE NOT EXISTS (SELECT 1 FROM deliveries WHERE connection_id = @connection AND key = @key)
        ON CONFLICT (connection_id, key) DO NOTHING
        """;

    /// <summary>Keeps an input; its key is required, since a platform repeats what it is not sure of.</summary>
    /// <returns>False for a repeat of what waits or was handled already.</returns>
    public Task<bool> AddAsync(Guid organisation, ChatInput input, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input.Key);
        return database.WriteAsync(
            async (connection, transaction) => await connection.ExecuteAsync(
                AddSql,
                new { id = Guid.CreateVersion7(now), organisation, connection = input.ConnectionId, person = input.Person, key = input.Key, input = Json.Write(input), now },
                transaction) == 1,
            ct);
    }

    private const string AddHandledSql = """
        INSERT INTO inbox (id, organisation_id, connection_id, person, key, input, received_at)
        VALUES (@id, @organisation, @connection, @person, @key, @input, @now)
        ON CONFLICT (connection_id, key) DO NOTHING
        """;

    /// <summary>Keeps an input that was handled but whose answer could not be brought: the worker finds the same answer by its key and brings that.</summary>
    public Task AddHandledAsync(Guid organisation, ChatInput input, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input.Key);
        return database.WriteAsync(
            (connection, transaction) => connection.ExecuteAsync(
                AddHandledSql,
                new { id = Guid.CreateVersion7(now), organisation, connection = input.ConnectionId, person = input.Person, key = input.Key, input = Json.Write(input), now },
                transaction),
            ct);
    }

    private const string WaitingSql = """
        SELECT COUNT(1) FROM inbox WHERE claimed_until IS NULL OR claimed_until <= @now
        """;

    /// <summary>True when there is something to claim: looking costs less than trying.</summary>
    public Task<bool> IsWaitingAsync(DateTimeOffset now, CancellationToken ct) => database.ReadAsync(
        async connection => await connection.ExecuteScalarAsync<long>(WaitingSql, new { now }) > 0, ct);

    private string ClaimSql => $"""
        UPDATE inbox SET claimed_by = @worker, claimed_until = @until, attempts = attempts + 1
         WHERE id = (SELECT w.id FROM inbox w
                      WHERE (w.claimed_until IS NULL OR w.claimed_until <= @now)
                        AND NOT EXISTS (SELECT 1 FROM inbox h
                                         WHERE h.connection_id = w.connection_id AND h.person = w.person AND h.claimed_by IS NOT NULL AND h.claimed_until > @now)
                      ORDER BY w.received_at, w.id
                      LIMIT 1{database.SkipTaken})
           AND (claimed_until IS NULL OR claimed_until <= @now)
        RETURNING id, input, attempts, received_at
        """;

    /// <summary>Takes the oldest input of a person of whom nobody holds one: what one person says is handled in its order. Null when there is none.</summary>
    public Task<InboxItem?> ClaimAsync(Guid worker, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
            (await connection.QuerySingleOrDefaultAsync<Row>(ClaimSql, new { worker, now, until = now + Lease }, transaction))?.ToItem(),
        ct);

    private const string LaterSql = """
        UPDATE inbox SET claimed_by = NULL, claimed_until = @until, attempts = 0
         WHERE id = @id AND claimed_by = @worker
        """;

    /// <summary>Its answer could not be brought yet; until then the person's others go on.</summary>
    public Task LaterAsync(Guid id, DateTimeOffset until, Guid worker, CancellationToken ct) => database.WriteAsync(
        (connection, transaction) => connection.ExecuteAsync(LaterSql, new { id, until, worker }, transaction), ct);

    private const string DoneSql = """
        DELETE FROM inbox WHERE id = @id AND claimed_by = @worker
        """;

    /// <summary>It was handled, or given up for good.</summary>
    public Task DoneAsync(Guid id, Guid worker, CancellationToken ct) => database.WriteAsync(
        (connection, transaction) => connection.ExecuteAsync(DoneSql, new { id, worker }, transaction), ct);

    private sealed record Row(Guid Id, string Input, long Attempts, DateTimeOffset Received_At)
    {
        public InboxItem ToItem() => new(Id, Json.Read<ChatInput>(Input), Attempts, Received_At);
    }
}

/// <summary>An input that waits to be handled.</summary>
/// <param name="Attempts">How often it was taken up, this time included.</param>
internal sealed record InboxItem(Guid Id, ChatInput Input, long Attempts, DateTimeOffset ReceivedAt);
