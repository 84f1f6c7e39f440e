namespace Companion.Core.Readiness;

/// <summary>A stretch of time in which one thing about a unit called for people. One nudge per episode, ever.</summary>
/// <param name="Kind">What called.</param>
/// <param name="Stage">The stage it is about: the next one, the level, the target.</param>
/// <param name="Criterion">The criterion an alarm is about; empty otherwise.</param>
/// <param name="Start">When it began; with the fields above it identifies the cause.</param>
/// <param name="LeftAt">When its condition last ended; null while it holds.</param>
/// <param name="HeldUntil">The review date of the hold that answered it.</param>
/// <param name="IsHeld">True while a hold silences it.</param>
public sealed record Episode(
    EpisodeKind Kind,
    int Stage,
    string Criterion,
    DateTimeOffset Start,
    DateTimeOffset? LeftAt = null,
    DateTimeOffset? HeldUntil = null,
    bool IsHeld = false)
{
    /// <summary>True when it holds now and nobody has answered it with a hold.</summary>
    public bool Calls => LeftAt is null && !IsHeld;
}

/// <summary>What calls for people.</summary>
public enum EpisodeKind
{
    /// <summary>Decide on the next stage.</summary>
    Ready,

    /// <summary>Mend it or step back.</summary>
    Overextended,

    /// <summary>Move, re-date or drop the target.</summary>
    Late,

    /// <summary>Report and measurement differ.</summary>
    Alarm,
}
