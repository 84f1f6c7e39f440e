using System.Collections.Immutable;
using Companion.Core.Members;
using Companion.Core.Nudges;
using Companion.Storage;
using Companion.Telemetry;

namespace Companion.Chat;

/// <summary>Sends what waits in the outbox: to a person in their working hours, at most one message a day, what comes together together.</summary>
/// <remarks>At least once: only a crash between the platform's acceptance and our mark can send twice, and then with the same message id.</remarks>
internal sealed partial class OutboxWorker(
    OutboxStore outbox,
    AddressStore addresses,
    ConnectionStore connections,
    SendFaults faults,
    OrganisationStore organisations,
    MemberStore members,
    Relevance relevance,
    IEnumerable<ISender> senders,
    Signals signals,
    TimeProvider time,
    ILogger<OutboxWorker> logger) : BackgroundService
{
    private const int Batch = 500;
    private const int AtOnce = 8;
    private static readonly TimeSpan SlowTick = TimeSpan.FromSeconds(5);

    private readonly Guid _worker = Guid.CreateVersion7(time.GetUtcNow());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = signals.Listen();
        await outbox.ReleaseAbandonedAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SendDueAsync(stoppingToken);
                await listener.WaitAsync(SlowTick, time, stoppingToken);
                await Task.Delay(Signals.Breath, time, stoppingToken);
            }
            // The outside world: the database is locked, full or away. What waits goes on waiting, and so does the worker.
            catch (Exception e) when (e is not OperationCanceledException)
            {
                NotRead(e);
                await Task.Delay(SlowTick, time, stoppingToken);
            }
        }
    }

    /// <summary>One look at what is due.</summary>
    public async Task SendDueAsync(CancellationToken ct)
    {
        // One slow workspace does not hold up the others.
        await Parallel.ForEachAsync(
            await outbox.DueAsync(time.GetUtcNow(), Batch, ct),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
            async (recipient, stop) => await SendDueAsync(recipient, stop));
    }

    private async Task SendDueAsync(DueRecipient recipient, CancellationToken ct)
    {
        ImmutableArray<OutboxItem> items = [];
        try
        {
            items = await outbox.ClaimAsync(recipient, _worker, time.GetUtcNow(), ct);
            await SendAsync(recipient, items, ct);
        }
        // Platforms fail in ways of their own; whatever it was, the item waits longer and is given up visibly.
        catch (Exception e) when (e is not OperationCanceledException and not StorageUnavailableException)
        {
            NotSent(e, recipient.OrganisationId, items.Length);
            await faults.BackOffAsync(new(recipient, items, _worker), e.GetType().Name, ct);
        }
    }

    private async Task SendAsync(DueRecipient recipient, ImmutableArray<OutboxItem> items, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var expired = items.Where(i => i.IsNew && i.ExpiresAt <= now).ToList();
        await outbox.GiveUpAsync(recipient, expired, "It was too late to send it.", now, _worker, ct);
        foreach (var update in items.Where(i => i is { IsNew: false, Sent: not null }).GroupBy(i => i.Sent!))
            await UpdateAsync(recipient, update.Key, [.. update], now, ct);

        var waiting = items.Where(i => i.IsNew && !expired.Contains(i)).ToList();
        if (waiting.Count > 0)
            await SendNewAsync(recipient, waiting, now, ct);
    }

    private async Task SendNewAsync(DueRecipient recipient, List<OutboxItem> waiting, DateTimeOffset now, CancellationToken ct)
    {
        if (recipient.MemberId is { } member)
            waiting = await WantedNowAsync(recipient, member, waiting, now, ct);

        // Between queueing and now the person's day may have changed what still matters.
        var late = await relevance.NotNowAsync(recipient.OrganisationId, waiting, now, ct);
        if (late.Count > 0)
            await outbox.LaterAsync(recipient, late, now + Relevance.LookAgainAfter, null, _worker, ct);
        var items = waiting.Except(late).ToList();
        if (items.Count == 0)
            return;
        if (await AddressOfAsync(recipient, ct) is not { } address)
        {
            // Nobody has to choose a channel: then there is no news in one.
            if (recipient.MemberId is null)
                await outbox.DropAsync(recipient, items, now, _worker, ct);
            else
                await outbox.GiveUpAsync(recipient, items, "There is no chat in which this person can be reached.", now, _worker, ct);
            return;
        }

        if (address.IsQuiet)
        {
            await outbox.LaterAsync(recipient, items, now + SendFaults.QuietLook, null, _worker, ct);
            return;
        }

        try
        {
            var sent = await MeasuredAsync(address, "sent", () => SenderOf(address).SendAsync(address, items[0].Id, [.. items.Select(i => i.Card)], ct));
            await outbox.SentAsync(recipient, items, new(address.ConnectionId, sent), _worker, now, ct);
            Sent(recipient.OrganisationId, items.Count);
            signals.Changed();
        }
        catch (SendException e)
        {
            await faults.SortAsync(new(recipient, [.. items], _worker), address, e, ct);
        }
    }

    /// <summary>What the person wants to hear and may hear at this moment; the rest waits or is dropped.</summary>
    private async Task<List<OutboxItem>> WantedNowAsync(DueRecipient recipient, Guid member, List<OutboxItem> waiting, DateTimeOffset now, CancellationToken ct)
    {
        var organisation = await organisations.GetAsync(recipient.OrganisationId, ct);
        var person = await members.FindMemberAsync(recipient.OrganisationId, member, ct);
        var hours = person is null ? organisation.WorkingTime : organisation.WorkingTimeOf(person);
        var lastSent = await outbox.LastSentAsync(recipient.OrganisationId, member, ct);
        if (person?.Volume == Volume.OnlyWhatNeedsMe)
            await outbox.DropAsync(recipient, [.. waiting.Where(i => i.IsReminder)], now, _worker, ct);

        var left = person?.Volume == Volume.OnlyWhatNeedsMe ? [.. waiting.Where(i => !i.IsReminder)] : waiting;
        // A person who never works again is looked at daily.
        var opening = Mailbag.NextOpening(hours, lastSent, now) ?? now.AddDays(1);
        var weekly = person?.Volume == Volume.Weekly ? Mailbag.NextWeekly(hours, lastSent, now) ?? now.AddDays(7) : opening;
        // What would be over by then cannot wait for the week.
        foreach (var later in left.GroupBy(i => i.ExpiresAt <= weekly ? opening : weekly).Where(g => g.Key > now))
            await outbox.LaterAsync(recipient, [.. later], later.Key, null, _worker, ct);
        return [.. left.Where(i => (i.ExpiresAt <= weekly ? opening : weekly) <= now)];
    }

    private async Task UpdateAsync(DueRecipient recipient, SentMessage message, ImmutableArray<OutboxItem> changed, DateTimeOffset now, CancellationToken ct)
    {
        var bundle = await outbox.BundleAsync(recipient.OrganisationId, message, ct);
        var workspace = await connections.GetAsync(message.ConnectionId, ct);
        if (workspace.IsQuiet)
        {
            await outbox.LaterAsync(recipient, changed, now + SendFaults.QuietLook, null, _worker, ct);
            return;
        }

        // The message is where it was sent, wherever the person is by now; the platform's id of it says where.
        var address = await AddressOfAsync(recipient, ct);
        var there = address?.ConnectionId == message.ConnectionId
            ? address
            : new Address(workspace.Id, workspace.OrganisationId, workspace.Platform, address?.Person ?? "", null, "Active");
        try
        {
            await MeasuredAsync(there, "updated", async () =>
            {
                await SenderOf(there).UpdateAsync(there, message.Id, [.. bundle.Select(i => i.Card)], ct);
                return message.Id;
            });
            await outbox.SentAsync(recipient, changed, message, _worker, now, ct);
            signals.Changed();
        }
        catch (SendException e)
        {
            // Only this message is out of reach; what else is for the person goes its own way.
            await faults.SortAsync(new(recipient, changed, _worker), there with { Conversation = null }, e, ct);
        }
    }

    private async Task<string> MeasuredAsync(Address to, string outcome, Func<Task<string>> sendAsync)
    {
        using var sending = Instruments.Send(time, to.Platform).Identified("companion.connection", to.ConnectionId);
        try
        {
            var message = await sendAsync();
            sending.Outcome = outcome;
            return message;
        }
        catch (SendException e)
        {
            sending.Outcome = e.Fault.ToString();
            throw;
        }
    }

    private Task<Address?> AddressOfAsync(DueRecipient recipient, CancellationToken ct) => recipient.MemberId is { } member
        ? addresses.OfMemberAsync(recipient.OrganisationId, member, ct)
        : addresses.OfUnitAsync(recipient.OrganisationId, recipient.Channel, ct);

    private ISender SenderOf(Address address) =>
        senders.FirstOrDefault(s => s.Platform == address.Platform)
        ?? throw new InvalidOperationException($"No sender for {address.Platform}: it is not configured in this process.");

    [LoggerMessage(LogLevel.Debug, "Sent a message of {Items} items in organisation {Organisation}.")]
    private partial void Sent(Guid organisation, int items);

    [LoggerMessage(LogLevel.Warning, "A message of {Items} items in organisation {Organisation} was not sent; it will be tried again.")]
    private partial void NotSent(Exception exception, Guid organisation, int items);

    [LoggerMessage(LogLevel.Error, "The outbox could not be read; it is tried again.")]
    private partial void NotRead(Exception exception);
}
