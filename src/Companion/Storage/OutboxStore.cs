using System.Collections.Immutable;
using Companion.Messages;
using Dapper;

namespace Companion.Storage;

/// <summary>What goes out on the program's own initiative. One worker at a time holds a recipient's items, by a lease longer than sending takes.</summary>
internal sealed class OutboxStore(Database database)
{
    /// <summary>How long a claimed item is out of reach for other workers.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private const string AbandonedSql = """
        UPDATE outbox SET claimed_by = NULL, claimed_until = NULL WHERE claimed_until IS NOT NULL
        """;

    /// <summary>At the start: frees what a killed process held, where nobody else can hold anything. Elsewhere leases run out.</summary>
    public Task ReleaseAbandonedAsync(CancellationToken ct) => database.ServesOneProcess
        ? database.WriteAsync((connection, transaction) => connection.ExecuteAsync(AbandonedSql, transaction: transaction), ct)
        : Task.CompletedTask;

    private const string DueRecipientsSql = """
        SELECT DISTINCT organisation_id AS OrganisationId, member_id AS MemberId, CASE WHEN member_id IS NULL THEN COALESCE(channel, '') END AS Channel
          FROM outbox
         WHERE due_at <= @now
           AND (state = 'Waiting' OR (state = 'Sent' AND revision > shown_revision))
           AND (claimed_until IS NULL OR claimed_until <= @now)
         LIMIT @batch
        """;

    /// <summary>Persons and channels for whom something is due.</summary>
    public Task<IReadOnlyList<DueRecipient>> DueAsync(DateTimeOffset now, int batch, CancellationToken ct) => database.ReadAsync<IReadOnlyList<DueRecipient>>(
        async connection => [.. await connection.QueryAsync<DueRecipient>(DueRecipientsSql, new { now, batch })], ct);

    private const string ClaimSql = """
        UPDATE outbox SET claimed_by = @worker, claimed_until = @until
         WHERE organisation_id = @organisation AND due_at <= @now
           AND (state = 'Waiting' OR (state = 'Sent' AND revision > shown_revision))
           AND (claimed_until IS NULL OR claimed_until <= @now)
        """;

    // Two messages to one person from two workers would be two in a day.
    private const string NobodyElse = """
         AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.claimed_until > @now AND o.claimed_by <> @worker AND o.organisation_id = @organisation
        """;

    private const string Returning = " RETURNING id, once, subject, card, state, revision, attempts, expires_at, connection_id, message, created_at";

    private string ClaimMemberSql => Claim(table => $"{table}.member_id = @member");

    private string ClaimChannelSql => Claim(table => $"{table}.member_id IS NULL AND COALESCE({table}.channel, '') = @channel");

    private string Claim(Func<string, string> whose) =>
        $"{ClaimSql} AND {whose("outbox")}{(database.ServesOneProcess ? "" : $"{NobodyElse} AND {whose("o")})")}{Returning}";

    private const string MemberSql = """
        SELECT id FROM members WHERE id = @member AND organisation_id = @organisation
        """;

    private const string OrganisationSql = """
        SELECT id FROM organisations WHERE id = @organisation
        """;

    /// <summary>Takes what is due for one recipient, oldest first; nothing while another worker holds anything of theirs.</summary>
    public Task<ImmutableArray<OutboxItem>> ClaimAsync(DueRecipient recipient, Guid worker, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            var values = new { organisation = recipient.OrganisationId, member = recipient.MemberId, channel = recipient.Channel ?? "", worker, now, until = now + Lease };
            // Workers that claim at the same moment take turns here, so that each sees what the one before took.
            await connection.ExecuteScalarAsync((recipient.MemberId is null ? OrganisationSql : MemberSql) + database.ForUpdate, values, transaction);
            var rows = await connection.QueryAsync<Row>(recipient.MemberId is null ? ClaimChannelSql : ClaimMemberSql, values, transaction);
            return rows.Select(r => r.ToItem()).OrderBy(i => i.CreatedAt).ThenBy(i => i.Id).ToImmutableArray();
        },
        ct);

    private const string SentSql = """
        UPDATE outbox
           SET state = 'Sent', shown_revision = @revision, sent_at = COALESCE(sent_at, @now), connection_id = @connection, message = @message,
               claimed_by = NULL, claimed_until = NULL, failure = NULL, attempts = 0
         WHERE id = @id AND organisation_id = @organisation AND claimed_by = @worker
        """;

    private const string LastSentSql = """
        UPDATE members SET last_sent_at = @now WHERE id = @member AND organisation_id = @organisation
        """;

    /// <summary>Marks items as one sent or updated message; a nudge among them starts its clock.</summary>
    public Task SentAsync(DueRecipient recipient, IReadOnlyCollection<OutboxItem> items, SentMessage message, Guid worker, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            foreach (var item in items)
            {
                await connection.ExecuteAsync(
                    SentSql,
                    new { id = item.Id, organisation = recipient.OrganisationId, revision = item.Revision, now, connection = message.ConnectionId, message = message.Id, worker },
                    transaction);
                if (item.IsNew && recipient.MemberId is { } reader && item.NudgeId is { } nudge)
                    await NudgeStore.DeliveredAsync(connection, transaction, recipient.OrganisationId, nudge, reader, now);
            }

            if (recipient.MemberId is { } member && items.Any(i => i.IsNew))
                await connection.ExecuteAsync(LastSentSql, new { member, organisation = recipient.OrganisationId, now }, transaction);
        },
        ct);

    // What was answered while it was on its way, and did not arrive, is not sent any more.
    private const string LaterSql = """
        UPDATE outbox
           SET due_at = @due, attempts = @attempts, failure = @failure, claimed_by = NULL, claimed_until = NULL,
               state = CASE WHEN revision > @revision AND @state = 'Waiting' THEN 'Dropped' ELSE @state END,
               shown_revision = CASE WHEN @settled = @yes THEN @revision ELSE shown_revision END
         WHERE id = @id AND organisation_id = @organisation AND claimed_by = @worker
        """;

    /// <summary>Puts items back: outside working hours, or after a failure; the state says whether they are given up.</summary>
    public Task LaterAsync(DueRecipient recipient, IReadOnlyCollection<OutboxItem> items, DateTimeOffset due, string? failure, Guid worker, CancellationToken ct) =>
        ReleaseAsync(recipient, items, i => new(i.IsNew ? "Waiting" : "Sent", due, failure is null ? i.Attempts : i.Attempts + 1, failure), worker, ct);

    /// <summary>Gives items up, visibly: expired, or failed too often. A message that is there stays sent, with what it shows; a later revision is tried again.</summary>
    public Task GiveUpAsync(DueRecipient recipient, IReadOnlyCollection<OutboxItem> items, string failure, DateTimeOffset now, Guid worker, CancellationToken ct) =>
        ReleaseAsync(recipient, items, i => new(i.IsNew ? "GivenUp" : "Sent", now, i.Attempts, failure, IsSettled: !i.IsNew), worker, ct);

    /// <summary>Takes items out that the person does not want to hear.</summary>
    public Task DropAsync(DueRecipient recipient, IReadOnlyCollection<OutboxItem> items, DateTimeOffset now, Guid worker, CancellationToken ct) =>
        ReleaseAsync(recipient, items, i => new("Dropped", now, i.Attempts, null), worker, ct);

    private Task ReleaseAsync(DueRecipient recipient, IReadOnlyCollection<OutboxItem> items, Func<OutboxItem, Release> release, Guid worker, CancellationToken ct) => items.Count == 0 ? Task.CompletedTask : database.WriteAsync(
        async (connection, transaction) =>
        {
            foreach (var item in items)
            {
                var (state, due, attempts, failure, settled) = release(item);
                await connection.ExecuteAsync(
                    LaterSql, new { id = item.Id, organisation = recipient.OrganisationId, state, due, attempts, failure, settled, revision = item.Revision, yes = true, worker }, transaction);
            }
        },
        ct);

    private const string BundleSql = """
        SELECT id, once, subject, card, state, revision, attempts, expires_at, connection_id, message, created_at
          FROM outbox
         WHERE organisation_id = @organisation AND connection_id = @connection AND message = @message
         ORDER BY created_at, id
        """;

    /// <summary>All items that share a sent message: an update shows it whole.</summary>
    public Task<ImmutableArray<OutboxItem>> BundleAsync(Guid organisation, SentMessage message, CancellationToken ct) => database.ReadAsync(
        async connection => (await connection.QueryAsync<Row>(BundleSql, new { organisation, connection = message.ConnectionId, message = message.Id }))
            .Select(r => r.ToItem()).ToImmutableArray(),
        ct);

    private const string LastSentOfSql = """
        SELECT last_sent_at FROM members WHERE id = @member AND organisation_id = @organisation
        """;

    /// <summary>When a person last got a message on the program's own initiative.</summary>
    public Task<DateTimeOffset?> LastSentAsync(Guid organisation, Guid member, CancellationToken ct) => database.ReadAsync(
        connection => connection.ExecuteScalarAsync<DateTimeOffset?>(LastSentOfSql, new { member, organisation }), ct);

    private const string DepthSql = """
        SELECT COUNT(1) AS Depth, MIN(due_at) AS Oldest FROM outbox WHERE state = 'Waiting' AND due_at <= @now
        """;

    /// <summary>How many items are due and not sent, and since when the oldest is.</summary>
    public Task<OutboxDepth> DepthAsync(DateTimeOffset now, CancellationToken ct) => database.ReadAsync(
        connection => connection.QuerySingleAsync<OutboxDepth>(DepthSql, new { now }), ct);

    private const string GivenUpSql = """
        SELECT COUNT(1) FROM outbox WHERE state = 'GivenUp'
        """;

    /// <summary>How many messages were given up, for <c>doctor</c>.</summary>
    public Task<long> GivenUpAsync(CancellationToken ct) => database.ReadAsync(connection => connection.ExecuteScalarAsync<long>(GivenUpSql), ct);

    private sealed record Release(string State, DateTimeOffset Due, long Attempts, string? Failure, bool IsSettled = false);

    private sealed record Row(
        Guid Id, string Once, string Subject, string Card, string State, long Revision, long Attempts, DateTimeOffset? Expires_At, Guid? Connection_Id, string? Message, DateTimeOffset Created_At)
    {
        public OutboxItem ToItem() => new(
            Id,
            Once,
            Subject,
            Json.Read<Card>(Card),
            State == "Waiting",
            Revision,
            Attempts,
            Expires_At,
            Connection_Id is { } connection && Message is not null ? new SentMessage(connection, Message) : null,
            Created_At);
    }
}

/// <summary>Somebody, or a channel, for whom something is due.</summary>
/// <param name="Channel">Without a member: the key of the unit whose channel it is, empty for the organisation's.</param>
internal sealed record DueRecipient(Guid OrganisationId, Guid? MemberId, string? Channel);

/// <summary>What is due and not sent.</summary>
internal sealed record OutboxDepth(long Depth, DateTimeOffset? Oldest);

/// <summary>A message as its platform knows it.</summary>
internal sealed record SentMessage(Guid ConnectionId, string Id);

/// <summary>One item of the outbox.</summary>
/// <param name="IsNew">False when it was sent already and has a newer card.</param>
internal sealed record OutboxItem(
    Guid Id, string Once, string Subject, Card Card, bool IsNew, long Revision, long Attempts, DateTimeOffset? ExpiresAt, SentMessage? Sent, DateTimeOffset CreatedAt)
{
    /// <summary>True for what says again what was said already.</summary>
    public bool IsReminder => Once.Contains(" reminder to ", StringComparison.Ordinal);

    /// <summary>The nudge whose first message this is; reminders have a subject of the same nudge but do not start its clock again.</summary>
    public Guid? NudgeId => Subject.StartsWith("nudge ", StringComparison.Ordinal) && Guid.TryParse(Subject.AsSpan(6), out var id) ? id : null;
}
