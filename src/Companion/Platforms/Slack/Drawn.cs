using System.Runtime.CompilerServices;
using Companion.Messages;

namespace Companion.Platforms.Slack;

/// <summary>Answers that were drawn before: as long as a card is the same object and looks the same, so do its bytes.</summary>
/// <remarks>Cards never change; whoever makes one knows until when it is true. What is drawn goes when its card goes.</remarks>
internal static class Drawn
{
    private static readonly ConditionalWeakTable<Card, Ephemerals> Known = [];

    /// <summary>The answer to a slash command, as <see cref="Answers.Ephemeral"/> draws it.</summary>
    public static byte[] Ephemeral(Card card, Look look, string line, bool forEveryone)
    {
        if (Known.TryGetValue(card, out var drawn) && drawn.Line == line && drawn.ForEveryone == forEveryone && drawn.Look == look)
            return drawn.Bytes;

        var bytes = SlackJson.Bytes(Answers.Ephemeral(card, look, line, forEveryone));
        Known.AddOrUpdate(card, new(look, line, forEveryone, bytes));
        return bytes;
    }

    private sealed record Ephemerals(Look Look, string Line, bool ForEveryone, byte[] Bytes);
}
