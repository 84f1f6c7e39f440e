using System.Collections.Immutable;
using Companion.Storage;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;

namespace Companion.Tests.Storage;

public sealed class MigratorTests : IAsyncDisposable
{
    private static readonly MigrationScript First = new(1, "start", "CREATE TABLE units (id TEXT NOT NULL PRIMARY KEY); CREATE TABLE members (id TEXT NOT NULL PRIMARY KEY, unit_id TEXT NOT NULL REFERENCES units (id))");
    private static readonly MigrationScript Second = new(2, "names", "ALTER TABLE units ADD COLUMN name TEXT NOT NULL DEFAULT ''");
    private static readonly MigrationScript Third = new(3, "zones", "ALTER TABLE units ADD COLUMN zone TEXT NOT NULL DEFAULT 'UTC'");

    private readonly SqliteSite _site = new();
    private readonly Database _database;

    public MigratorTests() => _database = _site.Open();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _site.Dispose();
    }

    [Fact]
    public async Task A_new_database_gets_every_script_in_order()
    {
        var migrator = Knowing(First, Second);
        var before = await migrator.StateAsync(Ct);

        var report = await migrator.MigrateAsync(Ct);

        Assert.Equal((0, false), (before.Version, before.IsCurrent));
        Assert.Equal((0, 2), (report.From, report.To));
        Assert.Equal(["start", "names"], report.Applied);
        Assert.Null(report.Backup);
        Assert.True((await migrator.StateAsync(Ct)).IsCurrent);
        Assert.Equal([(1, "start", _site.Time.GetUtcNow()), (2, "names", _site.Time.GetUtcNow())], await VersionsAsync());
    }

    [Fact]
    public async Task A_current_database_is_left_alone()
    {
        await Knowing(First).MigrateAsync(Ct);

        var again = await Knowing(First).MigrateAsync(Ct);

        Assert.Equal((1, 1), (again.From, again.To));
        Assert.Empty(again.Applied);
    }

    [Fact]
    public async Task An_older_database_is_copied_before_it_is_touched()
    {
        await Knowing(First).MigrateAsync(Ct);
        await AddUnitAsync("kept");

        var report = await Knowing(First, Second, Third).MigrateAsync(Ct);

        Assert.Equal(_site.Path + ".before-2", report.Backup);
        Assert.Equal(["names", "zones"], report.Applied);
        await using var copy = SqliteSite.Open(report.Backup!, _site.Time);
        Assert.Equal("kept", await copy.ReadAsync(c => c.ExecuteScalarAsync<string>("SELECT id FROM units"), Ct));
        Assert.Equal(1, await copy.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT MAX(version) FROM schema_versions"), Ct));
        Assert.Equal("UTC", await _database.ReadAsync(c => c.ExecuteScalarAsync<string>("SELECT zone FROM units"), Ct));
    }

    [Fact]
    public async Task A_script_that_fails_leaves_the_schema_as_the_one_before_left_it()
    {
        var broken = new MigrationScript(2, "broken", "CREATE TABLE half (id TEXT); INSERT INTO nowhere VALUES (1)");

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => Knowing(First, broken).MigrateAsync(Ct));

        Assert.Equal(1, (await Knowing(First, Second).StateAsync(Ct)).Version);
        Assert.Equal(0, await _database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM sqlite_master WHERE name = 'half'"), Ct));
        Assert.Equal(["names"], (await Knowing(First, Second).MigrateAsync(Ct)).Applied);
    }

    [Fact]
    public async Task A_script_may_rebuild_a_table_that_others_refer_to()
    {
        const string rebuild = """
            CREATE TABLE units_new (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL);
            INSERT INTO units_new (id, name) SELECT id, 'old' FROM units;
            DROP TABLE units;
            ALTER TABLE units_new RENAME TO units;
            """;
        await Knowing(First).MigrateAsync(Ct);
        await AddUnitAsync("u");
        await AddMemberAsync("m", "u");

        await Knowing(First, new MigrationScript(2, "rebuild", rebuild)).MigrateAsync(Ct);

        Assert.Equal("old", await _database.ReadAsync(c => c.ExecuteScalarAsync<string>("SELECT name FROM members JOIN units ON units.id = unit_id"), Ct));
    }

    [Fact]
    public async Task A_script_that_leaves_references_hanging_is_taken_back()
    {
        await Knowing(First).MigrateAsync(Ct);
        await AddUnitAsync("u");
        await AddMemberAsync("m", "u");

        var refused = await Assert.ThrowsAsync<SchemaException>(() => Knowing(First, new MigrationScript(2, "careless", "DELETE FROM units")).MigrateAsync(Ct));

        Assert.Contains("left references in members that lead nowhere", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, await _database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM units"), Ct));
    }

    [Fact]
    public async Task A_schema_from_the_future_is_refused_and_says_what_to_do()
    {
        await Knowing(First).MigrateAsync(Ct);
        var backup = (await Knowing(First, Second, Third).MigrateAsync(Ct)).Backup;

        var refused = await Assert.ThrowsAsync<SchemaException>(() => Knowing(First).MigrateAsync(Ct));

        Assert.Equal(
            $"The database {_site.Path} was written by a newer Companion (schema 3, this program knows 1): update Companion, or restore the backup made before that update ({backup}).",
            refused.Message);
        Assert.True((await Knowing(First).StateAsync(Ct)).IsTooNew);
    }

    [Fact]
    public async Task The_database_of_another_program_is_refused_and_stays_as_it_was()
    {
        await using (var stranger = _site.Stranger())
            await stranger.ExecuteAsync("CREATE TABLE recipes (id INTEGER)");
        var before = await File.ReadAllBytesAsync(_site.Path, Ct);

        var refused = await Assert.ThrowsAsync<SchemaException>(() => Knowing(First).MigrateAsync(Ct));

        Assert.Contains("belongs to another program", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(_site.Path, Ct));
    }

    [Fact]
    public async Task Migrators_at_once_apply_each_script_once()
    {
        var reports = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Knowing(First, Second, Third).MigrateAsync(Ct), Ct)));

        Assert.Equal(["names", "start", "zones"], reports.SelectMany(report => report.Applied).Order());
    }

    [Fact]
    public async Task A_migrator_beside_a_running_server_is_refused_but_may_look()
    {
        await Knowing(First).MigrateAsync(Ct);
        await using var visitor = _site.Open();
        var beside = new Migrator(visitor, [First], _site.Time, NullLogger<Migrator>.Instance);

        var refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => beside.MigrateAsync(Ct));

        Assert.Contains("Another Companion is running", refused.Message, StringComparison.Ordinal);
        Assert.True((await beside.StateAsync(Ct)).IsCurrent);
    }

    [Fact]
    public void The_scripts_of_the_program_are_numbered_without_a_gap()
    {
        var scripts = MigrationScript.Embedded(_database.Engine.Name);

        Assert.Equal(Enumerable.Range(1, scripts.Length).Select(n => (long)n), scripts.Select(script => script.Version));
        Assert.Equal("start", scripts[0].Name);
    }

    [Fact]
    public void Each_script_is_there_for_both_engines()
    {
        Assert.Equal(
            MigrationScript.Embedded("sqlite").Select(script => (script.Version, script.Name)),
            MigrationScript.Embedded("postgres").Select(script => (script.Version, script.Name)));
    }

    [Fact]
    public void A_gap_in_the_numbers_is_a_mistake()
    {
        Assert.Throws<ArgumentException>(() => Knowing(First, Third));
    }

    private Migrator Knowing(params ImmutableArray<MigrationScript> scripts) => new(_database, scripts, _site.Time, NullLogger<Migrator>.Instance);

    private Task<int> AddUnitAsync(string id) => _database.WriteAsync((c, t) => c.ExecuteAsync("INSERT INTO units (id) VALUES (@id)", new { id }, t), Ct);

    private Task<int> AddMemberAsync(string id, string unit) =>
        _database.WriteAsync((c, t) => c.ExecuteAsync("INSERT INTO members (id, unit_id) VALUES (@id, @unit)", new { id, unit }, t), Ct);

    private async Task<IEnumerable<(long Version, string Name, DateTimeOffset At)>> VersionsAsync() =>
        (await _database.ReadAsync(c => c.QueryAsync<Row>("SELECT version, name, applied_at AS At FROM schema_versions ORDER BY version"), Ct))
        .Select(row => (row.Version, row.Name, row.At));

    private sealed record Row(long Version, string Name, DateTimeOffset At);
}
