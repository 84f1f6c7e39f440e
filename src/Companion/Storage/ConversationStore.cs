using Dapper;

namespace Companion.Storage;

/// <summary>Conversations as the platforms know them, and which of them carries a unit's news.</summary>
internal sealed class ConversationStore(Database database)
{
    private const string KeepSql = """
        INSERT INTO conversations (connection_id, external_id, organisation_id, kind, member_id, name, details, seen_at)
        VALUES (@connection, @external, @organisation, @kind, @member, @name, @details, @now)
        ON CONFLICT (connection_id, external_id) DO UPDATE
           SET kind = excluded.kind, member_id = excluded.member_id, name = excluded.name, details = excluded.details, seen_at = excluded.seen_at, inactive_reason = NULL
         WHERE conversations.organisation_id = excluded.organisation_id
        """;

    /// <summary>Keeps what is known about a conversation; hearing from it makes it active again.</summary>
    public Task KeepAsync(Connection connection, Conversation conversation, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        (c, transaction) => c.ExecuteAsync(
            KeepSql,
            new
            {
                connection = connection.Id,
                external = conversation.External,
                organisation = connection.OrganisationId,
                kind = conversation.Kind.ToString(),
                member = conversation.MemberId,
                name = conversation.Name,
                details = conversation.Details,
                now,
            },
            transaction),
        ct);

    private const string FindSql = """
        SELECT external_id, kind, member_id, name, details, inactive_reason, seen_at FROM conversations WHERE connection_id = @connection AND external_id = @external
        """;

    public Task<Conversation?> FindAsync(Guid connection, string external, CancellationToken ct) => database.RememberAsync(
        $"conversation {external}", connection, ["conversations"],
        async c => (await c.QuerySingleOrDefaultAsync<Row>(FindSql, new { connection, external }))?.ToConversation(), ct);

    private const string OfMemberSql = """
        SELECT external_id, kind, member_id, name, details, inactive_reason, seen_at
          FROM conversations
         WHERE connection_id = @connection AND member_id = @member AND kind = 'Personal'
         ORDER BY seen_at DESC
         LIMIT 1
        """;

    /// <summary>A person's own conversation with the bot; null when there is none yet.</summary>
    public Task<Conversation?> OfMemberAsync(Guid connection, Guid member, CancellationToken ct) => database.ReadAsync(
        async c => (await c.QuerySingleOrDefaultAsync<Row>(OfMemberSql, new { connection, member }))?.ToConversation(), ct);

    private const string ActiveSql = """
        SELECT external_id, kind, member_id, name, details, inactive_reason, seen_at
          FROM conversations
         WHERE connection_id = @connection AND inactive_reason IS NULL
         ORDER BY seen_at DESC
         LIMIT @most
        """;

    /// <summary>Where messages can be put, latest heard from first.</summary>
    public Task<IReadOnlyList<Conversation>> ActiveAsync(Guid connection, int most, CancellationToken ct) => database.ReadAsync<IReadOnlyList<Conversation>>(
        async c => [.. (await c.QueryAsync<Row>(ActiveSql, new { connection, most })).Select(r => r.ToConversation())], ct);

    private const string InactiveSql = """
        UPDATE conversations SET inactive_reason = @reason
         WHERE connection_id = @connection AND external_id = @external AND inactive_reason IS NULL
        """;

    /// <summary>The platform does not take messages there any more.</summary>
    /// <returns>False when that was known.</returns>
    public Task<bool> GoneAsync(Guid connection, string external, string reason, CancellationToken ct) => database.WriteAsync(
        async (c, transaction) => await c.ExecuteAsync(InactiveSql, new { connection, external, reason }, transaction) == 1, ct);

    private const string ClearSql = "DELETE FROM channels WHERE organisation_id = @organisation AND unit = @unit";

    private const string ChooseSql = """
        INSERT INTO channels (organisation_id, unit, connection_id, conversation) VALUES (@organisation, @unit, @connection, @conversation)
        """;

    /// <summary>Where a unit's news appear from now on; null for nowhere of its own.</summary>
    /// <param name="unit">The unit's key; empty for the whole organisation.</param>
    public Task ChooseAsync(string unit, Guid connection, string? conversation, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (c, transaction) =>
        {
            var values = new { organisation = effects.OrganisationId, unit, connection, conversation };
            await c.ExecuteAsync(ClearSql, values, transaction);
            if (conversation is not null)
                await c.ExecuteAsync(ChooseSql, values, transaction);
            await c.WriteAsync(effects, transaction);
        },
        ct);

    private const string ChannelsSql = """
        SELECT h.unit AS Unit, COALESCE(v.name, h.conversation) AS Name, c.platform AS Platform, h.connection_id AS ConnectionId, h.conversation AS Conversation
          FROM channels h
          JOIN connections c ON c.id = h.connection_id
          LEFT JOIN conversations v ON v.connection_id = h.connection_id AND v.external_id = h.conversation
         WHERE h.organisation_id = @organisation
         ORDER BY h.unit
        """;

    public Task<IReadOnlyList<ChosenChannel>> ChannelsAsync(Guid organisation, CancellationToken ct) => database.ReadAsync<IReadOnlyList<ChosenChannel>>(
        async c => [.. await c.QueryAsync<ChosenChannel>(ChannelsSql, new { organisation })], ct);

    private sealed record Row(string External_Id, string Kind, Guid? Member_Id, string Name, string Details, string? Inactive_Reason, DateTimeOffset Seen_At)
    {
        public Conversation ToConversation() => new(External_Id, Enum.Parse<ConversationKind>(Kind), Member_Id, Name, Details) { InactiveReason = Inactive_Reason, SeenAt = Seen_At };
    }
}

internal enum ConversationKind
{
    /// <summary>A person's own with the bot.</summary>
    Personal,
    Channel,
    Group,
}

/// <summary>A conversation as its platform knows it.</summary>
/// <param name="MemberId">Whose own conversation it is; null for channels and groups.</param>
/// <param name="Name">As people know it; empty when the platform does not say.</param>
/// <param name="Details">The platform's own JSON.</param>
internal sealed record Conversation(string External, ConversationKind Kind, Guid? MemberId, string Name, string Details = "{}")
{
    /// <summary>Why nothing can be sent there any more; null while it can.</summary>
    public string? InactiveReason { get; init; }

    public DateTimeOffset SeenAt { get; init; }
}

/// <summary>The conversation in which a unit's news appear.</summary>
/// <param name="Unit">The unit's key; empty for the whole organisation.</param>
internal sealed record ChosenChannel(string Unit, string Name, string Platform, Guid ConnectionId, string Conversation);
