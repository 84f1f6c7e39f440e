using System.Data.Common;
using System.Globalization;
using Dapper;

namespace Companion.Tests.Crash;

/// <summary>Reads the database and says everything that should not be so.</summary>
internal sealed class Inspection(Site site, Ledger ledger, Stir? stir)
{
    private readonly List<string> _faults = [];

    public IReadOnlyList<string> Faults => _faults;

    public long Rounds { get; private set; }

    public long Closed { get; private set; }

    public long Messages { get; private set; }

    /// <summary>Messages of nudges that were sent.</summary>
    public long Nudges { get; private set; }

    public void Look()
    {
        using var connection = site.Open();
        Rounds = connection.ExecuteScalar<long>("SELECT COUNT(1) FROM rounds");
        Closed = connection.ExecuteScalar<long>("SELECT COUNT(1) FROM rounds WHERE state = 'Closed'");
        Messages = connection.ExecuteScalar<long>("SELECT COUNT(1) FROM outbox WHERE state = 'Sent'");
        if (!site.IsPostgres)
            Expect(connection, "a damaged page", "SELECT CASE WHEN (SELECT integrity_check FROM pragma_integrity_check LIMIT 1) = 'ok' THEN 0 ELSE 1 END");
        LookAtAnswers(connection);
        LookAtDecisions(connection);
        LookAtRounds(connection);
        LookAtMessages(connection);
        if (stir is not null)
            LookAtRaces(connection, stir);
    }

    private void LookAtAnswers(DbConnection connection)
    {
        var stored = connection.Query<(long Round, string Member, string Question, string Value)>(
                "SELECT r.number, CAST(a.member_id AS text), a.question, a.value FROM answers a JOIN rounds r ON r.id = a.round_id")
            .ToLookup(a => (a.Round, Guid.Parse(a.Member, CultureInfo.InvariantCulture)));
        foreach (var (key, attempts) in ledger.Answers.Where(a => a.Value.Exists(t => t.IsAcknowledged)))
        {
            var found = stored[key].ToDictionary(a => a.Question, a => a.Value, StringComparer.Ordinal);
            if (!Ledger.MayStand(attempts).Any(t => Same(t.Values, found)))
                _faults.Add($"The acknowledged answer of {key.Member} to round {key.Round} is not there.");
        }
    }

    private void LookAtDecisions(DbConnection connection)
    {
        var stored = connection.Query<(long Number, string Text)>("SELECT number, text FROM decision_texts WHERE name = 'rationale'").ToDictionary(d => d.Number, d => d.Text);
        foreach (var (number, rationale) in ledger.Decisions)
            if (!stored.TryGetValue(number, out var text) || text != rationale)
                _faults.Add($"The acknowledged decision {number} is not there.");

        Expect(connection, "decisions made twice", "SELECT COUNT(1) - COUNT(DISTINCT text) FROM decision_texts WHERE name = 'rationale'");
        Expect(connection, "decisions that were not announced", "SELECT COUNT(1) FROM decisions d WHERE kind = 'SetTarget' AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.once = 'decision ' || d.number AND o.state = 'Sent')");
    }

    private void LookAtRounds(DbConnection connection)
    {
        Expect(connection, "rounds answered by all that did not close", "SELECT COUNT(1) FROM rounds r WHERE state = 'Open' AND NOT EXISTS (SELECT 1 FROM round_participants p WHERE p.round_id = r.id AND p.answered_at IS NULL)");
        Expect(connection, "closed rounds without their one summary", "SELECT COUNT(1) FROM rounds r WHERE state = 'Closed' AND (SELECT COUNT(1) FROM outbox o WHERE o.subject = 'summary ' || LOWER(CAST(r.id AS text)) AND o.state = 'Sent') <> 1");
        // Each closed round counts its three opinions (one of the unit, two of the gate) exactly once.
        Expect(connection, "opinions counted more or less than once", "SELECT ABS(3 * (SELECT COUNT(1) FROM rounds WHERE state = 'Closed') - (SELECT COUNT(1) FROM facts WHERE kind = 'observed' AND body LIKE '%\"source\":\"Opinion\"%'))");
        Expect(connection, "participants without their one invitation", "SELECT COUNT(1) FROM round_participants p WHERE (SELECT COUNT(1) FROM outbox o WHERE o.once = 'round ' || LOWER(CAST(p.round_id AS text)) || ' to ' || LOWER(CAST(p.member_id AS text))) <> 1");
        Expect(connection, "check-ins asked for that have more than one round", "SELECT COUNT(1) FROM (SELECT check_in_id FROM rounds WHERE check_in_id NOT IN (SELECT id FROM check_ins WHERE name = 'Check-in') GROUP BY check_in_id HAVING COUNT(1) > 1) AS twice");
    }

    private void LookAtMessages(DbConnection connection)
    {
        Expect(connection, "messages to the channel that were not sent", "SELECT COUNT(1) FROM outbox WHERE member_id IS NULL AND state <> 'Sent'");
        Expect(connection, "messages given up", "SELECT COUNT(1) FROM outbox WHERE state = 'GivenUp'");
        Expect(connection, "messages due for more than 20 seconds", "SELECT COUNT(1) FROM outbox WHERE state = 'Waiting' AND due_at < @late");
        Expect(connection, "claims beyond their lease", "SELECT COUNT(1) FROM outbox WHERE claimed_until < @late AND state = 'Waiting'");
        Expect(connection, "sent messages that nobody can read", "SELECT COUNT(1) FROM outbox o WHERE o.state = 'Sent' AND NOT EXISTS (SELECT 1 FROM posts p WHERE LOWER(CAST(p.id AS text)) = LOWER(o.message))");
        Expect(connection, "sent messages that show an old card", "SELECT COUNT(1) FROM outbox WHERE state = 'Sent' AND revision > shown_revision");
    }

    /// <summary>What several servers were after at once.</summary>
    private void LookAtRaces(DbConnection connection, Stir stir)
    {
        var opened = connection.Query<DateTime>("SELECT r.scheduled_date::timestamp FROM rounds r JOIN check_ins c ON c.id = r.check_in_id WHERE c.name = 'Check-in'").Select(DateOnly.FromDateTime).ToList();
        foreach (var date in stir.Dates.Where(d => opened.Count(o => o == d) != 1))
            _faults.Add($"The round of {date:O} was opened {opened.Count(o => o == date)} times.");

        Expect(connection, "nudges more or less than one", "SELECT COUNT(1) - 1 FROM nudges WHERE kind = 'Overextended'");
        Expect(connection, "nudges without their one message", "SELECT COUNT(1) FROM nudge_recipients n WHERE (SELECT COUNT(1) FROM outbox o WHERE o.once = 'nudge ' || LOWER(CAST(n.nudge_id AS text)) || ' to ' || LOWER(CAST(n.member_id AS text))) <> 1");
        Expect(connection, "people who got two messages on one day", "SELECT COUNT(1) FROM (SELECT member_id FROM outbox WHERE member_id IS NOT NULL AND sent_at IS NOT NULL GROUP BY member_id HAVING COUNT(DISTINCT message) > 1) AS twice");
        Nudges = connection.ExecuteScalar<long>("SELECT COUNT(1) FROM outbox WHERE subject LIKE 'nudge %' AND state = 'Sent'");
    }

    private void Expect(DbConnection connection, string what, string sql)
    {
        if (connection.ExecuteScalar<long>(sql, new { late = site.Instant(TimeProvider.System.GetUtcNow().AddSeconds(-20)) }) is var count && count != 0)
            _faults.Add($"{count} {what}");
    }

    private static bool Same(IReadOnlyDictionary<string, string> said, Dictionary<string, string> found) =>
        said.Count == found.Count && said.All(s => found.TryGetValue(s.Key, out var value) && value == s.Value);
}
