using System.Data.Common;
using Dapper;

namespace Companion.Storage;

/// <summary>Writes the effects of a change inside the transaction of the change.</summary>
internal static class EffectsWriter
{
    public static async Task WriteAsync(this DbConnection connection, Effects effects, DbTransaction transaction)
    {
        if (effects.Delivery is { } delivery)
            await connection.ExecuteAsync(DeliverySql, new { connection = delivery.ConnectionId, key = delivery.Key, organisation = effects.OrganisationId, reply = delivery.ReplyJson, at = effects.At }, transaction);
        foreach (var entry in effects.Log)
            await WriteLogAsync(connection, effects, entry, transaction);
        if (effects.Change is { } change)
            await NoteAsync(connection, effects, change.By, change.Says, change.Subject, change.Back, null, transaction);
        foreach (var message in effects.Send)
            await SendAsync(connection, effects, message, transaction);
        foreach (var revision in effects.Revise)
            await ReviseAsync(connection, effects, revision, transaction);
        foreach (var post in effects.Posts)
            await WritePostAsync(connection, effects.OrganisationId, post, transaction);
    }

    private const string DeliverySql = """
        INSERT INTO deliveries (connection_id, key, organisation_id, reply, at)
        VALUES (@connection, @key, @organisation, @reply, @at)
        """;

    private const string DecisionSql = """
        INSERT INTO decisions (organisation_id, number, at, kind, unit_id, decided_by, rule, details, seals, previous_hash, hash, review_due_at)
        VALUES (@organisation, @number, @at, @kind, @unit, @by, @rule, @details, @seals, @previous, @hash, @review)
        """;

    private const string HeadSql = """
        UPDATE organisations SET last_number = @number, last_hash = @hash
         WHERE id = @organisation AND last_number = @number - 1
        """;

    private const string DecisionTextSql = """
        INSERT INTO decision_texts (organisation_id, number, name, salt, text)
        VALUES (@organisation, @number, @name, @salt, @text)
        """;

    private static async Task WriteLogAsync(DbConnection connection, Effects effects, SealedDecision log, DbTransaction transaction)
    {
        var entry = log.Entry;
        var values = new
        {
            organisation = effects.OrganisationId,
            number = entry.Number,
            at = entry.At,
            kind = entry.Kind,
            unit = entry.UnitId,
            by = entry.DecidedBy,
            rule = entry.Rule,
            details = entry.Details,
            seals = Json.Write(entry.Texts),
            previous = entry.PreviousHash,
            hash = entry.Hash,
            review = log.ReviewDueAt,
        };
        if (await connection.ExecuteAsync(HeadSql, values, transaction) == 0)
            throw new StaleWriteException($"Another decision took number {entry.Number} first.");

        await connection.ExecuteAsync(DecisionSql, values, transaction);
        await NoteAsync(connection, effects, entry.DecidedBy, $"decision {entry.Number}", $"decision {entry.Number}", log.Contrary, entry.Number, transaction);
        if (log.Decision.Details.Supersedes is { } superseded)
            await connection.ExecuteAsync(SupersededSql, new { organisation = effects.OrganisationId, superseded, number = entry.Number }, transaction);
        if (log.Decision.Details.Reviews is { } reviewed)
            await connection.ExecuteAsync(ReviewedSql, new { organisation = effects.OrganisationId, reviewed }, transaction);
        foreach (var (name, text) in log.Texts)
            await connection.ExecuteAsync(DecisionTextSql, new { organisation = effects.OrganisationId, number = entry.Number, name, salt = text.Salt, text = text.Text }, transaction);
    }

    // What was superseded does not come back for review.
    private const string SupersededSql = """
        UPDATE decisions SET superseded_by = @number, review_due_at = NULL
         WHERE organisation_id = @organisation AND number = @superseded AND superseded_by IS NULL
        """;

    // Reviewed before its day, it is not asked for again.
    private const string ReviewedSql = """
        UPDATE decisions SET review_due_at = NULL WHERE organisation_id = @organisation AND number = @reviewed
        """;

    private const string NoteSql = """
        INSERT INTO changes (id, organisation_id, member_id, at, says, subject, back, decision)
        VALUES (@id, @organisation, @member, @at, @says, @subject, @back, @decision)
        """;

    private static Task<int> NoteAsync(DbConnection connection, Effects effects, Guid member, string says, string subject, string? back, long? decision, DbTransaction transaction) =>
        connection.ExecuteAsync(
            NoteSql,
            new { id = Guid.CreateVersion7(effects.At), organisation = effects.OrganisationId, member, at = effects.At, says, subject, back, decision },
            transaction);

    // A message that is already queued is the same message: the once key says so.
    private const string SendSql = """
        INSERT INTO outbox (id, organisation_id, once, subject, member_id, channel, card, state, due_at, expires_at, created_at)
        VALUES (@id, @organisation, @once, @subject, @member, @channel, @card, 'Waiting', @due, @expires, @at)
        ON CONFLICT (organisation_id, once) DO NOTHING
        """;

    private static Task<int> SendAsync(DbConnection connection, Effects effects, Outgoing message, DbTransaction transaction) =>
        connection.ExecuteAsync(
            SendSql,
            new
            {
                id = Guid.CreateVersion7(effects.At),
                organisation = effects.OrganisationId,
                once = message.Once,
                subject = message.Subject,
                member = message.MemberId,
                channel = message.MemberId is null ? message.Unit ?? "" : null,
                card = Json.Write(message.Card),
                due = message.DueAt,
                expires = message.ExpiresAt,
                at = effects.At,
            },
            transaction);

    private const string DropSql = """
        UPDATE outbox SET state = 'Dropped'
         WHERE organisation_id = @organisation AND subject = @subject AND state = 'Waiting' AND (claimed_until IS NULL OR claimed_until <= @at)
        """;

    private const string OfMember = " AND member_id = @member";

    // What is on its way right now is revised like what has arrived: it is updated as soon as it is there.
    private const string ReviseSql = """
        UPDATE outbox SET card = @card, revision = revision + 1, due_at = @at
         WHERE organisation_id = @organisation AND subject = @subject AND (state = 'Sent' OR (state = 'Waiting' AND claimed_until > @at))
        """;

    private static async Task ReviseAsync(DbConnection connection, Effects effects, Revision revision, DbTransaction transaction)
    {
        var values = new { organisation = effects.OrganisationId, subject = revision.Subject, member = revision.MemberId, card = revision.CardJson, at = effects.At };
        var whose = revision.MemberId is null ? "" : OfMember;
        await connection.ExecuteAsync(DropSql + whose, values, transaction);
        await connection.ExecuteAsync(ReviseSql + whose, values, transaction);
    }

    private const string CursorSql = """
        UPDATE connections SET last_cursor = last_cursor + 1
         WHERE id = @connection AND organisation_id = @organisation
        RETURNING last_cursor
        """;

    private const string PostSql = """
        INSERT INTO posts (id, organisation_id, connection_id, place, author_id, at, line, cards, cursor)
        VALUES (@id, @organisation, @connection, @place, @author, @at, @line, @cards, @cursor)
        ON CONFLICT (id) DO UPDATE SET cards = excluded.cards, cursor = excluded.cursor
         WHERE posts.connection_id = excluded.connection_id AND posts.place = excluded.place AND posts.author_id IS NULL
        """;

    /// <summary>Writes a post; one that is there already is edited in place and moves to the end of the cursor, so that readers see the change.</summary>
    public static async Task WritePostAsync(DbConnection connection, Guid organisation, Post post, DbTransaction transaction)
    {
        var cursor = await connection.ExecuteScalarAsync<long>(CursorSql, new { connection = post.ConnectionId, organisation }, transaction);
        await connection.ExecuteAsync(
            PostSql,
            new
            {
                id = post.Replaces ?? post.Id,
                organisation,
                connection = post.ConnectionId,
                place = post.Place,
                author = post.AuthorId,
                at = post.At,
                line = post.Line,
                cards = post.Cards.IsDefaultOrEmpty ? null : Json.Write(post.Cards),
                cursor,
            },
            transaction);
    }
}
