using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Companion.Tests.Crash;

/// <summary>Reads the database file and says everything that should not be so.</summary>
internal sealed class Inspection(string file, Ledger ledger)
{
    private readonly List<string> _faults = [];

    public IReadOnlyList<string> Faults => _faults;

    public long Rounds { get; private set; }

    public long Closed { get; private set; }

    public long Messages { get; private set; }

    public void Look()
    {
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        Rounds = connection.ExecuteScalar<long>("SELECT COUNT(1) FROM rounds");
        Closed = connection.ExecuteScalar<long>("SELECT COUNT(1) FROM rounds WHERE state = 'Closed'");
        Messages = connection.ExecuteScalar<long>("SELECT COUNT(1) FROM outbox WHERE state = 'Sent'");
        Expect(connection, "a damaged page", "SELECT CASE WHEN (SELECT integrity_check FROM pragma_integrity_check LIMIT 1) = 'ok' THEN 0 ELSE 1 END");
        LookAtAnswers(connection);
        LookAtDecisions(connection);
        LookAtRounds(connection);
        LookAtMessages(connection);
    }

    private void LookAtAnswers(SqliteConnection connection)
    {
        var stored = connection.Query<(long Round, string Member, string Question, string Value)>(
                "SELECT r.number, a.member_id, a.question, a.value FROM answers a JOIN rounds r ON r.id = a.round_id")
            .ToLookup(a => (a.Round, Guid.Parse(a.Member, CultureInfo.InvariantCulture)));
        foreach (var (key, attempts) in ledger.Answers.Where(a => a.Value.Exists(t => t.IsAcknowledged)))
        {
            var found = stored[key].ToDictionary(a => a.Question, a => a.Value, StringComparer.Ordinal);
            if (!Ledger.MayStand(attempts).Any(t => Same(t.Values, found)))
                _faults.Add($"The acknowledged answer of {key.Member} to round {key.Round} is not there.");
        }
    }

    private void LookAtDecisions(SqliteConnection connection)
    {
        var stored = connection.Query<(long Number, string Text)>("SELECT number, text FROM decision_texts WHERE name = 'rationale'").ToDictionary(d => d.Number, d => d.Text);
        foreach (var (number, rationale) in ledger.Decisions)
            if (!stored.TryGetValue(number, out var text) || text != rationale)
                _faults.Add($"The acknowledged decision {number} is not there.");

        Expect(connection, "decisions made twice", "SELECT COUNT(1) - COUNT(DISTINCT text) FROM decision_texts WHERE name = 'rationale'");
        Expect(connection, "decisions that were not announced", "SELECT COUNT(1) FROM decisions d WHERE kind = 'SetTarget' AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.once = 'decision ' || d.number AND o.state = 'Sent')");
    }

    private void LookAtRounds(SqliteConnection connection)
    {
        Expect(connection, "rounds answered by all that did not close", "SELECT COUNT(1) FROM rounds r WHERE state = 'Open' AND NOT EXISTS (SELECT 1 FROM round_participants p WHERE p.round_id = r.id AND p.answered_at IS NULL)");
        Expect(connection, "closed rounds without their one summary", "SELECT COUNT(1) FROM rounds r WHERE state = 'Closed' AND (SELECT COUNT(1) FROM outbox o WHERE o.subject = 'summary ' || LOWER(r.id) AND o.state = 'Sent') <> 1");
        // Each closed round counts its three opinions (one of the unit, two of the gate) exactly once.
        Expect(connection, "opinions counted more or less than once", "SELECT ABS(3 * (SELECT COUNT(1) FROM rounds WHERE state = 'Closed') - (SELECT COUNT(1) FROM facts WHERE kind = 'observed' AND json_extract(body, '$.observation.source') = 'Opinion'))");
        Expect(connection, "participants without their one invitation", "SELECT COUNT(1) FROM round_participants p WHERE (SELECT COUNT(1) FROM outbox o WHERE o.once = 'round ' || LOWER(p.round_id) || ' to ' || LOWER(p.member_id)) <> 1");
        Expect(connection, "check-ins asked for that have more than one round", "SELECT COUNT(1) FROM (SELECT check_in_id FROM rounds GROUP BY check_in_id HAVING COUNT(1) > 1)");
    }

    private void LookAtMessages(SqliteConnection connection)
    {
        Expect(connection, "messages to the channel that were not sent", "SELECT COUNT(1) FROM outbox WHERE member_id IS NULL AND state <> 'Sent'");
        Expect(connection, "messages given up", "SELECT COUNT(1) FROM outbox WHERE state = 'GivenUp'");
        Expect(connection, "messages due for more than 20 seconds", "SELECT COUNT(1) FROM outbox WHERE state = 'Waiting' AND due_at < strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-20 seconds')");
        Expect(connection, "claims beyond their lease", "SELECT COUNT(1) FROM outbox WHERE claimed_until < strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-20 seconds')");
        Expect(connection, "sent messages that nobody can read", "SELECT COUNT(1) FROM outbox o WHERE o.state = 'Sent' AND NOT EXISTS (SELECT 1 FROM posts p WHERE LOWER(p.id) = LOWER(o.message))");
        Expect(connection, "sent messages that show an old card", "SELECT COUNT(1) FROM outbox WHERE state = 'Sent' AND revision > shown_revision");
    }

    private void Expect(SqliteConnection connection, string what, string sql)
    {
        if (connection.ExecuteScalar<long>(sql) is var count && count != 0)
            _faults.Add($"{count} {what}");
    }

    private static bool Same(IReadOnlyDictionary<string, string> said, Dictionary<string, string> found) =>
        said.Count == found.Count && said.All(s => found.TryGetValue(s.Key, out var value) && value == s.Value);
}
