using System.Collections.Immutable;
using Companion.Storage;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;

namespace Companion.Tests.Storage;

public sealed class PostgresMigratorTests : IAsyncLifetime
{
    private static readonly MigrationScript First = new(1, "start", "CREATE TABLE units (id uuid NOT NULL PRIMARY KEY); CREATE TABLE members (id uuid NOT NULL PRIMARY KEY)");
    private static readonly MigrationScript Second = new(2, "names", "ALTER TABLE units ADD COLUMN name text NOT NULL DEFAULT ''");
    private static readonly MigrationScript Slow = new(3, "slow", "SELECT pg_sleep(0.1); ALTER TABLE units ADD COLUMN zone text NOT NULL DEFAULT 'UTC'");

    private PostgresSite _site = null!;
    private Database _database = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _site = await PostgresSite.NewAsync(Ct);
        _database = _site.Open();
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_new_database_gets_every_script_in_order_and_a_current_one_is_left_alone()
    {
        var report = await Knowing(First, Second).MigrateAsync(Ct);
        var again = await Knowing(First, Second).MigrateAsync(Ct);

        Assert.Equal((0, 2), (report.From, report.To));
        Assert.Equal(["start", "names"], report.Applied);
        Assert.Empty(again.Applied);
    }

    [Fact]
    public async Task Migrators_of_several_processes_at_once_apply_each_script_once()
    {
        var processes = Enumerable.Range(0, 4).Select(_ => _site.Open()).ToList();

        var reports = await Task.WhenAll(processes.Select(process => Knowing(process, First, Second, Slow).MigrateAsync(Ct)));

        Assert.Equal(["names", "slow", "start"], reports.SelectMany(report => report.Applied).Order());
        foreach (var process in processes)
            await process.DisposeAsync();
    }

    [Fact]
    public async Task A_script_that_fails_leaves_the_schema_as_the_one_before_left_it()
    {
        var broken = new MigrationScript(2, "broken", "CREATE TABLE half (id text); INSERT INTO nowhere VALUES (1)");

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => Knowing(First, broken).MigrateAsync(Ct));

        Assert.Equal(1, (await Knowing(First, Second).StateAsync(Ct)).Version);
        Assert.Equal(["names"], (await Knowing(First, Second).MigrateAsync(Ct)).Applied);
    }

    [Fact]
    public async Task A_schema_from_the_future_and_the_database_of_another_program_are_refused()
    {
        await Knowing(First, Second).MigrateAsync(Ct);
        var foreign = await PostgresSite.NewAsync(Ct);
        await using (var stranger = await foreign.StrangerAsync())
            await stranger.ExecuteAsync("CREATE TABLE recipes (id bigint)");
        await using var other = foreign.Open();

        var newer = await Assert.ThrowsAsync<SchemaException>(() => Knowing(First).MigrateAsync(Ct));
        var strange = await Assert.ThrowsAsync<SchemaException>(() => Knowing(other, First).MigrateAsync(Ct));

        Assert.Contains("was written by a newer Companion (schema 2, this program knows 1)", newer.Message, StringComparison.Ordinal);
        Assert.Contains("belongs to another program", strange.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_engines_have_the_same_tables_with_the_same_columns()
    {
        using var file = new SqliteSite();
        await using var sqlite = file.Open();
        await Whole(sqlite).MigrateAsync(Ct);
        await Whole(_database).MigrateAsync(Ct);

        var here = await sqlite.ReadAsync(c => c.QueryAsync<string>("SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"), Ct);
        var there = await _database.ReadAsync(c => c.QueryAsync<string>("SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = current_schema()"), Ct);

        Assert.Equal(here.Order(StringComparer.Ordinal), there.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Both_engines_have_the_same_indexes()
    {
        using var file = new SqliteSite();
        await using var sqlite = file.Open();
        await Whole(sqlite).MigrateAsync(Ct);
        await Whole(_database).MigrateAsync(Ct);

        var here = await sqlite.ReadAsync(c => c.QueryAsync<string>("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"), Ct);
        var there = await _database.ReadAsync(c => c.QueryAsync<string>("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND indexname NOT LIKE '%\\_pkey' AND indexname NOT LIKE '%\\_key'"), Ct);

        Assert.Equal(["outbox_held"], there.Except(here, StringComparer.Ordinal));
        Assert.Empty(here.Except(there, StringComparer.Ordinal));
    }

    private Migrator Knowing(params ImmutableArray<MigrationScript> scripts) => Knowing(_database, scripts);

    private Migrator Knowing(Database database, params ImmutableArray<MigrationScript> scripts) => new(database, scripts, _site.Time, NullLogger<Migrator>.Instance);

    private Migrator Whole(Database database) => Knowing(database, MigrationScript.Embedded(database.Engine.Name));
}
