using System.Globalization;
using Companion.Core.Readiness;
using Companion.Storage;
using Microsoft.Data.Sqlite;

namespace Companion.Benchmarks;

/// <summary>Writes a past straight into the file, as the program would have written it day by day; only the seals of decisions are left empty.</summary>
internal sealed class HistoryWriter : IDisposable
{
    private const string Format = "yyyy-MM-ddTHH:mm:ss.fffZ";

    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
    private long _facts;

    public HistoryWriter(SqliteConnection connection)
    {
        _connection = connection;
        _transaction = connection.BeginTransaction();
    }

    public void Member(Guid organisation, Guid connection, string name)
    {
        var id = Guid.CreateVersion7(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).ToString().ToUpperInvariant();
        Run("INSERT INTO members (id, organisation_id, name, zone, created_at) VALUES ($1, $2, $3, 'Europe/Berlin', '2026-01-01T00:00:00.000Z')", id, Id(organisation), name);
        Run("INSERT INTO identities (connection_id, external_id, organisation_id, member_id, last_seen_at) VALUES ($1, $2, $3, $4, '2026-01-01T00:00:00.000Z')", Id(connection), name, Id(organisation), id);
    }

    /// <summary>One observation a month of each criterion of each unit and of the gate.</summary>
    public void Evidence(Guid organisation, int months, DateTimeOffset until)
    {
        var criteria = Rows("SELECT unit_id, body FROM facts WHERE organisation_id = $1 AND kind = 'criterion-set'", Id(organisation));
        for (var month = months; month > 0; month--)
            foreach (var (unit, body) in criteria)
            {
                var at = until.AddDays(-30 * month).AddMinutes(_facts % 600);
                var fact = new Observed(DomainFigures.Observed(Json.Read<CriterionSet>(body).Key, at));
                Run("INSERT INTO facts (organisation_id, unit_id, at, kind, body) VALUES ($1, $2, $3, 'observed', $4)", Id(organisation), (object?)unit ?? DBNull.Value, Text(at), FactJson.Write(fact));
                _facts++;
            }

        Run("UPDATE units SET changes = changes + 1, next_change_at = $1 WHERE organisation_id = $2", Text(until), Id(organisation));
    }

    /// <summary>A closed round, an answered nudge and a decision each week.</summary>
    public void Past(Guid organisation, int weeks, DateTimeOffset until)
    {
        var (unit, checkIn) = (Rows("SELECT id, key FROM units WHERE organisation_id = $1", Id(organisation))[0].First!, Rows("SELECT id, name FROM check_ins WHERE organisation_id = $1", Id(organisation))[0].First!);
        for (var week = weeks; week > 0; week--)
        {
            var at = until.AddDays(-7 * week);
            Run("INSERT INTO rounds (id, organisation_id, check_in_id, scheduled_date, number, state, questions, opened_at, reminds_at, closes_at, closed_at) VALUES ($1, $2, $3, $4, $5, 'Closed', '[]', $6, $6, $6, $6)",
                Id(Guid.CreateVersion7(at)), Id(organisation), checkIn, at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), weeks - week + 1, Text(at));
            Run("INSERT INTO nudges (id, organisation_id, unit_id, kind, stage, criterion, episode_start, state, created_at) VALUES ($1, $2, $3, 'Ready', 40, '', $4, 'Answered', $4)", Id(Guid.CreateVersion7(at)), Id(organisation), unit, Text(at));
            Run("INSERT INTO decisions (organisation_id, number, at, kind, unit_id, decided_by, rule, details, seals, previous_hash, hash) SELECT $1, $2, $3, 'SetTarget', $4, id, 'OwnerDecides', '{}', '{}', '', '' FROM members WHERE organisation_id = $1 LIMIT 1",
                Id(organisation), weeks - week + 1, Text(at), unit);
        }
    }

    public long Commit()
    {
        _transaction.Commit();
        return _facts;
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
            command.Dispose();
        _transaction.Dispose();
    }

    private void Run(string sql, params ReadOnlySpan<object> values) => Prepared(sql, values).ExecuteNonQuery();

    private List<(string? First, string Second)> Rows(string sql, params ReadOnlySpan<object> values)
    {
        using var reader = Prepared(sql, values).ExecuteReader();
        var rows = new List<(string?, string)>();
        while (reader.Read())
            rows.Add((reader.IsDBNull(0) ? null : reader.GetString(0), reader.GetString(1)));
        return rows;
    }

    private SqliteCommand Prepared(string sql, ReadOnlySpan<object> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            _commands[sql] = command = _connection.CreateCommand();
#pragma warning disable CA2100 // our own constants
            command.CommandText = sql;
#pragma warning restore CA2100
            command.Transaction = _transaction;
            for (var i = 0; i < values.Length; i++)
                command.Parameters.AddWithValue($"${i + 1}", values[i]);
        }

        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
        return command;
    }

    // As the provider writes them.
    private static string Id(Guid id) => id.ToString().ToUpperInvariant();

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);
}
