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
         WHERE t.organisation_id = @organisation AND d.decided_by = @member
        """;

    /// <summary>How many texts of the log are the person's.</summary>
    public Task<int> CountAsync(Guid organisation, Guid member, CancellationToken ct) => database.ReadAsync(
        async connection => (await connection.QueryAsync<string>(OwnTextsSql, new { organisation, member })).Count(), ct);

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
        "DELETE FROM deliveries WHERE organisation_id = @organisation",
        // They quote evidence with its notes; the next assessment begins with the first fact.
        "DELETE FROM checkpoints WHERE organisation_id = @organisation",
        "DELETE FROM inbox WHERE organisation_id = @organisation AND EXISTS (SELECT 1 FROM identities i WHERE i.member_id = @member AND i.organisation_id = @organisation AND inbox.input LIKE '%' || i.external_id || '%')",
        "DELETE FROM group_members WHERE organisation_id = @organisation AND member_id = @member",
        "DELETE FROM check_in_invitees WHERE organisation_id = @organisation AND member_id = @member",
        "DELETE FROM conversations WHERE organisation_id = @organisation AND member_id = @member",
        "DELETE FROM join_codes WHERE organisation_id = @organisation AND member_id = @member",
        "DELETE FROM identities WHERE organisation_id = @organisation AND member_id = @member",
        "UPDATE answers SET note = NULL WHERE organisation_id = @organisation AND member_id = @member",
        "UPDATE nudge_recipients SET snooze_reason = NULL WHERE organisation_id = @organisation AND member_id = @member",
        "UPDATE outbox SET state = 'Dropped' WHERE organisation_id = @organisation AND member_id = @member AND state = 'Waiting'",
        "UPDATE members SET name = @gone, forgotten_at = @now, volume = 'Everything', work_from = NULL, work_to = NULL, work_days = NULL WHERE id = @member AND organisation_id = @organisation",
    ];

    /// <summary>Name, identities, texts, notes, conversation and days off go; numbers and decisions stay, under an id that leads to nobody.</summary>
    public Task EraseAsync(Guid member, string name, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            var values = new { organisation = effects.OrganisationId, member, place = member.ToString(), gone = Member.Forgotten, now = effects.At };
            var texts = (await connection.QueryAsync<string>(OwnTextsSql, values, transaction)).ToList();
            var notes = await BlankFactsAsync(connection, transaction, effects.OrganisationId, member);
            await PersonStore.LeaveAsync(connection, transaction, effects.OrganisationId, member);
            foreach (var sql in DropSql)
                await connection.ExecuteAsync(sql, values, transaction);
            var redaction = new Redaction(member, name, [.. texts, .. notes]);
            foreach (var (table, column) in CardColumns)
                await RedactAsync(connection, transaction, effects.OrganisationId, table, column, redaction);
            await connection.WriteAsync(effects, transaction);
        },
        ct);

    private static readonly (string Table, string Column)[] CardColumns = [("posts", "cards"), ("posts", "line"), ("outbox", "card")];

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
            if (observed.Observation.Note is { } note)
                notes.Add(note);
            var blank = observed with { Observation = observed.Observation with { Note = null, Link = null } };
            await connection.ExecuteAsync(FactSql, new { position = row.Position, body = FactJson.Write(blank), organisation }, transaction);
        }

        return notes;
    }

    // Table and column come from the list above, never from outside.
    private async Task RedactAsync(DbConnection connection, DbTransaction transaction, Guid organisation, string table, string column, Redaction redaction)
    {
        var select = $"SELECT id AS Id, {column} AS Text FROM {table} WHERE organisation_id = @organisation AND {column} IS NOT NULL{database.ForUpdate}";
        var update = $"UPDATE {table} SET {column} = @text WHERE id = @id AND organisation_id = @organisation";
        foreach (var row in (await connection.QueryAsync<TextRow>(select, new { organisation }, transaction)).ToList())
            if (redaction.Of(row.Text) is var text && text != row.Text)
                await connection.ExecuteAsync(update, new { id = row.Id, text, organisation }, transaction);
    }

    /// <summary>Takes a name and texts out of the JSON of cards.</summary>
    private sealed class Redaction(Guid member, string name, IEnumerable<string> texts)
    {
        private readonly string _named = $"\"id\":\"{member}\",\"name\":{Json.Write(name)}";
        private readonly string _nobody = $"\"id\":\"{member}\",\"name\":{Json.Write(Member.Forgotten)}";
        private readonly string[] _whole = [.. texts.Where(t => t.Length > 0).Select(t => $"\"text\":{Json.Write(t)}")];
        private readonly string[] _within = [.. texts.SelectMany(Quotable).OrderByDescending(t => t.Length).Select(t => Json.Write(t)[1..^1])];

        public string Of(string json)
        {
            var named = json.Replace(_named, _nobody, StringComparison.Ordinal);
            var whole = _whole.Aggregate(named, (text, erased) => text.Replace(erased, "\"text\":\"(erased)\"", StringComparison.Ordinal));
            return _within.Aggregate(whole, (text, erased) => text.Replace(erased, "(erased)", StringComparison.Ordinal));
        }

        // A card may quote a text, whole or its beginning. One of a few letters would be found in words of others.
        private static IEnumerable<string> Quotable(string text) =>
            text.Length < 12 ? [] : text.Length <= 80 ? [text] : [text, text[..80].TrimEnd()];
    }

    private sealed record FactRow(long Position, string Body);

    private sealed record TextRow(Guid Id, string Text);
}
