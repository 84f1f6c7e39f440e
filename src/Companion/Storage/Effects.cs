using System.Collections.Immutable;
using Companion.Core.Decisions;
using Companion.Messages;

namespace Companion.Storage;

/// <summary>What belongs to a change and must be written with it or not at all: log entries, outgoing messages, the history of a chat that keeps none, and the key of the delivery.</summary>
internal sealed record Effects(Guid OrganisationId, DateTimeOffset At)
{
    public ImmutableArray<SealedDecision> Log { get; init; } = [];

    public ImmutableArray<Outgoing> Send { get; init; } = [];

    public ImmutableArray<Revision> Revise { get; init; } = [];

    public ImmutableArray<Post> Posts { get; init; } = [];

    public Delivery? Delivery { get; init; }

    /// <summary>How the change can be taken back, for a person who changes their mind at once.</summary>
    public Change? Change { get; init; }
}

/// <summary>A change as "undo" sees it.</summary>
/// <param name="By">Whose change it is.</param>
/// <param name="Says">What was changed, in a few words.</param>
/// <param name="Subject">What it concerns: a later change of the same, by anybody, builds on this one.</param>
/// <param name="Back">The command line that takes it back; null when nothing can.</param>
internal sealed record Change(Guid By, string Says, string Subject, string? Back);

/// <summary>A decision with its place in the chain.</summary>
internal sealed record SealedDecision(Decision Decision, ChainEntry Entry, ImmutableSortedDictionary<string, OpenText> Texts, DateTimeOffset? ReviewDueAt)
{
    /// <summary>The command line that decides the contrary, for whoever says "undo"; null when there is no single one.</summary>
    public string? Contrary { get; init; }
}

/// <summary>A message on the program's own initiative.</summary>
/// <param name="Once">Unique in the organisation: the same message is never queued twice.</param>
/// <param name="Subject">What it is about ("nudge 17"): a later revision of the subject reaches every copy.</param>
/// <param name="MemberId">The person it goes to; null for a channel.</param>
/// <param name="ExpiresAt">When it is no longer worth sending.</param>
internal sealed record Outgoing(string Once, string Subject, Guid? MemberId, Card Card, DateTimeOffset DueAt, DateTimeOffset? ExpiresAt)
{
    /// <summary>For a channel: the key of the unit whose channel it is; null for the organisation's.</summary>
    public string? Unit { get; init; }
}

/// <summary>A card that takes the place of what was sent about a subject; what still waits is dropped.</summary>
/// <param name="memberId">Whose copy; null for everybody's.</param>
internal sealed class Revision(string subject, Guid? memberId, Card card)
{
    public string Subject => subject;

    public Guid? MemberId => memberId;

    /// <summary>As it is stored. Written here and not by the one writer, whom everybody waits for.</summary>
    public string CardJson { get; } = Json.Write(card);
}

/// <summary>A line or a card in a chat that keeps no history of its own.</summary>
/// <param name="Place">The conversation.</param>
/// <param name="AuthorId">Null for Companion.</param>
/// <param name="Cards">One message may carry several cards.</param>
/// <param name="Replaces">The message whose place it takes.</param>
internal sealed record Post(Guid Id, Guid ConnectionId, string Place, Guid? AuthorId, DateTimeOffset At, string? Line, ImmutableArray<Card> Cards, Guid? Replaces = null);

/// <summary>The key of a delivery and the answer that a repeat of it gets.</summary>
internal sealed class Delivery(Guid connectionId, string key, Reply reply)
{
    public Guid ConnectionId => connectionId;

    public string Key => key;

    /// <inheritdoc cref="Revision.CardJson" />
    public string ReplyJson { get; } = Json.Write(reply);
}
