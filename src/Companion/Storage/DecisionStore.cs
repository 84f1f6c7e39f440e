using System.Collections.Immutable;
using Companion.Core.Decisions;
using Dapper;

namespace Companion.Storage;

/// <summary>The decision log. Entries are written with the change they record, by <see cref="EffectsWriter"/>; here they are read.</summary>
internal sealed class DecisionStore(Database database)
{
    private const string Columns = """
        SELECT number, at, kind, unit_id, decided_by, rule, details, seals, previous_hash, hash
          FROM decisions
        """;

    private const string LatestSql = Columns + " WHERE organisation_id = @organisation ORDER BY number DESC LIMIT @count OFFSET @skip";

    private const string OfUnitSql = Columns + " WHERE organisation_id = @organisation AND unit_id = @unit ORDER BY number DESC LIMIT @count OFFSET @skip";

    private const string OneSql = Columns + " WHERE organisation_id = @organisation AND number = @number";

    private const string TextsSql = """
        SELECT number, name, salt, text FROM decision_texts
         WHERE organisation_id = @organisation AND number BETWEEN @first AND @last
        """;

    /// <summary>Decisions, latest first; of one unit, or of all when <paramref name="unit"/> is null.</summary>
    public Task<ImmutableArray<Decision>> LatestAsync(Guid organisation, Guid? unit, int count, int skip, CancellationToken ct) =>
        LoadAsync(unit is null ? LatestSql : OfUnitSql, organisation, new { organisation, unit, count, skip }, ct);

    /// <summary>The whole log, latest first; searching and citing look at all of it.</summary>
    public Task<ImmutableArray<Decision>> AllAsync(Guid organisation, CancellationToken ct) =>
        LoadAsync(LatestSql, organisation, new { organisation, count = int.MaxValue, skip = 0 }, ct);

    private const string SinceSql = Columns + " WHERE organisation_id = @organisation AND number > @number AND unit_id = @unit ORDER BY number DESC";

    private const string SinceOfNoUnitSql = Columns + " WHERE organisation_id = @organisation AND number > @number AND unit_id IS NULL ORDER BY number DESC";

    /// <summary>What was decided after a decision about the same unit, or about no unit when it was about none; latest first.</summary>
    public Task<ImmutableArray<Decision>> SinceAsync(Guid organisation, Decision decision, CancellationToken ct) =>
        LoadAsync(decision.UnitId is null ? SinceOfNoUnitSql : SinceSql, organisation, new { organisation, number = decision.Number, unit = decision.UnitId }, ct);

    public async Task<Decision?> FindAsync(Guid organisation, long number, CancellationToken ct) =>
        (await LoadAsync(OneSql, organisation, new { organisation, number }, ct)).SingleOrDefault();

    private Task<ImmutableArray<Decision>> LoadAsync(string sql, Guid organisation, object key, CancellationToken ct) => database.ReadAsync(
        async connection =>
        {
            var rows = (await connection.QueryAsync<Row>(sql, key)).ToList();
            if (rows.Count == 0)
                return [];

            var texts = (await connection.QueryAsync<TextRow>(TextsSql, new { organisation, first = rows.Min(r => r.Number), last = rows.Max(r => r.Number) }))
                .ToLookup(t => t.Number);
            return rows.Select(r => r.ToDecision(texts[r.Number])).ToImmutableArray();
        },
        ct);

    private const string ChainSql = Columns + " WHERE organisation_id = @organisation AND number > @after ORDER BY number LIMIT @count";

    /// <summary>Entries as they stand in the chain, in order, with the texts that are still there.</summary>
    public Task<ImmutableArray<LoggedEntry>> ChainAsync(Guid organisation, long after, int count, CancellationToken ct) => database.ReadAsync(
        async connection =>
        {
            var rows = (await connection.QueryAsync<Row>(ChainSql, new { organisation, after, count })).ToList();
            if (rows.Count == 0)
                return [];

            var texts = (await connection.QueryAsync<TextRow>(TextsSql, new { organisation, first = rows[0].Number, last = rows[^1].Number }))
                .ToLookup(t => t.Number);
            return rows.Select(r => r.ToEntry(organisation, texts[r.Number])).ToImmutableArray();
        },
        ct);

    private const string CountSql = """
        SELECT COUNT(1) FROM decisions WHERE organisation_id = @organisation
        """;

    private const string CountOfUnitSql = CountSql + " AND unit_id = @unit";

    public Task<long> CountAsync(Guid organisation, Guid? unit, CancellationToken ct) => database.ReadAsync(
        connection => connection.ExecuteScalarAsync<long>(unit is null ? CountSql : CountOfUnitSql, new { organisation, unit }), ct);

    private const string SuccessorSql = """
        SELECT superseded_by FROM decisions WHERE organisation_id = @organisation AND number = @number
        """;

    /// <summary>The number of the decision that took another's place; null while it holds.</summary>
    public Task<long?> SuccessorAsync(Guid organisation, long number, CancellationToken ct) => database.ReadAsync(
        connection => connection.ExecuteScalarAsync<long?>(SuccessorSql, new { organisation, number }), ct);

    private const string LastOfKindSql = """
        SELECT MAX(number) FROM decisions
         WHERE organisation_id = @organisation AND kind = @kind AND unit_id = @unit AND superseded_by IS NULL
        """;

    /// <summary>The number of a unit's last decision of a kind that still holds; null when there is none.</summary>
    public Task<long?> LastOfKindAsync(Guid organisation, Guid unit, DecisionKind kind, CancellationToken ct) => database.ReadAsync(
        connection => connection.ExecuteScalarAsync<long?>(LastOfKindSql, new { organisation, unit, kind = kind.ToString() }), ct);

    private const string DueSql = """
        SELECT d.organisation_id AS OrganisationId, d.number AS Number FROM decisions d
         WHERE d.review_due_at <= @now
           AND NOT EXISTS (SELECT 1 FROM units u WHERE u.id = d.unit_id AND u.organisation_id = d.organisation_id AND u.retired_at IS NOT NULL)
         ORDER BY d.review_due_at
         LIMIT @batch
        """;

    /// <summary>Decisions whose review date has come. About a retired unit nobody is asked; its reviews come when it is back.</summary>
    public Task<IReadOnlyList<DueReview>> DueAsync(DateTimeOffset now, int batch, CancellationToken ct) => database.ReadAsync<IReadOnlyList<DueReview>>(
        async connection => [.. await connection.QueryAsync<DueReview>(DueSql, new { now, batch })], ct);

    private const string AskedSql = """
        UPDATE decisions SET review_due_at = NULL
         WHERE organisation_id = @organisation AND number = @number AND review_due_at IS NOT NULL
        """;

    /// <summary>The review card is on its way; the date itself stays in the entry's details.</summary>
    /// <returns>False when another process was first; nothing is written then.</returns>
    public Task<bool> AskedAsync(DueReview due, Effects effects, CancellationToken ct) => database.WriteAsync(
        async (connection, transaction) =>
        {
            if (await connection.ExecuteAsync(AskedSql, new { organisation = due.OrganisationId, number = due.Number }, transaction) == 0)
                return false;

            await connection.WriteAsync(effects, transaction);
            return true;
        },
        ct);

    /// <summary>An entry that changes nothing but the log, such as a review.</summary>
    public Task LogAsync(Effects effects, CancellationToken ct) =>
        database.WriteAsync((connection, transaction) => connection.WriteAsync(effects, transaction), ct);

    private sealed record Row(
        long Number, DateTimeOffset At, string Kind, Guid? Unit_Id, Guid Decided_By, string Rule, string Details, string Seals, string Previous_Hash, string Hash)
    {
        public Decision ToDecision(IEnumerable<TextRow> texts)
        {
            var byName = texts.ToDictionary(t => t.Name, t => t.Text, StringComparer.Ordinal);
            return new(
                Number,
                At,
                Enum.Parse<DecisionKind>(Kind),
                Unit_Id,
                Decided_By,
                Enum.Parse<DecisionRule>(Rule),
                Json.Read<DecisionDetails>(Details),
                new(byName.GetValueOrDefault("rationale"), byName.GetValueOrDefault("effect"), byName.GetValueOrDefault("cost"))
                {
                    What = byName.GetValueOrDefault("what"),
                    Source = byName.GetValueOrDefault("source"),
                });
        }

        public LoggedEntry ToEntry(Guid organisation, IEnumerable<TextRow> texts) => new(
            new ChainEntry(organisation, Number, At, Kind, Unit_Id, Decided_By, Rule, Details, Json.Read<ImmutableSortedDictionary<string, SealedText>>(Seals), Previous_Hash, Hash),
            texts.ToImmutableSortedDictionary(t => t.Name, t => new OpenText(t.Salt, t.Text), StringComparer.Ordinal));
    }

    private sealed record TextRow(long Number, string Name, string Salt, string Text);
}

/// <summary>A decision that comes back for review.</summary>
internal sealed record DueReview(Guid OrganisationId, long Number);
