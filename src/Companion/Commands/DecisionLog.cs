using System.Collections.Immutable;
using System.Security.Cryptography;
using Companion.Core.Decisions;
using Companion.Storage;

namespace Companion.Commands;

/// <summary>Turns a decision into the next entry of the chain; the salts of its texts are drawn here, since Core has no chance in it.</summary>
internal static class DecisionLog
{
    public static SealedDecision Seal(Guid organisation, LogHead head, Decision decision, DateTimeOffset? reviewDueAt)
    {
        var seals = decision.Texts.All().ToImmutableSortedDictionary(
            t => t.Name, t => SealedText.Of(t.Text, RandomNumberGenerator.GetBytes(SealedText.SaltLength)), StringComparer.Ordinal);
        var content = new ChainContent(
            organisation,
            decision.Number,
            decision.At,
            decision.Kind.ToString(),
            decision.UnitId,
            decision.DecidedBy,
            decision.Rule.ToString(),
            Json.Write(decision.Details),
            seals);
        return new(decision, Chain.Seal(head.Hash, content), reviewDueAt);
    }
}
