using Dapper;

namespace Companion.Storage;

/// <summary>Codes that make two identities one person, and what becomes of the two.</summary>
internal sealed class LinkStore(Database database)
{
    private const string DropSql = """
        DELETE FROM link_codes WHERE organisation_id = @organisation AND (member_id = @member OR expires_at <= @now)
        """;

    private const string AddSql = """
        INSERT INTO link_codes (code_hash, organisation_id, member_id, expires_at) VALUES (@hash, @organisation, @member, @expires)
        """;

    /// <summary>A new code in the place of an earlier one.</summary>
    public Task OfferAsync(Guid member, string hash, DateTimeOffset expires, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            var values = new { organisation = effects.OrganisationId, member, hash, expires, now = effects.At };
            await connection.ExecuteAsync(DropSql, values, transaction);
            await connection.ExecuteAsync(AddSql, values, transaction);
            await connection.WriteAsync(effects, transaction);
        },
        ct);

    private const string FindSql = """
        SELECT member_id AS Member, other_id AS Other FROM link_codes
         WHERE organisation_id = @organisation AND code_hash = @hash AND expires_at > @now
        """;

    public Task<OfferedLink?> FindAsync(Guid organisation, string hash, DateTimeOffset now, CancellationToken ct) => database.ReadAsync(
        connection => connection.QuerySingleOrDefaultAsync<OfferedLink>(FindSql, new { organisation, hash, now }), ct);

    private const string TakeSql = """
        UPDATE link_codes SET other_id = @other
         WHERE organisation_id = @organisation AND code_hash = @hash AND other_id IS NULL AND expires_at > @now
        """;

    /// <summary>The other side entered the code.</summary>
    /// <exception cref="StaleWriteException">The code is used up.</exception>
    public Task TakeAsync(string hash, Guid other, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            if (await connection.ExecuteAsync(TakeSql, new { hash, other, organisation = effects.OrganisationId, now = effects.At }, transaction) == 0)
                throw new StaleWriteException("This code was used already.");
            await connection.WriteAsync(effects, transaction);
        },
        ct);

    private const string UseUpSql = """
        DELETE FROM link_codes WHERE organisation_id = @organisation AND code_hash = @hash AND member_id = @member AND other_id = @other
        """;

    private static readonly string[] MergeSql =
    [
        "UPDATE identities SET member_id = @member WHERE member_id = @other AND organisation_id = @organisation",
        "DELETE FROM group_members WHERE member_id = @other AND organisation_id = @organisation AND EXISTS (SELECT 1 FROM group_members o WHERE o.group_id = group_members.group_id AND o.member_id = @member)",
        "UPDATE group_members SET member_id = @member WHERE member_id = @other AND organisation_id = @organisation",
        "UPDATE check_in_invitees SET member_id = @member WHERE member_id = @other AND organisation_id = @organisation",
        "UPDATE conversations SET member_id = @member WHERE member_id = @other AND organisation_id = @organisation",
        "UPDATE time_off SET member_id = @member WHERE member_id = @other AND organisation_id = @organisation",
        "UPDATE reporters SET member_id = @member WHERE member_id = @other AND organisation_id = @organisation",
        "UPDATE members SET is_steward = @yes WHERE id = @member AND organisation_id = @organisation AND EXISTS (SELECT 1 FROM members o WHERE o.id = @other AND o.organisation_id = @organisation AND o.is_steward = @yes)",
        "INSERT INTO unit_owners (unit_id, member_id, organisation_id, place) SELECT unit_id, @member, organisation_id, place FROM unit_owners WHERE member_id = @other AND organisation_id = @organisation ON CONFLICT (unit_id, member_id) DO NOTHING",
        "DELETE FROM unit_owners WHERE member_id = @other AND organisation_id = @organisation",
        "INSERT INTO nudge_recipients (nudge_id, member_id, organisation_id, delivered_at, reminded_at, snoozed_from, snoozed_until, snooze_reason) SELECT nudge_id, @member, organisation_id, delivered_at, reminded_at, snoozed_from, snoozed_until, snooze_reason FROM nudge_recipients WHERE member_id = @other AND organisation_id = @organisation ON CONFLICT (nudge_id, member_id) DO NOTHING",
        "DELETE FROM nudge_recipients WHERE member_id = @other AND organisation_id = @organisation",
        // One person is asked once: an answer of either identity counts, and one place among the participants goes.
        "UPDATE round_participants SET answered_at = COALESCE(answered_at, (SELECT o.answered_at FROM round_participants o WHERE o.round_id = round_participants.round_id AND o.member_id = @other)) WHERE member_id = @member AND organisation_id = @organisation",
        "INSERT INTO round_participants (round_id, member_id, organisation_id, answered_at, only_facts) SELECT round_id, @member, organisation_id, answered_at, only_facts FROM round_participants WHERE member_id = @other AND organisation_id = @organisation ON CONFLICT (round_id, member_id) DO NOTHING",
        "DELETE FROM round_participants WHERE member_id = @other AND organisation_id = @organisation",
        "INSERT INTO answers (round_id, member_id, question, organisation_id, value, note, answered_at) SELECT round_id, @member, question, organisation_id, value, note, answered_at FROM answers WHERE member_id = @other AND organisation_id = @organisation ON CONFLICT (round_id, member_id, question) DO NOTHING",
        "DELETE FROM answers WHERE member_id = @other AND organisation_id = @organisation",
        // What waits for both would come twice.
        "UPDATE outbox SET state = 'Dropped' WHERE member_id = @other AND organisation_id = @organisation AND state = 'Waiting' AND EXISTS (SELECT 1 FROM outbox o WHERE o.organisation_id = @organisation AND o.member_id = @member AND o.subject = outbox.subject)",
        "UPDATE outbox SET member_id = @member WHERE member_id = @other AND organisation_id = @organisation",
        // The conversation of a chat that keeps none itself goes on in one place.
        "UPDATE posts SET author_id = @member WHERE author_id = @other AND organisation_id = @organisation",
        "UPDATE posts SET place = @here WHERE place = @there AND organisation_id = @organisation",
        "DELETE FROM read_marks WHERE member_id = @other AND organisation_id = @organisation",
        "DELETE FROM link_codes WHERE (member_id = @other OR other_id = @other) AND organisation_id = @organisation",
        "UPDATE changes SET member_id = @member WHERE member_id = @other AND organisation_id = @organisation",
        "UPDATE exports SET member_id = @member WHERE member_id = @other AND organisation_id = @organisation",
        // One message a day, whichever identity got it.
        "UPDATE members SET last_sent_at = (SELECT MAX(b.last_sent_at) FROM members b WHERE b.id IN (@member, @other) AND b.organisation_id = @organisation) WHERE id = @member AND organisation_id = @organisation",
        "UPDATE members SET merged_into = @member WHERE merged_into = @other AND organisation_id = @organisation",
        "UPDATE members SET is_active = @no, is_steward = @no, merged_into = @member, version = version + 1 WHERE id = @other AND organisation_id = @organisation",
    ];

    /// <summary>Two identities become one person: roles, open questions and messages come together, and what either did stays in the log under its own id, which leads to the person from now on.</summary>
    /// <exception cref="StaleWriteException">The code is used up.</exception>
    public Task MergeAsync(string hash, Guid member, Guid other, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            var values = new { hash, member, other, here = member.ToString(), there = other.ToString(), organisation = effects.OrganisationId, yes = true, no = false };
            if (await connection.ExecuteAsync(UseUpSql, values, transaction) == 0)
                throw new StaleWriteException("This code was used already.");
            foreach (var sql in MergeSql)
                await connection.ExecuteAsync(sql, values, transaction);
            await connection.WriteAsync(effects, transaction);
        },
        ct);
}

/// <summary>A code that waits for its second or third step.</summary>
/// <param name="Member">Who asked for it.</param>
/// <param name="Other">Who entered it; null before that.</param>
internal sealed record OfferedLink(Guid Member, Guid? Other);
