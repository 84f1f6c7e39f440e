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
        var texts = decision.Texts.All().ToImmutableSortedDictionary(
            t => t.Name, t => OpenText.Of(t.Text, RandomNumberGenerator.GetBytes(OpenText.SaltLength)), StringComparer.Ordinal);
        var content = new ChainContent(
            organisation,
            decision.Number,
            decision.At,
            decision.Kind.ToString(),
            decision.UnitId,
            decision.DecidedBy,
            decision.Rule.ToString(),
            Json.Write(decision.Details),
            texts.ToImmutableSortedDictionary(t => t.Key, t => t.Value.Seal(), StringComparer.Ordinal));
        return new(decision, Chain.Seal(head.Hash, content), texts, reviewDueAt);
    }
}
