using System.Collections.Immutable;

namespace Companion.Messages;

/// <summary>The only thing a platform gives inward: who said what, where, and the key of the delivery.</summary>
/// <param name="ConnectionId">The chat it came through; it belongs to exactly one organisation.</param>
/// <param name="Person">The person's identity on that connection, as the platform spells it.</param>
/// <param name="Place">The conversation it was said in.</param>
/// <param name="Key">The same for every repeat of one delivery; null when a repeat cannot happen.</param>
/// <param name="Message">The message whose button was pressed or whose form was submitted.</param>
/// <param name="AnswerTo">What the platform needs to bring an answer later; its own JSON, which nobody else reads.</param>
/// <param name="KeepsHistory">False for a chat that keeps no history of its own: then what is said and answered is kept here.</param>
internal sealed record ChatInput(Guid ConnectionId, string Person, Place Place, Said Said, string? Key, Guid? Message = null, bool KeepsHistory = true, string? AnswerTo = null);

/// <summary>A conversation: the person's own with the bot, or a channel.</summary>
internal sealed record Place(string Id, bool IsPrivate)
{
    /// <summary>The thread of a channel it was said in; null outside of threads, and where there are none.</summary>
    public string? Thread { get; init; }
}

/// <summary>What a person did: typed, pressed or submitted. All three are a command line, the last with fields.</summary>
/// <param name="Line">The command line.</param>
/// <param name="Fields">The values of a submitted form by field name; null when nothing was submitted.</param>
internal sealed record Said(string Line, ImmutableSortedDictionary<string, string>? Fields = null)
{
    public string Line { get; init; } = Keepable.Of(Line);

    public ImmutableSortedDictionary<string, string>? Fields { get; init; } =
        Fields is null || Fields.Values.All(v => Keepable.Of(v) == v) ? Fields : Fields.ToImmutableSortedDictionary(f => f.Key, f => Keepable.Of(f.Value), StringComparer.Ordinal);
}
