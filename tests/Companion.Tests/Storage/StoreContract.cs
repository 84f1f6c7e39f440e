using System.Collections.Immutable;
using Companion.Commands;
using Companion.Core.CheckIns;
using Companion.Core.Decisions;
using Companion.Core.Nudges;
using Companion.Core.Readiness;
using Companion.Core.Units;
using Companion.Messages;
using Companion.Storage;

namespace Companion.Tests.Storage;

/// <summary>What the stores promise on every engine.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    private protected static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly Card Said = Card.Say("said");
    private static readonly DueRecipient Channel = new(Guid.Empty, null, null);

    private Connection _connection = null!;
    private Guid _ben;

    private protected abstract Database Database { get; }

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static KeptCheckpoint Stood(Unit unit) => new(Assessment.WithCheckpoint(new(unit, Rules.Default, TimeZoneInfo.Utc, [], []), Now).Checkpoint, 0);

    private Effects Nothing => new(_connection.OrganisationId, Now);

    public async ValueTask InitializeAsync()
    {
        await PrepareAsync();
        _ben = Guid.CreateVersion7(Now);
        _connection = await new OrganisationStore(Database).AddAsync("webchat", "local", "Tern", "Europe/Berlin", new(_ben, "ben", "Ben", true, "UTC"), Now, Ct);
    }

    public abstract ValueTask DisposeAsync();

    protected abstract Task PrepareAsync();

    [Fact]
    public async Task A_date_has_one_round_and_a_check_in_moves_on_once()
    {
        var (checkIn, rounds) = (await CheckInAsync(), new RoundStore(Database));
        await rounds.AddAsync(Round(checkIn, 1), checkIn, Nothing, Ct);

        await Assert.ThrowsAsync<StaleWriteException>(() => rounds.AddAsync(Round(checkIn, 2), checkIn, Nothing, Ct));
        await Assert.ThrowsAsync<DuplicateException>(() => rounds.AddAsync(Round(checkIn, 2), checkIn with { Version = 2 }, Nothing, Ct));

        Assert.Single(await rounds.OpenAsync(_connection.OrganisationId, Ct));
    }

    [Fact]
    public async Task A_round_that_got_an_answer_since_it_was_read_does_not_close()
    {
        var (checkIn, rounds) = (await CheckInAsync(), new RoundStore(Database));
        await rounds.AddAsync(Round(checkIn, 1), checkIn, Nothing, Ct);
        var read = (await rounds.FindAsync(_connection.OrganisationId, 1, Ct))!;
        await rounds.AnswerAsync(read, _ben, [new(_ben, "gate/g", 4, null, Now)], [], Nothing, Ct);

        var early = await rounds.CloseAsync(read, [], Nothing, Ct);
        var closed = await rounds.CloseAsync((await rounds.FindAsync(_connection.OrganisationId, 1, Ct))!, [], Nothing, Ct);

        Assert.Equal((false, true), (early, closed));
        await Assert.ThrowsAsync<StaleWriteException>(() => rounds.AnswerAsync(read, _ben, [], [], Nothing, Ct));
        Assert.Equal(4, (await rounds.AnswersAsync(_connection.OrganisationId, read.Id, Ct)).Single().Value);
    }

    [Fact]
    public async Task Of_two_decisions_on_one_version_the_second_is_stale_and_leaves_nothing()
    {
        var (unit, units) = (await UnitAsync(), new UnitStore(Database));
        var organisations = new OrganisationStore(Database);
        var head = await organisations.HeadAsync(_connection.OrganisationId, Ct);

        await units.DecideAsync(unit, new LevelMoved(Now, 20), [], Nothing with { Log = [Decision(head)] }, Ct);
        await Assert.ThrowsAsync<StaleWriteException>(() => units.DecideAsync(unit, new LevelMoved(Now, 40), [], Nothing with { Log = [Decision(head)] }, Ct));
        await Assert.ThrowsAsync<StaleWriteException>(() => units.DecideAsync(unit with { Version = 2 }, new LevelMoved(Now, 40), [], Nothing with { Log = [Decision(head)] }, Ct));

        var timeline = await new TimelineStore(Database, units).WholeAsync(await organisations.GetAsync(_connection.OrganisationId, Ct), unit, Ct);
        Assert.Equal([20], timeline.Facts.OfType<LevelMoved>().Select(m => m.Level));
        Assert.Equal(1, await new DecisionStore(Database).CountAsync(_connection.OrganisationId, null, Ct));
    }

    [Fact]
    public async Task What_is_sealed_is_read_back_as_it_was_sealed()
    {
        var log = Decision(await new OrganisationStore(Database).HeadAsync(_connection.OrganisationId, Ct));

        await new DecisionStore(Database).LogAsync(Nothing with { Log = [log] }, Ct);
        var chain = await new DecisionStore(Database).ChainAsync(_connection.OrganisationId, 0, 10, Ct);

        Assert.Equal(new ChainReport(true, 1, log.Entry.Hash, 0, null), Chain.Verify(chain, log.Entry.Hash));
    }

    [Fact]
    public async Task A_delivery_key_is_taken_once_and_its_change_goes_with_it()
    {
        var members = new MemberStore(Database);
        var delivery = Nothing with { Delivery = new(_connection.Id, "key 1", new Reply.Done(Said)) };

        await members.SetTimeOffAsync(_ben, new(new(2026, 3, 4), new(2026, 3, 4)), new(2026, 3, 2), delivery, Ct);
        var again = await Assert.ThrowsAsync<DuplicateException>(() => members.SetTimeOffAsync(_ben, new(new(2026, 3, 5), new(2026, 3, 5)), new(2026, 3, 2), delivery, Ct));

        Assert.True(again.Concerns("deliveries.key"));
        Assert.Single((await members.AllAsync(_connection.OrganisationId, Ct)).Single().TimeOff);
        Assert.Equal(new Reply.Done(Said).Card.Title, Assert.IsType<Reply.Done>(await new DeliveryStore(Database).FindAsync(_connection.Id, "key 1", Ct)).Card.Title);
    }

    [Fact]
    public async Task A_cause_has_one_nudge()
    {
        var (unit, units) = (await UnitAsync(), new UnitStore(Database));
        var due = (await units.DueAsync(Now, 10, Ct)).Single();
        Nudge New() => new(Guid.CreateVersion7(Now), unit.Id, new(EpisodeKind.Ready, 20, "", Now), NudgeState.Open, [new(_ben)], null, 1);

        Assert.True(await units.AssessedAsync(due, null, Stood(unit), new([New()], []), Nothing, Ct));
        Assert.False(await units.AssessedAsync(due, null, Stood(unit), new([New()], []), Nothing, Ct));
        await Assert.ThrowsAsync<DuplicateException>(() => units.AssessedAsync(due with { Changes = due.Changes + 1 }, null, Stood(unit), new([New()], []), Nothing, Ct));

        Assert.Single(await new NudgeStore(Database).OfUnitAsync(_connection.OrganisationId, unit.Id, Ct));
    }

    [Fact]
    public async Task A_unit_is_retired_and_restored_once_and_is_neither_due_nor_asked_about_meanwhile()
    {
        var (units, checkIns, retirements) = (new UnitStore(Database), new CheckInStore(Database), new RetirementStore(Database));
        var unit = await UnitAsync();
        var other = unit with { Id = Guid.CreateVersion7(Now), Key = "finance", Name = "Finance" };
        await units.AddAsync([new(other, [])], Nothing, Ct);
        var asking = (await checkIns.AllAsync(_connection.OrganisationId, Ct)).Single();

        await retirements.RetireAsync(new(unit, [asking], []), Nothing, Ct);

        await Assert.ThrowsAsync<StaleWriteException>(() => retirements.RetireAsync(new(unit, [], []), Nothing, Ct));
        // The last one in use, and a check-in that was changed since it was read.
        await Assert.ThrowsAsync<StaleWriteException>(() => retirements.RetireAsync(new(other, [], []), Nothing, Ct));
        await Assert.ThrowsAsync<StaleWriteException>(() => checkIns.SaveAsync(asking, Nothing, Ct));
        await Assert.ThrowsAsync<StaleWriteException>(() => units.ChangeAsync(other, [new DependencySet(Now, 20, unit.Id, unit.Name, 20)], [], Nothing, Ct));
        Assert.Equal(["finance"], (await units.AllAsync(_connection.OrganisationId, Ct)).Select(u => u.Key));
        var retired = (await units.EverAsync(_connection.OrganisationId, Ct)).Single(u => u.RetiredAt is not null);
        Assert.Equal(("contributors", Now, 2L), (retired.Key, retired.RetiredAt!.Value, retired.Version));
        Assert.Equal([other.Id], (await units.DueAsync(Now.AddDays(9), 10, Ct)).Select(d => d.Id));
        Assert.Empty((await checkIns.AllAsync(_connection.OrganisationId, Ct)).Single().Units);

        await retirements.RestoreAsync(new(retired, [], []), Nothing, Ct);

        await Assert.ThrowsAsync<StaleWriteException>(() => retirements.RestoreAsync(new(retired, [], []), Nothing, Ct));
        Assert.Contains(unit.Id, (await units.DueAsync(Now, 10, Ct)).Select(d => d.Id));
        Assert.Equal([unit.Id], (await checkIns.AllAsync(_connection.OrganisationId, Ct)).Single().Units);
    }

    [Fact]
    public async Task A_checkpoint_carries_what_came_since_and_gives_way_to_what_it_cannot_carry()
    {
        var (unit, units) = (await UnitAsync(), new UnitStore(Database));
        var (timelines, organisation) = (new TimelineStore(Database, units), await new OrganisationStore(Database).GetAsync(_connection.OrganisationId, Ct));
        Observation Reported(double days) => new(Guid.CreateVersion7(Now), "a", Now.AddDays(days), Source.Report, 12, TimeSpan.FromDays(30));
        async Task AssessAsync(double days)
        {
            var due = (await units.DueAsync(Now.AddDays(days), 10, Ct)).Single();
            var (timeline, position) = await timelines.RecentAsync(organisation, unit, Now.AddDays(days), Ct);
            var (assessment, checkpoint) = Assessment.WithCheckpoint(timeline, Now.AddDays(days));
            Assert.True(await units.AssessedAsync(due, assessment.NextChangeAt, new(checkpoint, position), new([], []), Nothing, Ct));
        }

        async Task<int?> CarriedAsync(double days) =>
            (await timelines.RecentAsync(organisation, unit, Now.AddDays(days), Ct)).Timeline is { From: not null } recent ? recent.Facts.Length + recent.Gate.Length : null;

        Assert.Null(await CarriedAsync(0));
        await units.ObserveAsync(unit.Id, Reported(1), Nothing, Ct);
        await AssessAsync(1);
        Assert.Equal(0, await CarriedAsync(2));
        await units.ObserveAsync(unit.Id, Reported(2), Nothing, Ct);
        await units.ObserveAsync(null, Reported(2.5), Nothing, Ct);
        Assert.Equal(2, await CarriedAsync(3));
        Assert.Equal(2, (await timelines.AllRecentAsync(organisation, Now.AddDays(3), Ct)).Single(t => t.Unit.Id == unit.Id) is { From: not null } all ? all.Facts.Length + all.Gate.Length : -1);
        Assert.Null(await CarriedAsync(0.5));
        await AssessAsync(3);
        await units.ObserveAsync(unit.Id, Reported(0.5), Nothing, Ct);
        Assert.Null(await CarriedAsync(4));
    }

    [Fact]
    public async Task Two_identities_become_one_person_and_are_forgotten_as_one()
    {
        var (members, links, organisation) = (new MemberStore(Database), new LinkStore(Database), _connection.OrganisationId);
        var other = Guid.CreateVersion7(Now);
        await members.AddAsync(organisation, _connection.Id, new(other, "benny", "Benny", false, "UTC"), Now, Ct);
        var told = Nothing with { Send = [new("once", "subject", other, Card.Say("Benny said so", Part.Says("because of the weather")), Now, null)], Posts = [new(Guid.CreateVersion7(Now), _connection.Id, other.ToString(), other, Now, "hello", [])] };
        await new DecisionStore(Database).LogAsync(told with { Log = [Decision(await new OrganisationStore(Database).HeadAsync(organisation, Ct), other)], Delivery = new(_connection.Id, "d", new Reply.Done(Card.Say("Benny"))) }, Ct);
        await links.OfferAsync(_ben, "hash", Now.AddMinutes(5), Nothing, Ct);
        await links.TakeAsync("hash", other, Nothing, Ct);

        await links.MergeAsync("hash", _ben, other, Nothing, Ct);

        Assert.Equal(_ben, (await members.FindAsync(_connection.Id, "benny", Ct))!.Id);
        Assert.Equal(_ben, (await members.NamesAsync(organisation, Ct)).Single(m => m.Id == other).Person);
        Assert.Single(await new PostStore(Database).AfterAsync(_connection.Id, _ben.ToString(), 0, Ct));

        Assert.Equal(1, await new ErasureStore(Database).CountAsync(organisation, _ben, Ct));
        await Assert.ThrowsAsync<StaleWriteException>(() => new ErasureStore(Database).EraseAsync(_ben, Nothing, Ct));
        await members.AddAsync(organisation, _connection.Id, new(Guid.CreateVersion7(Now), "ana", "Ana", true, "UTC"), Now, Ct);
        await new PersonStore(Database).SetStewardsAsync([], [_ben], Nothing, Ct);
        await new ErasureStore(Database).EraseAsync(_ben, Nothing, Ct);

        Assert.Equal(["Ana", "somebody who left", "somebody who left"], (await members.NamesAsync(organisation, Ct)).Select(m => m.Name).Order());
        Assert.Null((await new DecisionStore(Database).LatestAsync(organisation, null, 1, 0, Ct)).Single().Texts.Rationale);
        Assert.Equal("somebody who left", Assert.IsType<Reply.Done>(await new DeliveryStore(Database).FindAsync(_connection.Id, "d", Ct)).Card.Title);
    }

    [Fact]
    public async Task A_message_is_queued_once_and_held_by_one_worker_until_its_lease_is_over()
    {
        var (outbox, recipient) = (new OutboxStore(Database), Channel with { OrganisationId = _connection.OrganisationId });
        await QueueAsync("once");
        await QueueAsync("once");
        var (one, two) = (Guid.CreateVersion7(Now), Guid.CreateVersion7(Now));

        var mine = await outbox.ClaimAsync(recipient, one, Now, Ct);
        var theirs = await outbox.ClaimAsync(recipient, two, Now.AddSeconds(30), Ct);
        var later = await outbox.ClaimAsync(recipient, two, Now + OutboxStore.Lease, Ct);
        await outbox.SentAsync(recipient, mine, new(_connection.Id, "too late"), one, Now, Ct);
        await outbox.SentAsync(recipient, later, new(_connection.Id, "m 1"), two, Now, Ct);

        Assert.Equal((1, 0, 1), (mine.Length, theirs.Length, later.Length));
        Assert.Single(await outbox.BundleAsync(recipient.OrganisationId, new(_connection.Id, "m 1"), Ct));
        Assert.Empty(await outbox.BundleAsync(recipient.OrganisationId, new(_connection.Id, "too late"), Ct));
    }

    [Fact]
    public async Task A_revision_drops_what_waits_and_updates_what_was_sent()
    {
        var (outbox, recipient, worker) = (new OutboxStore(Database), Channel with { OrganisationId = _connection.OrganisationId }, Guid.CreateVersion7(Now));
        await QueueAsync("sent");
        await outbox.SentAsync(recipient, await outbox.ClaimAsync(recipient, worker, Now, Ct), new(_connection.Id, "m 1"), worker, Now, Ct);
        await QueueAsync("waiting");

        await new DecisionStore(Database).LogAsync(Nothing with { Revise = [new("subject", null, Card.Say("revised"))] }, Ct);
        var due = await outbox.ClaimAsync(recipient, worker, Now, Ct);

        Assert.Equal(("revised", false), (due.Single().Card.Title, due.Single().IsNew));
    }

    private protected DueRecipient Ben => new(_connection.OrganisationId, _ben, null);

    private protected Guid ConnectionId => _connection.Id;

    private protected Task QueueAsync(string once, Guid? member = null) =>
        new DecisionStore(Database).LogAsync(Nothing with { Send = [new(once, "subject", member, Said, Now, null)] }, Ct);

    private SealedDecision Decision(LogHead head, Guid? by = null) => DecisionLog.Seal(
        _connection.OrganisationId, head, new(head.Number + 1, Now.AddTicks(12345), DecisionKind.Advance, null, by ?? _ben, DecisionRule.OwnerDecides, new() { From = 0, To = 20 }, new("why")), null);

    private protected async Task<Unit> UnitAsync()
    {
        var unit = new Unit(Guid.CreateVersion7(Now), "contributors", "External contributors", Harm.Low, [new(20, "feedback heard", "")], [_ben], 1);
        var organisation = await new OrganisationStore(Database).GetAsync(_connection.OrganisationId, Ct);
        await new SetUpStore(Database).SaveAsync(new(organisation, _ben, null, [], [new(unit, [])], [], CheckInOf(unit), IsNewCheckIn: true), _connection.Id, Nothing, Ct);
        return unit;
    }

    private async Task<CheckIn> CheckInAsync()
    {
        await UnitAsync();
        return (await new CheckInStore(Database).AllAsync(_connection.OrganisationId, Ct)).Single();
    }

    private static CheckIn CheckInOf(Unit unit)
    {
        _ = Cadence.Parse("every Monday 10:00 UTC from 2 March 2026", new(2026, 3, 2), "UTC").IsRefused(out _, out var cadence);
        return new(Guid.CreateVersion7(Now), "Check-in", cadence!, 3, false, true, [unit.Id], new(2026, 3, 2), Now, 1);
    }

    private Round Round(CheckIn checkIn, long number) => new(
        Guid.CreateVersion7(Now), checkIn.Id, checkIn.Name, number, new(2026, 3, 2), RoundState.Open, false, ImmutableArray<Question>.Empty, [new(_ben, null)], Now, Now.AddDays(2), null, Now.AddDays(3), 1);
}
