using System.Collections.Immutable;
using System.Data.Common;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using Companion.CommandLine;
using Companion.Storage;
using Companion.Tests.CommandLine;
using Companion.Tests.Faults;
using Companion.Tests.Storage;
using Companion.Tests.Support;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Companion.Tests.Upgrade;

/// <summary>A database of an earlier schema, full of data, under this version of the program.</summary>
public sealed class UpgradeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Every schema before this one, on both engines.</summary>
    public static TheoryData<int, bool> Earlier => new(
        from version in Enumerable.Range(1, MigrationScript.Embedded("sqlite").Length - 1)
        from postgres in new[] { false, true }
        select (version, postgres));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Earlier))]
    public async Task What_an_organisation_has_lived_through_reads_the_same_after_the_upgrade(int version, bool postgres)
    {
        var newest = _folder.File("newest.db");
        await Lived.MakeAsync(newest, Ct, everyTable: false);
        var older = postgres ? await Postgres.NewSiteAsync(Ct) : $"Data Source={_folder.File("older.db")}";
        await MakeOlderAsync(version, newest, older);

        var before = await LookAsync(new App(Team.Monday.AddDays(31), newest));
        var after = await LookAsync(postgres ? new App(Team.Monday.AddDays(31), postgres: older) : new App(Team.Monday.AddDays(31), _folder.File("older.db")));

        Assert.Equal(before, after);
    }

    /// <summary>The file was written by the program of schema 1: half a year of its demo.</summary>
    [Fact]
    public async Task A_file_that_the_first_version_wrote_goes_on()
    {
        var file = _folder.File("companion.db");
        await using (var packed = new GZipStream(File.OpenRead(Path.Combine(Here(), "schema-1.db.gz")), CompressionMode.Decompress))
        await using (var unpacked = File.Create(file))
            await packed.CopyToAsync(unpacked, Ct);

        using var app = new App(new(2026, 11, 26, 9, 0, 0, TimeSpan.Zero), file);
        using var http = app.CreateClient();
        var ana = await ChatPerson.NamedAsync(http, "Ana", Ct);
        var organisations = app.Services.GetRequiredService<OrganisationStore>();
        var organisation = (await organisations.AllAsync(Ct)).Single();

        var chain = await Verify.ChainOfAsync(organisations, app.Services.GetRequiredService<DecisionStore>(), organisation, Ct);
        var status = (await ana.SayAsync("status", Ct)).Text;
        var decided = await ana.SubmitAsync("target finance", new() { ["target"] = "20", ["rationale"] = "After the upgrade." }, Ct);
        await app.AdvanceToAsync(app.Time.GetUtcNow().AddDays(16), Ct);

        Assert.True(chain.Intact);
        Assert.Equal(14, chain.Count);
        Assert.Contains("External contributors", status, StringComparison.Ordinal);
        Assert.Equal("done", decided.Kind);
        Assert.Contains("Check-in", (await ana.SayAsync("checkin", Ct)).Text, StringComparison.Ordinal);
        Assert.True(File.Exists($"{file}.before-2"));
    }

    private static async Task MakeOlderAsync(int version, string newest, string older)
    {
        await using var database = SqliteSite.Open(new Settings { ConnectionString = older }, Path.GetTempPath(), TimeProvider.System);
        var scripts = MigrationScript.Embedded(database.Engine.Name)[..version];
        await new Migrator(database, scripts, TimeProvider.System, NullLogger<Migrator>.Instance).MigrateAsync(Ct);
        await database.DisposeAsync();

        await using DbConnection target = older.StartsWith("Host=", StringComparison.Ordinal) ? new NpgsqlConnection($"{older};Pooling=False") : new SqliteConnection($"{older};Pooling=False");
        await target.OpenAsync(Ct);
        // Rows come in any order here; what they refer to comes too.
        await target.ExecuteAsync(target is NpgsqlConnection ? "SET session_replication_role = replica" : "PRAGMA foreign_keys = OFF");
        await using var source = new SqliteConnection($"Data Source={newest};Pooling=False");
        foreach (var table in await ColumnsAsync(target))
            await FillAsync(source, target, table.Key, [.. table]);
    }

    private static async Task FillAsync(SqliteConnection source, DbConnection target, string table, ImmutableArray<CopyColumn> columns)
    {
        var names = string.Join(", ", columns.Select(c => $"\"{c.Name}\""));
        var system = target is NpgsqlConnection && columns.Any(c => c.IsPlace) ? "OVERRIDING SYSTEM VALUE " : "";
        var rows = await source.QueryAsync($"SELECT {names} FROM {table}");
        foreach (IDictionary<string, object?> row in rows)
        {
            var values = new DynamicParameters();
            foreach (var column in columns)
                values.Add(column.Name, row[column.Name] is { } value ? column.Read(value) : null);
            await target.ExecuteAsync($"INSERT INTO {table} ({names}) {system}VALUES ({string.Join(", ", columns.Select(c => $"@{c.Name}"))})", values);
        }

        if (system.Length > 0)
            await target.ExecuteAsync($"SELECT setval(pg_get_serial_sequence('{table}', 'position'), (SELECT MAX(position) FROM {table}))");
    }

    /// <summary>The tables of the older schema; SQLite's values are left as they are.</summary>
    private static async Task<ILookup<string, CopyColumn>> ColumnsAsync(DbConnection target) => target is SqliteConnection
        ? (await Lived.ColumnsAsync(target)).SelectMany(t => t).Select(c => new CopyColumn(c.TableName, c.Name, c.Type == "INTEGER" ? "bigint" : "text", IsPlace: false)).ToLookup(c => c.Table, StringComparer.Ordinal)
        : (await target.QueryAsync<CopyColumn>(OrganisationCopy.ColumnsSql)).ToLookup(c => c.Table, StringComparer.Ordinal);

    private static async Task<string> LookAsync(App app)
    {
        using (app)
        {
            using var http = app.CreateClient();
            var ben = await ChatPerson.NamedAsync(http, "Ben", Ct);
            var says = new List<string>();
            foreach (var line in new[] { "status", "why contributors", "decisions", "decisions 2", "decisions 3", "checkin", "members" })
                says.Add((await ben.SayAsync(line, Ct)).Text);
            says.AddRange((await ben.InboxAsync(Ct)).Where(m => m.From == "companion" && m.At < Team.Monday.AddDays(30)).Select(m => m.Text));
            await app.AdvanceToAsync(Team.Monday.AddDays(33), Ct);
            says.Add((await ben.SubmitAsync("target contributors", new() { ["target"] = "60", ["rationale"] = "after the upgrade" }, Ct)).Text);
            return string.Join('\n', says);
        }
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
