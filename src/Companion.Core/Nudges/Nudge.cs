using System.Collections.Immutable;
using Companion.Core.Readiness;

namespace Companion.Core.Nudges;

/// <summary>A message that asks named people for a decision. One per cause, ever: the cause is the unit and the episode.</summary>
/// <param name="Episode">What calls; its kind, stage, criterion and start are the cause.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="Recipients">The people asked, each with a clock of their own.</param>
/// <param name="EscalatedAt">When the stewards were told; null while they were not.</param>
public sealed record Nudge(
    Guid Id,
    Guid UnitId,
    Episode Episode,
    NudgeState State,
    ImmutableArray<Recipient> Recipients,
    DateTimeOffset? EscalatedAt,
    long Version);

/// <summary>One person who was asked, and their clock.</summary>
/// <param name="DeliveredAt">When the message reached them; the clock starts here.</param>
/// <param name="RemindedAt">When they were reminded; once.</param>
/// <param name="SnoozedFrom">When they put it off; the clock stands still until <paramref name="SnoozedUntil"/>.</param>
public sealed record Recipient(
    Guid Member,
    DateTimeOffset? DeliveredAt = null,
    DateTimeOffset? RemindedAt = null,
    DateTimeOffset? SnoozedFrom = null,
    DateTimeOffset? SnoozedUntil = null);

/// <summary>The life of a nudge.</summary>
public enum NudgeState
{
    /// <summary>Waits for an answer.</summary>
    Open,

    /// <summary>A decision answered it.</summary>
    Answered,

    /// <summary>Its cause ended by itself, or its unit was retired.</summary>
    Moot,

    /// <summary>Nobody answered for 30 working days: visible in status, no more messages.</summary>
    Lapsed,
}
