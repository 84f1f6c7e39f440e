using System.Collections.Immutable;
using System.Data.Common;
using Companion.Core.Members;
using Companion.Core.Readiness;
using Companion.Core.Units;
using Dapper;

namespace Companion.Storage;

/// <summary>The timelines of units: whole, or going on from where the last assessment stood. The latter cost what has happened since, not the history.</summary>
internal sealed class TimelineStore(Database database, UnitStore units)
{
    private const string Columns = "SELECT f.position, f.unit_id, f.kind, f.body FROM facts f";

    // The levels of other units belong to a timeline too: a dependency looks at them.
    private const string WholeSql = Columns + """
         WHERE f.organisation_id = @organisation
           AND (f.unit_id IS NULL OR f.unit_id = @unit OR f.kind IN ('level-declared', 'level-moved'))
         ORDER BY f.at, f.position
        """;

    private const string AllSql = Columns + " WHERE f.organisation_id = @organisation ORDER BY f.at, f.position";

    /// <summary>Everything that ever happened to a unit.</summary>
    public async Task<Timeline> WholeAsync(Organisation organisation, Unit unit, CancellationToken ct) =>
        (await ReadWholeAsync(organisation, unit, ct)).Timeline;

    /// <summary>Everything that ever happened to all units, in their order.</summary>
    public async Task<ImmutableArray<Timeline>> AllWholeAsync(Organisation organisation, CancellationToken ct)
    {
        var all = await units.AllAsync(organisation.Id, ct);
        var facts = await database.ReadAsync(connection => ReadAsync(connection, AllSql, new { organisation = organisation.Id }), ct);
        return [.. all.Select(u => Whole(organisation, u, facts).Timeline)];
    }

    /// <summary>A unit from its last checkpoint on; whole where that cannot be. It tells of no moment before <paramref name="now"/>.</summary>
    public async Task<ReadTimeline> RecentAsync(Organisation organisation, Unit unit, DateTimeOffset now, CancellationToken ct)
    {
        var later = await database.ReadAsync(connection => LaterAsync(connection, organisation.Id, unit.Id), ct);
        return Recent(organisation, unit, later, now) ?? await ReadWholeAsync(organisation, unit, ct);
    }

    private static readonly string[] Tables = ["facts", "checkpoints"];

    /// <summary>All units from their last checkpoints on, in their order.</summary>
    public async Task<ImmutableArray<Timeline>> AllRecentAsync(Organisation organisation, DateTimeOffset now, CancellationToken ct)
    {
        var all = await units.AllAsync(organisation.Id, ct);
        // People look at all units again and again; what happened since the checkpoints is short.
        var later = await database.RememberAsync("facts since the checkpoints", organisation.Id, Tables, connection => LaterAsync(connection, organisation.Id, null), ct);
        if (later.Checkpoints.Count == 0)
            return await AllWholeAsync(organisation, ct);

        var timelines = ImmutableArray.CreateBuilder<Timeline>(all.Length);
        foreach (var unit in all)
            timelines.Add((Recent(organisation, unit, later, now) ?? await ReadWholeAsync(organisation, unit, ct)).Timeline);
        return timelines.MoveToImmutable();
    }

    private static readonly string[] StandingTables = ["facts", "checkpoints", "units", "unit_owners", "organisations"];

    /// <summary>How every unit stands, in their order. Until a fact comes, or the moment comes at which something changes by itself, it is the same and is not made again.</summary>
    public Task<Standing> StandingAsync(Organisation organisation, DateTimeOffset now, CancellationToken ct) =>
        database.RecallAsync("standing", organisation.Id, StandingTables, kept => kept.HoldsAt(now), async () =>
        {
            var all = await AllRecentAsync(organisation, now, ct);
            return new Standing(now, [.. all.Select(t => UnitStanding.Of(t, now))]);
        });

    /// <summary>The facts of the stability gate, in order.</summary>
    public async Task<ImmutableArray<Fact>> GateAsync(Guid organisation, CancellationToken ct) =>
        [.. (await database.ReadAsync(connection => ReadAsync(connection, WholeSql, new { organisation, unit = Guid.Empty }), ct)).Where(f => f.Unit is null).Select(f => f.Fact)];

    private async Task<ReadTimeline> ReadWholeAsync(Organisation organisation, Unit unit, CancellationToken ct) =>
        Whole(organisation, unit, await database.ReadAsync(connection => ReadAsync(connection, WholeSql, new { organisation = organisation.Id, unit = unit.Id }), ct));

    private static ReadTimeline Whole(Organisation organisation, Unit unit, ImmutableArray<ReadFact> facts)
    {
        var own = facts.Where(f => f.Unit == unit.Id).Select(f => f.Fact).ToList();
        var needed = own.OfType<DependencySet>().Select(d => d.Needs).ToHashSet();
        return new(
            new(unit, Rules.Default, organisation.TimeZone, [.. LevelsOf(facts, needed), .. own], facts.Where(f => f.Unit is null).Select(f => f.Fact)),
            facts.IsEmpty ? 0 : facts.Max(f => f.Position));
    }

    /// <summary>Null when the whole timeline is needed: there is no checkpoint, or the facts since look back behind it.</summary>
    private static ReadTimeline? Recent(Organisation organisation, Unit unit, LaterFacts later, DateTimeOffset now)
    {
        if (!later.Checkpoints.TryGetValue(unit.Id, out var kept) || kept.Checkpoint.At > now)
            return null;

        var since = later.Facts.Where(f => f.Position > kept.Position).ToList();
        var own = since.Where(f => f.Unit == unit.Id).Select(f => f.Fact).ToList();
        var gate = since.Where(f => f.Unit is null).Select(f => f.Fact).ToList();
        var needed = kept.Checkpoint.NeededLevels.Select(n => n.Unit).ToHashSet();
        own = [.. LevelsOf(since, needed), .. own];
        return kept.Checkpoint.Carries(own, gate, Rules.Default, organisation.TimeZone)
            ? new(new(unit, Rules.Default, organisation.TimeZone, own, gate) { From = kept.Checkpoint }, since.Select(f => f.Position).Append(kept.Position).Max())
            : null;
    }

    private static IEnumerable<Fact> LevelsOf(IEnumerable<ReadFact> facts, HashSet<Guid> units) => facts.Where(f => f.Unit is { } unit && units.Contains(unit)).Select(f => f.Fact switch
    {
        LevelDeclared declared => new NeededLevel(declared.At, f.Unit!.Value, declared.Level),
        LevelMoved moved => new NeededLevel(moved.At, f.Unit!.Value, moved.Level),
        _ => null,
    }).OfType<Fact>();

    private const string CheckpointsSql = "SELECT unit_id AS Unit, position AS Position, body AS Body FROM checkpoints WHERE organisation_id = @organisation";

    private const string OfUnit = " AND unit_id = @unit";

    // From each checkpoint to the facts behind it. CROSS keeps SQLite's planner to that order: the other way round it would read every fact there ever was.
    private const string OwnSinceSql = """
        SELECT f.position, f.unit_id, f.kind, f.body
          FROM checkpoints c CROSS JOIN facts f
         WHERE c.organisation_id = @organisation
           AND f.organisation_id = @organisation AND f.unit_id = c.unit_id AND f.position > c.position
        """;

    private const string GateSinceSql = Columns + " WHERE f.organisation_id = @organisation AND f.unit_id IS NULL AND f.position > @after";

    private const string LevelsSinceSql = Columns + " WHERE f.organisation_id = @organisation AND f.kind IN ('level-declared', 'level-moved') AND f.position > @after";

    private static async Task<LaterFacts> LaterAsync(DbConnection connection, Guid organisation, Guid? unit)
    {
        var rows = (await connection.QueryAsync<CheckpointRow>(unit is null ? CheckpointsSql : CheckpointsSql + OfUnit, new { organisation, unit })).ToList();
        var checkpoints = rows.Select(r => (r.Unit, Kept: r.ToCheckpoint())).Where(r => r.Kept is not null).ToDictionary(r => r.Unit, r => r.Kept!);
        if (checkpoints.Count == 0)
            return new(checkpoints, []);

        var key = new { organisation, unit, after = checkpoints.Values.Min(c => c.Position) };
        var own = await ReadAsync(connection, unit is null ? OwnSinceSql : OwnSinceSql + " AND c.unit_id = @unit", key);
        var gate = await ReadAsync(connection, GateSinceSql, key);
        var levels = await ReadAsync(connection, LevelsSinceSql, key);
        return new(checkpoints, [.. own.Concat(gate).Concat(levels).DistinctBy(f => f.Position).OrderBy(f => f.Fact.At).ThenBy(f => f.Position)]);
    }

    private const string KeepSql = """
        INSERT INTO checkpoints (unit_id, organisation_id, position, body) VALUES (@unit, @organisation, @position, @body)
        ON CONFLICT (unit_id) DO UPDATE SET position = excluded.position, body = excluded.body
         WHERE checkpoints.organisation_id = excluded.organisation_id
        """;

    /// <summary>Keeps where an assessment stood; runs in the transaction that found nothing new since the timeline was read.</summary>
    public static Task KeepAsync(DbConnection connection, DbTransaction transaction, DueUnit unit, KeptCheckpoint kept) =>
        connection.ExecuteAsync(KeepSql, new { unit = unit.Id, organisation = unit.OrganisationId, position = kept.Position, body = Json.Write(kept.Checkpoint) }, transaction);

    private static async Task<ImmutableArray<ReadFact>> ReadAsync(DbConnection connection, string sql, object key) =>
        [.. (await connection.QueryAsync<FactRow>(sql, key)).Select(r => new ReadFact(r.Position, r.Unit_Id, FactJson.Read(r.Kind, r.Body)))];

    private sealed record FactRow(long Position, Guid? Unit_Id, string Kind, string Body);

    private sealed record CheckpointRow(Guid Unit, long Position, string Body)
    {
        // What another version kept in another format is read as nothing.
        public KeptCheckpoint? ToCheckpoint() => Body.Contains($"\"format\":{Checkpoint.CurrentFormat}", StringComparison.Ordinal) ? new(Json.Read<Checkpoint>(Body), Position) : null;
    }

    private sealed record ReadFact(long Position, Guid? Unit, Fact Fact);

    private sealed record LaterFacts(Dictionary<Guid, KeptCheckpoint> Checkpoints, ImmutableArray<ReadFact> Facts);
}

/// <summary>How all units stood at a moment, and stand until one of them changes: as long as that is so, it is the same object.</summary>
internal sealed record Standing(DateTimeOffset At, ImmutableArray<UnitStanding> Units)
{
    // Nothing changes before the moment at which something may: that is what an assessment promises. A minute bounds what a clock that was set back could do.
    public bool HoldsAt(DateTimeOffset now) => now >= At && now < At.AddMinutes(1) && Units.All(u => u.Assessment.NextChangeAt is not { } next || now < next);

    /// <summary>The same, told of a later moment at which it holds.</summary>
    public IEnumerable<UnitStanding> ToldAt(DateTimeOffset now) => now == At ? Units : Units.Select(u => u with { Assessment = u.Assessment with { At = now } });
}

/// <summary>How a unit stands, and what it will become by itself.</summary>
internal sealed record UnitStanding(Assessment Assessment, (Status Status, DateTimeOffset At)? Foreseen)
{
    public static UnitStanding Of(Timeline timeline, DateTimeOffset now)
    {
        var (assessment, foreseen) = Assessment.WithForeseen(timeline, now);
        return new(assessment, foreseen);
    }
}

/// <summary>A timeline as it was read.</summary>
/// <param name="Position">The last fact that was there.</param>
internal sealed record ReadTimeline(Timeline Timeline, long Position);

/// <summary>A checkpoint and the last fact it knows of.</summary>
internal sealed record KeptCheckpoint(Checkpoint Checkpoint, long Position);
