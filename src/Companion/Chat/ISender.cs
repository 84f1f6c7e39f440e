using System.Collections.Immutable;
using Companion.Messages;
using Companion.Storage;

namespace Companion.Chat;

/// <summary>Brings messages to one platform. What goes wrong there leaves as a <see cref="SendException"/>.</summary>
internal interface ISender
{
    /// <summary>The platform's name in the connections table.</summary>
    string Platform { get; }

    /// <summary>Sends a new message of one or more cards.</summary>
    /// <param name="messageId">Proposed by the caller: the same when the same message is tried again.</param>
    /// <returns>The message as the platform knows it.</returns>
    Task<string> SendAsync(Address to, Guid messageId, ImmutableArray<Card> cards, CancellationToken ct);

    /// <summary>Shows other cards in place of a sent message.</summary>
    Task UpdateAsync(Address to, string message, ImmutableArray<Card> cards, CancellationToken ct);

    /// <summary>Brings the answer to an input that was acknowledged first and handled from the inbox.</summary>
    Task AnswerAsync(ChatInput input, Reply reply, CancellationToken ct);
}
