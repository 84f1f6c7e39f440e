using System.Collections.Concurrent;
using System.Collections.Immutable;
using Companion.Chat;
using Companion.Messages;
using Companion.Storage;

namespace Companion.Platforms.Teams;

/// <summary>Brings cards to people and channels of Teams.</summary>
/// <remarks>A message is known by its conversation and its activity id, "a:1|1700000000000": both are needed to find it again.</remarks>
internal sealed class Sender(Connector connector, Composer composer, ConnectionStore connections, ConversationStore conversations, MemberStore members, TimeProvider time) : ISender
{
    // A chat that refused a private answer is asked again another day: clients learn.
    private static readonly TimeSpan AskAgain = TimeSpan.FromHours(12);
    private const int MostTeams = 20;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _takesNoPrivate = new(StringComparer.Ordinal);

    public string Platform => People.Platform;

    public static string MessageId(string place, string activity) => $"{place}|{activity}";

    public async Task<string> SendAsync(Address to, Guid messageId, ImmutableArray<Card> cards, CancellationToken ct)
    {
        var (route, place, details) = await WayAsync(to, ct);
        // In a channel everybody mentioned would be called; in a conversation of one's own nobody is.
        var composed = to.IsChannel
            ? new(Renderer.Render(cards, new() { IsKept = true }), Renderer.Summary(cards))
            : await composer.ShowAsync(cards, to.ConnectionId, new() { IsKept = true, RefreshFor = details.User }, ct);
        var id = await connector.PostAsync(route, place, null, Message.Of(composed.Card, composed.Summary, details.Bot, place), targeted: false, ct);
        return MessageId(place, id);
    }

    public async Task UpdateAsync(Address to, string message, ImmutableArray<Card> cards, CancellationToken ct)
    {
        if (message.Split('|') is not [var place, { Length: > 0 } activity])
            return;

        var workspace = await connections.GetAsync(to.ConnectionId, ct);
        var details = TalkDetails.Read((await conversations.FindAsync(to.ConnectionId, place, ct))?.Details) ?? TalkDetails.Read(workspace.Details)
            ?? throw new SendException(SendFault.Unreachable, "a conversation without an address");
        var composed = details.User is null
            ? new(Renderer.Render(cards, new() { IsKept = true }), Renderer.Summary(cards))
            : await composer.ShowAsync(cards, to.ConnectionId, new() { IsKept = true, RefreshFor = details.User }, ct);
        try
        {
            await connector.PutAsync(new(details.ServiceUrl, workspace.External), place, activity, Message.Of(composed.Card, composed.Summary, details.Bot, place), ct);
        }
        // Somebody deleted the message: there is nothing left that could be out of date.
        catch (SendException e) when (e.Code.EndsWith("ActivityNotFoundInConversation", StringComparison.Ordinal))
        {
        }
    }

    public async Task AnswerAsync(ChatInput input, Reply reply, CancellationToken ct)
    {
        var to = AnswerTo.Read(input.AnswerTo ?? throw new InvalidOperationException("An input of Teams says where its answer goes."));
        var isForAll = reply is Reply.Done or Reply.Show { Audience: Audience.Everyone } && !to.IsTargeted;
        var frame = new Frame { Page = to.Page, Back = to.Back, Step = to.Step };
        if (to.IsPersonal || !isForAll)
        {
            var composed = await composer.ComposeAsync(input, reply, frame, ct);
            await (to.IsPersonal ? AnswerPersonAsync(to, composed, ct) : AnswerPrivatelyAsync(input, to, composed, ct));
            return;
        }

        var card = reply is Reply.Done done ? done.Card : ((Reply.Show)reply).Card;
        await PostAsync(to, new(Renderer.Render(card, frame), Renderer.Summary([card])), null, ct);
    }

    // A client that cannot be answered in place has its message changed.
    private async Task AnswerPersonAsync(AnswerTo to, Composed composed, CancellationToken ct)
    {
        if (to.Message is { Length: > 0 } message && composed.KeepsForm is null)
        {
            try
            {
                await connector.PutAsync(new(to.ServiceUrl, to.Tenant), to.Conversation, message, Message.Of(composed.Card, composed.Summary, to.Bot, to.Conversation), ct);
                return;
            }
            catch (SendException e) when (e.Fault is SendFault.Bug or SendFault.Unreachable)
            {
                // It is gone, or was not ours: a new one then.
            }
        }

        await PostAsync(to, composed, null, ct);
    }

    /// <summary>In a channel or group: a message that only the person sees; where there is none, their own conversation; where that is not open either, a word in the open that gives nothing away.</summary>
    private async Task AnswerPrivatelyAsync(ChatInput input, AnswerTo to, Composed composed, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (!_takesNoPrivate.TryGetValue(to.Place, out var refused) || now - refused > AskAgain)
        {
            try
            {
                await PostAsync(to, composed, to.User, ct);
                return;
            }
            catch (SendException e) when (e.Fault is SendFault.Bug or SendFault.Unreachable)
            {
                _takesNoPrivate[to.Place] = now;
            }
        }

        try
        {
            var own = await connector.OpenAsync(new(to.ServiceUrl, to.Tenant), to.User, to.Bot, ct);
            await connector.PostAsync(new(to.ServiceUrl, to.Tenant), own, null, Message.Of(composed.Card, composed.Summary, to.Bot, own), targeted: false, ct);
        }
        catch (SendException e) when (e.Fault is SendFault.Bug or SendFault.Unreachable)
        {
            var card = Card.Say("Let us talk in private", Part.Says("My answer is for you alone, and I cannot reach you alone yet. Open a chat with me, or add me for yourself, and ask me there."));
            await PostAsync(to, new(Renderer.Render(card, Frame.Bare), card.Title), null, ct);
        }
    }

    private async Task PostAsync(AnswerTo to, Composed composed, string? onlyFor, CancellationToken ct)
    {
        var (route, message) = (new Route(to.ServiceUrl, to.Tenant), Message.Of(composed.Card, composed.Summary, to.Bot, to.Conversation, onlyFor));
        try
        {
            await connector.PostAsync(route, to.Conversation, onlyFor is null ? to.Activity : null, message, targeted: onlyFor is not null, ct);
        }
        // Somebody deleted what they had said: the answer comes by itself then.
        catch (SendException e) when (onlyFor is null && to.Activity.Length > 0 && e.Code.EndsWith("ActivityNotFoundInConversation", StringComparison.Ordinal))
        {
            await connector.PostAsync(route, to.Conversation, null, message, targeted: false, ct);
        }
    }

    /// <summary>Where a message goes. A person's own conversation is opened when there is none yet.</summary>
    private async Task<(Route Route, string Place, TalkDetails Details)> WayAsync(Address to, CancellationToken ct)
    {
        var workspace = await connections.GetAsync(to.ConnectionId, ct);
        if (to.Conversation is { } place)
        {
            var details = TalkDetails.Read((await conversations.FindAsync(to.ConnectionId, place, ct))?.Details) ?? TalkDetails.Read(workspace.Details)
                ?? throw new SendException(SendFault.Unreachable, "a conversation without an address");
            return (new(details.ServiceUrl, workspace.External), place, details);
        }

        return await OpenAsync(workspace, to.Person, ct);
    }

    private async Task<(Route Route, string Place, TalkDetails Details)> OpenAsync(Workspace workspace, string person, CancellationToken ct)
    {
        foreach (var shared in (await conversations.ActiveAsync(workspace.Id, MostTeams, ct)).Where(c => c.Kind != ConversationKind.Personal))
        {
            if (TalkDetails.Read(shared.Details) is not { } details)
                continue;

            // Only somebody's roster tells how this bot knows a person.
            var route = new Route(details.ServiceUrl, workspace.External);
            if (await connector.MemberAsync(route, details.Team ?? shared.External, person, ct) is not { } member)
                continue;

            var place = await connector.OpenAsync(route, member.Id, details.Bot, ct);
            var own = new TalkDetails(details.ServiceUrl, member.Id, details.Bot, null);
            if (await members.FindAsync(workspace.Id, person, ct) is { } known)
                await conversations.KeepAsync(workspace.Connection, new(place, ConversationKind.Personal, known.Id, "", own.Write()), time.GetUtcNow(), ct);
            return (route, place, own);
        }

        throw new SendException(SendFault.Unreachable, "no conversation with this person");
    }
}
