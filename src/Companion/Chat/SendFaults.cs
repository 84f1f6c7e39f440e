using System.Collections.Immutable;
using Companion.Storage;
using Companion.Views;

namespace Companion.Chat;

/// <summary>What follows when a platform did not take a message: wait, try another way to the person, go quiet, or give up where people can see it.</summary>
internal sealed partial class SendFaults(
    OutboxStore outbox,
    AddressStore addresses,
    ConnectionStore connections,
    ConversationStore conversations,
    IdentityStore identities,
    StewardStore stewards,
    TimeProvider time,
    ILogger<SendFaults> logger)
{
    /// <summary>How often to look at what waits for a workspace that is gone for now; one that comes back is looked at at once.</summary>
    public static readonly TimeSpan QuietLook = TimeSpan.FromHours(6);

    // Waits double up to an hour: a platform that is down has two days to come back.
    private const int MostRetries = 60;

    // A fault of a kind nobody foresaw is probably ours: an hour is enough.
    private const int MostAttempts = 12;

    /// <param name="address">Where it was sent; without a conversation when it was an earlier message that was to be changed.</param>
    public async Task SortAsync(Held held, Address address, SendException e, CancellationToken ct)
    {
        NotTaken(e.Code, e.Fault, held.Recipient.OrganisationId, held.Items.Length);
        var now = time.GetUtcNow();
        switch (e.Fault)
        {
            case SendFault.Disconnected:
                await connections.QuietAsync(address.ConnectionId, e.Code, forgetSecret: false, now, ct);
                await outbox.LaterAsync(held.Recipient, held.Items, now + QuietLook, e.Code, held.Worker, ct);
                break;
            case SendFault.Unreachable:
                await UnreachableAsync(held, address, e.Code, now, ct);
                break;
            case SendFault.Bug:
                NotAccepted(e, e.Code, held.Recipient.OrganisationId);
                await outbox.GiveUpAsync(held.Recipient, held.Items, e.Code, now, held.Worker, ct);
                break;
            case SendFault.Retry:
            default:
                await WaitAsync(held, e.Code, e.After, MostRetries, ct);
                break;
        }
    }

    /// <summary>Waits longer with each attempt, and gives up after about an hour.</summary>
    public Task BackOffAsync(Held held, string failure, CancellationToken ct) => WaitAsync(held, failure, null, MostAttempts, ct);

    private async Task UnreachableAsync(Held held, Address address, string code, DateTimeOffset now, CancellationToken ct)
    {
        var isUpdate = held.Items.All(i => !i.IsNew);
        if (!isUpdate && address.Conversation is { } conversation && await conversations.GoneAsync(address.ConnectionId, conversation, code, ct) && address.IsChannel)
            await stewards.TellAsync(held.Recipient.OrganisationId, $"channel {conversation} gone {now:yyyy-MM-dd}", ChannelView.Gone(held.Recipient.Channel ?? "", code), now, ct);
        if (!isUpdate && !address.IsChannel && await HasAnotherWayAsync(held.Recipient, address, code, ct))
            await outbox.LaterAsync(held.Recipient, held.Items, now, code, held.Worker, ct);
        else
            await outbox.GiveUpAsync(held.Recipient, held.Items, code, now, held.Worker, ct);
    }

    /// <summary>True when the person has an identity elsewhere that was not tried.</summary>
    private async Task<bool> HasAnotherWayAsync(DueRecipient recipient, Address failed, string code, CancellationToken ct)
    {
        await identities.UnreachableAsync(new(failed.ConnectionId, failed.OrganisationId), failed.Person, code, ct);
        return await addresses.OfMemberAsync(recipient.OrganisationId, recipient.MemberId!.Value, ct) is { IsQuiet: false, IsUnreachable: false };
    }

    private async Task WaitAsync(Held held, string failure, TimeSpan? asked, int most, CancellationToken ct)
    {
        if (held.Items.IsEmpty)
            return;

        var now = time.GetUtcNow();
        var attempts = held.Items.Max(i => i.Attempts) + 1;
        var own = TimeSpan.FromSeconds(Math.Min(3600, Math.Pow(2, attempts)) * (0.8 + (0.4 * Random.Shared.NextDouble())));
        if (attempts >= most)
            await outbox.GiveUpAsync(held.Recipient, held.Items, failure, now, held.Worker, ct);
        else
            await outbox.LaterAsync(held.Recipient, held.Items, now + (asked > own ? asked.Value : own), failure, held.Worker, ct);
    }

    [LoggerMessage(LogLevel.Warning, "A platform did not take a message of {Items} items in organisation {Organisation}: {Code} ({Fault}).")]
    private partial void NotTaken(string code, SendFault fault, Guid organisation, int items);

    [LoggerMessage(LogLevel.Error, "A platform does not accept what was made for it ({Code}) in organisation {Organisation}: a fault of ours.")]
    private partial void NotAccepted(Exception exception, string code, Guid organisation);
}

/// <summary>Items that a worker holds for a recipient.</summary>
internal sealed record Held(DueRecipient Recipient, ImmutableArray<OutboxItem> Items, Guid Worker);
