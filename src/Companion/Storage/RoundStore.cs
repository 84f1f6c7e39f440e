using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Companion.Core.CheckIns;
using Companion.Core.Readiness;
using Dapper;

namespace Companion.Storage;

/// <summary>Rounds and their answers.</summary>
internal sealed class RoundStore(Database database)
{
    internal const string Columns = """
        SELECT r.id, r.check_in_id, c.name, r.number, r.scheduled_date, r.state, r.is_late, r.questions,
               r.opened_at, r.reminds_at, r.reminded_at, r.closes_at, r.is_anonymous, r.version
          FROM rounds r
          JOIN check_ins c ON c.id = r.check_in_id
        """;

    internal const string NumberSql = Columns + " WHERE r.organisation_id = @organisation AND r.number = @number";

    private const string OpenSql = Columns + " WHERE r.organisation_id = @organisation AND r.state = 'Open' ORDER BY r.number";

    private const string LatestSql = Columns + " WHERE r.organisation_id = @organisation AND r.state <> 'Skipped' ORDER BY r.number DESC LIMIT @count";

    private const string ParticipantsSql = """
        SELECT round_id, member_id, answered_at, only_facts FROM round_participants
         WHERE organisation_id = @organisation AND round_id = @round
         ORDER BY member_id
        """;

    public async Task<Round?> FindAsync(Guid organisation, long number, CancellationToken ct) =>
        (await LoadAsync(NumberSql, new { organisation, number }, organisation, ct)).SingleOrDefault();

    public Task<ImmutableArray<Round>> OpenAsync(Guid organisation, CancellationToken ct) =>
        LoadAsync(OpenSql, new { organisation }, organisation, ct);

    public Task<ImmutableArray<Round>> LatestAsync(Guid organisation, int count, CancellationToken ct) =>
        LoadAsync(LatestSql, new { organisation, count }, organisation, ct);

    private Task<ImmutableArray<Round>> LoadAsync(string sql, object key, Guid organisation, CancellationToken ct) =>
        LoadAsync(sql, key, ParticipantsSql, organisation, null, ct);

    /// <summary>Rounds with the participants that a statement gives.</summary>
    internal Task<ImmutableArray<Round>> LoadAsync(string sql, object key, string participantsSql, Guid organisation, Guid? member, CancellationToken ct) => database.ReadAsync(
        async connection =>
        {
            var rounds = ImmutableArray.CreateBuilder<Round>();
            foreach (var row in await connection.QueryAsync<Row>(sql, key))
            {
                var participants = await connection.QueryAsync<ParticipantRow>(participantsSql, new { organisation, round = row.Id, member });
                rounds.Add(row.ToRound([.. participants.Select(p => new Participant(p.Member_Id, p.Answered_At) { OnlyFacts = p.Only_Facts })]));
            }

            return rounds.ToImmutable();
        },
        ct);

    private const string DueSql = """
        SELECT r.organisation_id AS OrganisationId, r.number AS Number
          FROM rounds r
         WHERE r.state = 'Open'
           AND (r.closes_at <= @now
             OR (r.reminds_at <= @now AND r.reminded_at IS NULL)
             OR NOT EXISTS (SELECT 1 FROM round_participants p WHERE p.round_id = r.id AND p.answered_at IS NULL))
         ORDER BY r.closes_at
         LIMIT @batch
        """;

    /// <summary>Open rounds that are due for a reminder or for closing.</summary>
    public Task<IReadOnlyList<DueRound>> DueAsync(DateTimeOffset now, int batch, CancellationToken ct) => database.ReadAsync<IReadOnlyList<DueRound>>(
        async connection => [.. await connection.QueryAsync<DueRound>(DueSql, new { now, batch })], ct);

    private const string OfDateSql = """
        SELECT COUNT(1) FROM rounds
         WHERE organisation_id = @organisation AND check_in_id = @checkIn AND scheduled_date = @date
        """;

    /// <summary>True when the date has its round, open, closed or skipped.</summary>
    public Task<bool> ExistsAsync(Guid organisation, Guid checkIn, DateOnly date, CancellationToken ct) => database.ReadAsync(
        async connection => await connection.ExecuteScalarAsync<long>(OfDateSql, new { organisation, checkIn, date }) > 0, ct);

    private const string NextNumberSql = """
        SELECT COALESCE(MAX(number), 0) + 1 FROM rounds WHERE organisation_id = @organisation
        """;

    public Task<long> NextNumberAsync(Guid organisation, CancellationToken ct) => database.ReadAsync(
        connection => connection.ExecuteScalarAsync<long>(NextNumberSql, new { organisation }), ct);

    private const string AddSql = """
        INSERT INTO rounds (id, organisation_id, check_in_id, scheduled_date, number, state, is_late, is_anonymous, questions, opened_at, reminds_at, closes_at)
        VALUES (@id, @organisation, @checkIn, @date, @number, @state, @late, @anonymous, @questions, @opened, @reminds, @closes)
        """;

    private const string AddParticipantSql = """
        INSERT INTO round_participants (round_id, member_id, organisation_id, only_facts)
        VALUES (@round, @member, @organisation, @onlyFacts)
        """;

    /// <summary>Opens a round, or records that it was skipped, and moves its check-in on: once per scheduled date.</summary>
    /// <exception cref="StaleWriteException">Another process was first.</exception>
    /// <exception cref="DuplicateException">The date has its round, or the number was taken.</exception>
    public Task AddAsync(Round round, CheckIn checkIn, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            await CheckInStore.SaveAsync(connection, transaction, effects.OrganisationId, checkIn);
            await connection.ExecuteAsync(
                AddSql,
                new
                {
                    id = round.Id,
                    organisation = effects.OrganisationId,
                    checkIn = round.CheckInId,
                    date = round.Date,
                    number = round.Number,
                    state = round.State.ToString(),
                    late = round.IsLate,
                    anonymous = round.IsAnonymous,
                    questions = Json.Write(round.Questions),
                    opened = round.OpenedAt,
                    reminds = round.RemindsAt,
                    closes = round.ClosesAt,
                },
                transaction);
            foreach (var participant in round.Participants)
                await connection.ExecuteAsync(AddParticipantSql, new { round = round.Id, member = participant.Member, organisation = effects.OrganisationId, onlyFacts = participant.OnlyFacts }, transaction);
            await connection.WriteAsync(effects, transaction);
        },
        ct);

    private const string RemindedSql = """
        UPDATE rounds SET reminded_at = @now, version = version + 1
         WHERE id = @round AND organisation_id = @organisation AND state = 'Open' AND reminded_at IS NULL
        """;

    public Task<bool> RemindedAsync(Round round, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            if (await connection.ExecuteAsync(RemindedSql, new { round = round.Id, organisation = effects.OrganisationId, now = effects.At }, transaction) == 0)
                return false;

            await connection.WriteAsync(effects, transaction);
            return true;
        },
        ct);

    private const string CloseSql = """
        UPDATE rounds SET state = 'Closed', closed_at = @now, version = version + 1
         WHERE id = @round AND organisation_id = @organisation AND state = 'Open' AND version = @version
        """;

    private const string ForgetAnswersSql = """
        DELETE FROM answers WHERE round_id = @round AND organisation_id = @organisation
        """;

    /// <summary>Closes a round: its opinions become evidence, and everybody is told, in one transaction.</summary>
    /// <returns>False when somebody answered or closed it since it was read; nothing is written then.</returns>
    public Task<bool> CloseAsync(Round round, IReadOnlyCollection<(Guid? Unit, Observation Opinion)> opinions, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            if (await connection.ExecuteAsync(CloseSql, new { round = round.Id, organisation = effects.OrganisationId, version = round.Version, now = effects.At }, transaction) == 0)
                return false;

            if (round.IsAnonymous)
                await connection.ExecuteAsync(ForgetAnswersSql, new { round = round.Id, organisation = effects.OrganisationId }, transaction);
            foreach (var (unit, opinion) in opinions)
                await UnitStore.ObserveAsync(connection, transaction, effects.OrganisationId, unit, opinion, effects.At);
            await connection.WriteAsync(effects, transaction);
            return true;
        },
        ct);

    private const string AnswersSql = """
        SELECT member_id, question, value, note, answered_at FROM answers
         WHERE organisation_id = @organisation AND round_id = @round
         ORDER BY answered_at, member_id
        """;

    public Task<ImmutableArray<Answer>> AnswersAsync(Guid organisation, Guid round, CancellationToken ct) => database.ReadAsync(
        async connection => (await connection.QueryAsync<AnswerRow>(AnswersSql, new { organisation, round })).Select(r => r.ToAnswer()).ToImmutableArray(), ct);

    private const string OwnLastSql = """
        SELECT a.member_id, a.question, a.value, a.note, a.answered_at
          FROM answers a
          JOIN rounds r ON r.id = a.round_id
         WHERE a.organisation_id = @organisation AND a.member_id = @member AND r.is_anonymous = @no
           AND r.number > (SELECT COALESCE(MAX(number), 0) - 3 FROM rounds WHERE organisation_id = @organisation)
         ORDER BY r.number DESC, a.answered_at DESC
        """;

    /// <summary>What a person last answered to each question in the latest rounds: it is preselected the next time. What was said anonymously is not offered under a name.</summary>
    public Task<ImmutableArray<Answer>> OwnLastAsync(Guid organisation, Guid member, CancellationToken ct) => database.ReadAsync(
        async connection => (await connection.QueryAsync<AnswerRow>(OwnLastSql, new { organisation, member, no = false }))
            .DistinctBy(r => r.Question, StringComparer.Ordinal).Select(r => r.ToAnswer()).ToImmutableArray(),
        ct);

    // The version moves with each answer: a round that is about to be counted without it is read again.
    private const string TouchSql = """
        UPDATE rounds SET version = version + 1
         WHERE id = @round AND organisation_id = @organisation AND state = 'Open'
        """;

    private const string AnsweredSql = """
        UPDATE round_participants SET answered_at = @now
         WHERE round_id = @round AND member_id = @member AND organisation_id = @organisation
        """;

    private const string AnswerSql = """
        INSERT INTO answers (round_id, member_id, question, organisation_id, value, note, answered_at)
        VALUES (@round, @member, @question, @organisation, @value, @note, @now)
        ON CONFLICT (round_id, member_id, question) DO UPDATE
           SET value = excluded.value, note = excluded.note, answered_at = excluded.answered_at
        """;

    /// <summary>Keeps a person's answers and the facts among them.</summary>
    /// <exception cref="StaleWriteException">The round closed meanwhile.</exception>
    public Task AnswerAsync(Round round, Guid member, IReadOnlyCollection<Answer> answers, IReadOnlyCollection<(Guid? Unit, Observation Reported)> facts, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            var values = new { round = round.Id, member, organisation = effects.OrganisationId, now = effects.At };
            if (await connection.ExecuteAsync(TouchSql, values, transaction) == 0)
                throw new StaleWriteException("The round closed meanwhile.");

            await connection.ExecuteAsync(AnsweredSql, values, transaction);
            foreach (var answer in answers)
                await WriteAsync(connection, transaction, round.Id, answer, effects);
            foreach (var (unit, reported) in facts)
                await UnitStore.ObserveAsync(connection, transaction, effects.OrganisationId, unit, reported, effects.At);
            await connection.WriteAsync(effects, transaction);
        },
        ct);

    private static Task<int> WriteAsync(DbConnection connection, DbTransaction transaction, Guid round, Answer answer, Effects effects) =>
        connection.ExecuteAsync(
            AnswerSql,
            new
            {
                round,
                member = answer.Member,
                question = answer.Question,
                organisation = effects.OrganisationId,
                value = answer.Value?.ToString(CultureInfo.InvariantCulture),
                note = answer.Note,
                now = effects.At,
            },
            transaction);

    private sealed record Row(
        Guid Id, Guid Check_In_Id, string Name, long Number, DateOnly Scheduled_Date, string State, bool Is_Late, string Questions,
        DateTimeOffset Opened_At, DateTimeOffset Reminds_At, DateTimeOffset? Reminded_At, DateTimeOffset Closes_At, bool Is_Anonymous, long Version)
    {
        public Round ToRound(ImmutableArray<Participant> participants) => new(
            Id,
            Check_In_Id,
            Name,
            Number,
            Scheduled_Date,
            Enum.Parse<RoundState>(State),
            Is_Late,
            ReadQuestions(Id, Questions),
            participants,
            Opened_At,
            Reminds_At,
            Reminded_At,
            Closes_At,
            Version)
        {
            IsAnonymous = Is_Anonymous,
        };
    }

    // Questions are fixed when a round opens, and are read with every answer; a link of two identities may rewrite them.
    private static readonly ConcurrentDictionary<Guid, (string Json, ImmutableArray<Question> Questions)> Parsed = new();

    private static ImmutableArray<Question> ReadQuestions(Guid round, string json)
    {
        if (Parsed.TryGetValue(round, out var known) && string.Equals(known.Json, json, StringComparison.Ordinal))
            return known.Questions;
        if (Parsed.Count >= MostParsed)
            Parsed.Clear();

        var questions = Json.Read<ImmutableArray<Question>>(json);
        Parsed[round] = (json, questions);
        return questions;
    }

    private const int MostParsed = 500;

    private sealed record ParticipantRow(Guid Round_Id, Guid Member_Id, DateTimeOffset? Answered_At, bool Only_Facts);

    private sealed record AnswerRow(Guid Member_Id, string Question, string? Value, string? Note, DateTimeOffset Answered_At)
    {
        public Answer ToAnswer() => new(Member_Id, Question, Value is null ? null : decimal.Parse(Value, CultureInfo.InvariantCulture), Note, Answered_At);
    }
}

/// <summary>A round that calls for a reminder or for closing.</summary>
internal sealed record DueRound(Guid OrganisationId, long Number);
