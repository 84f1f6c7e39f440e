using System.Collections.Immutable;
using System.Globalization;
using Companion.Chat;
using Companion.Messages;
using Companion.Storage;

namespace Companion.Platforms.WebChat;

/// <summary>Brings outgoing messages into the local web chat: a post with the id of the message, so that trying again changes nothing.</summary>
internal sealed class Sender(PostStore posts, TimeProvider time) : ISender
{
    public string Platform => People.Platform;

    public async Task<string> SendAsync(Address to, Guid messageId, ImmutableArray<Card> cards, CancellationToken ct)
    {
        await PostAsync(to, messageId, cards, ct);
        return messageId.ToString("D", CultureInfo.InvariantCulture);
    }

    public Task UpdateAsync(Address to, string message, ImmutableArray<Card> cards, CancellationToken ct) =>
        PostAsync(to, Guid.Parse(message, CultureInfo.InvariantCulture), cards, ct);

    // The chat's own history, written with the change, has the answer already.
    public Task AnswerAsync(ChatInput input, Reply reply, CancellationToken ct) => Task.CompletedTask;

    private Task PostAsync(Address to, Guid id, ImmutableArray<Card> cards, CancellationToken ct) =>
        posts.AddAsync(to.OrganisationId, [new(id, to.ConnectionId, to.IsChannel ? Receiver.General : to.Person, null, time.GetUtcNow(), null, cards)], ct);
}
