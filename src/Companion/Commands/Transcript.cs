using System.Collections.Immutable;
using Companion.Messages;
using Companion.Storage;

namespace Companion.Commands;

/// <summary>What a chat without a history of its own keeps of a command and its answer.</summary>
internal static class Transcript
{
    public static ImmutableArray<Post> Of(ChatInput input, Guid member, Reply reply, DateTimeOffset now)
    {
        if (input.KeepsHistory)
            return [];

        return reply switch
        {
            Reply.Done { Replaces: true } done when input.Message is { } message => [Answer(input, input.Place.Id, done.Card, now, message)],
            Reply.Done done => [Said(input, member, now), Answer(input, input.Place.Id, done.Card, now, null)],
            Reply.Show { Audience: Audience.Everyone } show => [Said(input, member, now), Answer(input, input.Place.Id, show.Card, now, null)],
            Reply.Show show => [Said(input, member, now), Answer(input, DirectPlace(input, member), show.Card, now, null)],
            Reply.OpenForm or Reply.FieldErrors => [],
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    // Only the person sees the answer to what they asked in a channel: it comes to their own conversation.
    private static string DirectPlace(ChatInput input, Guid member) => input.Place.IsPrivate ? input.Place.Id : member.ToString();

    // In a channel a command comes only by a mention: without it the others would read a word nobody meant for them.
    private static Post Said(ChatInput input, Guid member, DateTimeOffset now) =>
        new(Guid.CreateVersion7(now), input.ConnectionId, input.Place.Id, member, now, input.Place.IsPrivate ? input.Said.Line : $"@companion {input.Said.Line}", []);

    private static Post Answer(ChatInput input, string place, Card card, DateTimeOffset now, Guid? replaces) =>
        new(Guid.CreateVersion7(now), input.ConnectionId, place, null, now, null, [card], replaces);
}
