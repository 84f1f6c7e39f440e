using Companion.CommandLine;
using Companion.Storage;
using Companion.Tests.Faults;
using Companion.Tests.Support;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Companion.Tests.CommandLine;

/// <summary>Moving from a SQLite file to PostgreSQL.</summary>
public sealed class CopyTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private string _target = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string File => _folder.File("companion.db");

    public async ValueTask InitializeAsync()
    {
        _target = await Postgres.NewSiteAsync(Ct);
        await Lived.MakeAsync(File, Ct);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_organisation_arrives_with_every_row_of_every_table()
    {
        var (code, says) = await CopyAsync(_target);

        Assert.True(code == 0, says);
        Assert.Contains("were copied and read back the same; the decision log is intact, ", says, StringComparison.Ordinal);
        await using var source = new SqliteConnection($"Data Source={File};Pooling=False");
        await using var target = new NpgsqlConnection($"{_target};Pooling=False");
        foreach (var table in await Lived.ColumnsAsync(source))
        {
            var (here, there) = (await RowsAsync(source, table.Key), await RowsAsync(target, table.Key));
            Assert.NotEqual(0, here);
            // Where an assessment stood is computed again.
            Assert.Equal((table.Key, table.Key == "checkpoints" ? 0 : here), (table.Key, there));
        }
    }

    [Fact]
    public async Task Life_goes_on_where_it_was()
    {
        string before;
        using (var app = new App(Team.Monday.AddDays(31), File))
        {
            using var http = app.CreateClient();
            before = await LookAsync(http);
        }

        await CopyAsync(_target);
        using var moved = new App(Team.Monday.AddDays(31), postgres: _target);
        using var there = moved.CreateClient();
        var after = await LookAsync(there);
        var ben = await ChatPerson.NamedAsync(there, "Ben", Ct);
        await moved.AdvanceToAsync(Team.Monday.AddDays(33), Ct);

        Assert.Equal(before, after);
        // A platform's repeat of a delivery from before still gets its first answer.
        Assert.Contains("Decision 2", (await ben.SubmitAsync("target contributors", new() { ["target"] = "80", ["rationale"] = "again" }, Ct, key: "target")).Text, StringComparison.Ordinal);
        Assert.Equal("done", (await ben.SubmitAsync("target contributors", new() { ["target"] = "60", ["rationale"] = "in the new house" }, Ct)).Kind);
    }

    [Fact]
    public async Task A_second_copy_is_refused_and_changes_nothing()
    {
        await CopyAsync(_target);
        await using var target = new NpgsqlConnection($"{_target};Pooling=False");
        var rows = await RowsAsync(target, "posts");

        var (code, says) = await CopyAsync(_target);

        Assert.Equal(1, code);
        Assert.Contains("is in postgres on ", says, StringComparison.Ordinal);
        Assert.Contains("already (organisations.id). Nothing of Tern was copied.", says, StringComparison.Ordinal);
        Assert.Equal(rows, await RowsAsync(target, "posts"));
    }

    [Fact]
    public async Task A_copy_that_breaks_off_leaves_nothing()
    {
        await using (var offline = new Offline(_target))
            await offline.Get<Migrator>().MigrateAsync(Ct);
        await using var target = new NpgsqlConnection($"{_target};Pooling=False");
        await target.ExecuteAsync("""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '53100'; END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON read_marks FOR EACH ROW EXECUTE FUNCTION refuse();
            """);

        var broken = await Assert.ThrowsAsync<StorageUnavailableException>(() => CopyAsync(_target));

        Assert.Contains("is full", broken.Message, StringComparison.Ordinal);
        Assert.Equal(0, await RowsAsync(target, "organisations"));
        Assert.Equal(0, await RowsAsync(target, "decisions"));
    }

    [Theory]
    [InlineData("Data Source=other.db", "--to must name a PostgreSQL database")]
    [InlineData("Host=localhost", "--to must name a host and a database")]
    [InlineData("Host=/nowhere;Database=x;Colour=red", "--to cannot be read")]
    public async Task A_wrong_target_is_refused(string to, string why)
    {
        var (code, says) = await CopyAsync(to);

        Assert.Equal(1, code);
        Assert.StartsWith(why, says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_organisation_is_chosen_by_its_name()
    {
        var (none, says) = await CopyAsync(_target, "Auk");
        var (one, _) = await CopyAsync(_target, "tern");

        Assert.Equal((1, 0), (none, one));
        Assert.Equal("There is no organisation called Auk.", says.Trim());
    }

    [Fact]
    public async Task Nobody_may_be_at_work_on_what_is_copied()
    {
        using var app = new App(Team.Monday.AddDays(31), File);
        using var http = app.CreateClient();
        await http.GetStringAsync("/chat/people", Ct);

        var refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => CopyAsync(_target));

        Assert.Contains("Another Companion is running", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_log_stays_where_it_is()
    {
        await using (var connection = new SqliteConnection($"Data Source={File};Pooling=False"))
            await connection.ExecuteAsync("UPDATE decisions SET details = '{}' WHERE number = 2");

        var (code, says) = await CopyAsync(_target);

        Assert.Equal(1, code);
        Assert.StartsWith("The decision log of Tern is broken at entry 2", says, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Says)> CopyAsync(string to, string? name = null)
    {
        await using var offline = new Offline($"Data Source={File}");
        return await offline.RunAsync((services, output, ct) => Copy.RunAsync(services, to, name, output, ct));
    }

    private static Task<long> RowsAsync(System.Data.Common.DbConnection connection, string table) => connection.ExecuteScalarAsync<long>($"SELECT COUNT(1) FROM {table}");

    private static async Task<string> LookAsync(HttpClient http)
    {
        var ben = await ChatPerson.NamedAsync(http, "Ben", Ct);
        var says = new List<string>();
        foreach (var line in new[] { "status", "why contributors", "decisions", "decisions 2", "checkin", "members" })
            says.Add((await ben.SayAsync(line, Ct)).Text);
        return string.Join('\n', says);
    }
}
