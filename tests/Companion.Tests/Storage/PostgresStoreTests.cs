using Companion.Core.Readiness;
using Companion.Storage;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;

namespace Companion.Tests.Storage;

public sealed class PostgresStoreTests : StoreContract
{
    private PostgresSite _site = null!;
    private Database? _database;

    private protected override Database Database => _database ??= _site.Open();

    public override async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task One_person_is_one_worker_at_a_time_however_many_claim()
    {
        var (outbox, ben) = (new OutboxStore(Database), Ben);
        await QueueAsync("first", ben.MemberId);
        var (one, two) = (Guid.CreateVersion7(Now), Guid.CreateVersion7(Now));
        var first = await outbox.ClaimAsync(ben, one, Now, Ct);
        await QueueAsync("second", ben.MemberId);

        var meanwhile = await outbox.ClaimAsync(ben, two, Now, Ct);
        await outbox.SentAsync(ben, first, new(ConnectionId, "m 1"), one, Now, Ct);
        var after = await outbox.ClaimAsync(ben, two, Now, Ct);

        Assert.Equal((1, 0, 1), (first.Length, meanwhile.Length, after.Length));
    }

    [Fact]
    public async Task Of_many_workers_at_the_same_moment_one_gets_everything_that_waits_for_a_person()
    {
        var (outbox, ben) = (new OutboxStore(Database), Ben);
        for (var i = 0; i < 5; i++)
            await QueueAsync($"message {i}", ben.MemberId);

        var claims = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => outbox.ClaimAsync(ben, Guid.CreateVersion7(Now), Now, Ct)));

        Assert.Equal([5], claims.Select(c => c.Length).Where(length => length > 0));
    }

    /// <summary>A checkpoint knows all facts up to a position, so one with a lower position must not be committed after one with a higher.</summary>
    [Fact]
    public async Task A_fact_takes_its_position_when_its_unit_is_held_and_not_before()
    {
        var unit = await UnitAsync();
        var units = new UnitStore(Database);
        Observation Observation(string criterion) => new(Guid.CreateVersion7(Now), criterion, Now, Source.Measurement, 1, Rules.FreshWhenNotAsked);
        await using var stranger = await _site.StrangerAsync();
        await using var holding = await stranger.BeginTransactionAsync(Ct);
        await stranger.ExecuteAsync("UPDATE units SET changes = changes + 1", transaction: holding);

        var own = units.ObserveAsync(unit.Id, Observation("own"), new(Ben.OrganisationId, Now), Ct);
        var gate = units.ObserveAsync(null, Observation("gate"), new(Ben.OrganisationId, Now), Ct);
        var moved = units.DecideAsync(unit, new LevelMoved(Now, 20), [], new(Ben.OrganisationId, Now), Ct);
        await Task.Delay(300, Ct);

        Assert.False(own.IsCompleted || gate.IsCompleted || moved.IsCompleted);
        Assert.False(await stranger.ExecuteScalarAsync<bool>("SELECT is_called FROM facts_position_seq", transaction: holding));
        await holding.CommitAsync(Ct);
        await Task.WhenAll(own, gate, moved);
    }

    [Fact]
    public async Task Workers_at_the_same_moment_take_different_inputs()
    {
        var inbox = new InboxStore(Database);
        for (var i = 0; i < 8; i++)
            await inbox.AddAsync(Ben.OrganisationId, new(ConnectionId, $"person {i}", new("ben", IsPrivate: true), new("status"), $"key {i}"), Now, Ct);

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => inbox.ClaimAsync(Guid.CreateVersion7(Now), Now, Ct)));

        Assert.Equal(8, claims.Select(c => c!.Id).Distinct().Count());
    }

    protected override async Task PrepareAsync()
    {
        _site = await PostgresSite.NewAsync(Ct);
        await new Migrator(Database, MigrationScript.Embedded(Database.Engine.Name), _site.Time, NullLogger<Migrator>.Instance).MigrateAsync(Ct);
    }
}
