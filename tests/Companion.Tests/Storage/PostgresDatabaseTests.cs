using System.Data.Common;
using Companion.Storage;
using Dapper;

namespace Companion.Tests.Storage;

public sealed class PostgresDatabaseTests : DatabaseContract
{
    private PostgresSite _site = null!;
    private Database? _database;

    private protected override Database Database => _database ??= _site.Open();

    private protected override int Writers => PostgresSite.Connections;

    private protected override Task<DbConnection> StrangerAsync() => _site.StrangerAsync();

    public override async ValueTask InitializeAsync()
    {
        _site = await PostgresSite.NewAsync(Ct);
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Of_many_who_claim_the_same_row_one_gets_it()
    {
        await AddAsync("claim");

        var claimed = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Database.WriteAsync(
            (c, t) => c.ExecuteAsync("UPDATE notes SET place = 1 WHERE word = 'claim' AND place = 0", null, t), Ct)));

        Assert.Equal(1, claimed.Sum());
    }

    [Fact]
    public async Task Two_who_wait_for_each_other_both_get_through()
    {
        await AddAsync("a");
        await AddAsync("b");

        await Task.WhenAll(TakeBothAsync("a", "b"), TakeBothAsync("b", "a"));

        Assert.Equal(4, await Database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT SUM(place) FROM notes"), Ct));
    }

    [Fact]
    public async Task A_race_that_is_lost_again_and_again_is_a_stale_write()
    {
        await Assert.ThrowsAsync<StaleWriteException>(() => Database.WriteAsync(
            (c, t) => c.ExecuteAsync("DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '40001'; END $$", null, t), Ct));
    }

    [Fact]
    public async Task A_server_that_threw_everybody_out_is_not_noticed()
    {
        await AddAsync("before");
        await using (var stranger = await StrangerAsync())
            await stranger.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'Companion' AND pid IN (SELECT pid FROM pg_stat_activity WHERE query LIKE '%notes%' OR query LIKE '%COMMIT%')");

        await AddAsync("after");

        Assert.Equal(["after", "before"], await StrangerSeesAsync());
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_in_words()
    {
        await using var nowhere = SqliteSite.Open(new Settings { ConnectionString = "Host=/nowhere;Database=companion;Username=companion" }, ".", _site.Time);

        var problem = await nowhere.ProbeAsync(Ct);

        Assert.StartsWith("companion on /nowhere:5432 cannot be reached", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_told_in_words()
    {
        await using var missing = SqliteSite.Open(new Settings { ConnectionString = $"{_site.Address};Database=missing;Password=secret" }, ".", _site.Time);

        var problem = await missing.ProbeAsync(Ct);

        Assert.StartsWith("There is no database missing on ", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
    }

    private Task TakeBothAsync(string first, string second) => Database.WriteAsync(
        async (c, t) =>
        {
            await c.ExecuteAsync("UPDATE notes SET place = place + 1 WHERE word = @first", new { first }, t);
            await Task.Delay(100, Ct);
            await c.ExecuteAsync("UPDATE notes SET place = place + 1 WHERE word = @second", new { second }, t);
        },
        Ct);
}
