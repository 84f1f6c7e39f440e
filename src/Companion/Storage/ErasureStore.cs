using System.Data.Common;
using Companion.Core.Members;
using Dapper;

namespace Companion.Storage;

/// <summary>Erases what a person is called and what they wrote, wherever it is kept; the log's chain holds digests only and stays valid.</summary>
internal sealed class ErasureStore(Database database)
{
    private const string OwnTextsSql = """
        SELECT t.text FROM decision_texts t
          JOIN decisions d ON d.organisation_id = t.organisation_id AND d.number = t.number
         WHERE t.organisation_id = @organisation AND d.decided_by IN (SELECT id FROM members WHERE organisation_id = @organisation AND (id = @member OR merged_into = @member))
        """;

    /// <summary>How many texts of the log are the person's, under whichever identity they were written.</summary>
    public Task<int> CountAsync(Guid organisation, Guid member, CancellationToken ct) => database.ReadAsync(
        async connection => (await connection.QueryAsync<string>(OwnTextsSql, new { organisation, member })).Count(), ct);

    private const string IdentitiesSql = """
        SELECT id AS Id, name AS Name FROM members WHERE organisation_id = @organisation AND (id = @member OR merged_into = @member)
        """;

    private const string DropTextsSql = """
        DELETE FROM decision_texts
         WHERE organisation_id = @organisation
           AND number IN (SELECT number FROM decisions WHERE organisation_id = @organisation AND decided_by = @member)
        """;

    private static readonly string[] DropSql =
    [
        DropTextsSql,
        "DELETE FROM posts WHERE organisation_id = @organisation AND (author_id = @member OR place = @place)",
        "DELETE FROM read_marks WHERE organisation_id = @organisation AND member_id = @member",
        "DELETE FROM time_off WHERE organisation_id = @organisation AND member_id = @member",
        "DELETE FROM link_codes WHERE organisation_id = @organisation AND (member_id = @member OR other_id = @member)",
        "DELETE FROM changes WHERE organisation_id = @organisation AND member_id = @member",
        "DELETE FROM exports WHERE organisation_id = @organisation AND member_id = @member",
        // They quote evidence with its notes; the next assessment begins with the first fact.
        "DELETE FROM checkpoints WHERE organisation_id = @organisation",
        "DELETE FROM inbox WHERE organisation_id = @organisation AND EXISTS (SELECT 1 FROM identities i WHERE i.member_id = @member AND i.organisation_id = @organisation AND inbox.input LIKE '%' || i.external_id || '%')",
        "DELETE FROM group_members WHERE organisation_id = @organisation AND member_id = @member",
        "DELETE FROM check_in_invitees WHERE organisation_id = @organisation AND member_id = @member",
        "DELETE FROM conversations WHERE organisation_id = @organisation AND member_id = @member",
        "DELETE FROM join_codes WHERE organisation_id = @organisation AND member_id = @member",
        "DELETE FROM homes WHERE organisation_id = @organisation AND EXISTS (SELECT 1 FROM identities i WHERE i.member_id = @member AND i.connection_id = homes.connection_id AND i.external_id = homes.external_id)",
        "DELETE FROM identities WHERE organisation_id = @organisation AND member_id = @member",
        "UPDATE answers SET note = NULL WHERE organisation_id = @organisation AND member_id = @member",
        "UPDATE nudge_recipients SET snooze_reason = NULL WHERE organisation_id = @organisation AND member_id = @member",
        "UPDATE outbox SET state = 'Dropped' WHERE organisation_id = @organisation AND member_id = @member AND state = 'Waiting'",
        "UPDATE members SET name = @gone, forgotten_at = @now, volume = 'Everything', work_from = NULL, work_to = NULL, work_days = NULL WHERE id = @member AND organisation_id = @organisation",
    ];

    /// <summary>Name, identities, texts, notes, conversation and days off go; numbers and decisions stay, under an id that leads to nobody.</summary>
    public Task EraseAsync(Guid member, Effects effects, CancellationToken ct) => EraseAsync(member, isActive: true, evenSteward: false, effects, ct);

    /// <summary>The same for somebody whose chat is gone, whatever they were.</summary>
    /// <param name="isActive">False for somebody who had left before.</param>
    public Task EraseWithChatAsync(Guid member, bool isActive, Effects effects, CancellationToken ct) => EraseAsync(member, isActive, evenSteward: true, effects, ct);

    private Task EraseAsync(Guid member, bool isActive, bool evenSteward, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            var organisation = effects.OrganisationId;
            var people = (await connection.QueryAsync<NamedRow>(IdentitiesSql, new { organisation, member }, transaction)).ToList();
            var texts = (await connection.QueryAsync<string>(OwnTextsSql, new { organisation, member }, transaction)).ToList();
            if (isActive)
                await PersonStore.LeaveAsync(connection, transaction, organisation, member, evenSteward);
            foreach (var person in people)
            {
                texts.AddRange(await BlankFactsAsync(connection, transaction, organisation, person.Id));
                var values = new { organisation, member = person.Id, place = person.Id.ToString(), gone = Member.Forgotten, now = effects.At };
                foreach (var sql in DropSql)
                    await connection.ExecuteAsync(sql, values, transaction);
            }

            await RedactAsync(connection, transaction, organisation, new([.. people.Select(p => p.Id)], people.Select(p => p.Name), texts), effects.At);
            await connection.WriteAsync(effects, transaction);
        },
        ct);

    private const string FactsSql = """
        SELECT position AS Position, body AS Body FROM facts
         WHERE organisation_id = @organisation AND kind = 'observed' AND body LIKE @reporter
        """;

    private const string FactSql = """
        UPDATE facts SET body = @body WHERE position = @position AND organisation_id = @organisation
        """;

    /// <summary>Takes notes and links out of what the person reported; the value stays.</summary>
    private async Task<List<string>> BlankFactsAsync(DbConnection connection, DbTransaction transaction, Guid organisation, Guid member)
    {
        var notes = new List<string>();
        foreach (var row in (await connection.QueryAsync<FactRow>(FactsSql + database.ForUpdate, new { organisation, reporter = $"%\"reporter\":\"{member}\"%" }, transaction)).ToList())
        {
            var observed = Json.Read<Core.Readiness.Observed>(row.Body);
            if (observed.Observation.Reporter != member)
                continue;
            notes.AddRange(((string?[])[observed.Observation.Note, observed.Observation.Link]).OfType<string>());
            var blank = observed with { Observation = observed.Observation with { Note = null, Link = null } };
            await connection.ExecuteAsync(FactSql, new { position = row.Position, body = FactJson.Write(blank), organisation }, transaction);
        }

        return notes;
    }

    private const string CardsSql = "SELECT id AS Id, cards AS Text, line AS Plain FROM posts WHERE organisation_id = @organisation";

    private const string SaveCardsSql = "UPDATE posts SET cards = @text, line = @plain WHERE id = @id AND organisation_id = @organisation";

    private const string OutboxSql = "SELECT id AS Id, card AS Text, NULL AS Plain FROM outbox WHERE organisation_id = @organisation";

    // What was sent is shown anew, so that the platform's copy loses it too.
    private const string SaveOutboxSql = "UPDATE outbox SET card = @text, revision = revision + 1, due_at = @now WHERE id = @id AND organisation_id = @organisation";

    private const string ChangesSql = "SELECT id AS Id, back AS Text, says AS Plain FROM changes WHERE organisation_id = @organisation";

    private const string DropChangeSql = "DELETE FROM changes WHERE id = @id AND organisation_id = @organisation";

    private const string RepliesSql = "SELECT connection_id AS ConnectionId, key AS Key, reply AS Reply FROM deliveries WHERE organisation_id = @organisation";

    // The key stays: a platform that repeats a delivery still finds that it was handled.
    private const string SaveReplySql = "UPDATE deliveries SET reply = @reply WHERE connection_id = @connection AND key = @key AND organisation_id = @organisation";

    /// <summary>Takes the person out of what was shown to others: chat history, sent messages, kept answers.</summary>
    private async Task RedactAsync(DbConnection connection, DbTransaction transaction, Guid organisation, Redaction redaction, DateTimeOffset now)
    {
        foreach (var (read, save) in ((string, string)[])[(CardsSql, SaveCardsSql), (OutboxSql, SaveOutboxSql)])
            foreach (var row in (await connection.QueryAsync<TextRow>(read + database.ForUpdate, new { organisation }, transaction)).ToList())
                if ((row.Text is null ? null : redaction.OfJson(row.Text), row.Plain is null ? null : redaction.OfText(row.Plain)) is var (text, plain) && (text != row.Text || plain != row.Plain))
                    await connection.ExecuteAsync(save, new { id = row.Id, text, plain, organisation, now }, transaction);

        foreach (var row in (await connection.QueryAsync<TextRow>(ChangesSql + database.ForUpdate, new { organisation }, transaction)).ToList())
            if (redaction.OfText(row.Text ?? "") != (row.Text ?? "") || redaction.OfText(row.Plain ?? "") != (row.Plain ?? ""))
                await connection.ExecuteAsync(DropChangeSql, new { id = row.Id, organisation }, transaction);

        foreach (var row in (await connection.QueryAsync<ReplyRow>(RepliesSql + database.ForUpdate, new { organisation }, transaction)).ToList())
            if (redaction.OfJson(row.Reply) is var reply && reply != row.Reply)
                await connection.ExecuteAsync(SaveReplySql, new { connection = row.ConnectionId, key = row.Key, reply, organisation }, transaction);
    }

    private sealed record FactRow(long Position, string Body);

    private sealed record NamedRow(Guid Id, string Name);

    private sealed record TextRow(Guid Id, string? Text, string? Plain);

    private sealed record ReplyRow(Guid ConnectionId, string Key, string Reply);
}
