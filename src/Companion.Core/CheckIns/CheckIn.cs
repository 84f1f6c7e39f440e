using System.Collections.Immutable;

namespace Companion.Core.CheckIns;

/// <summary>A recurring questionnaire about some units.</summary>
/// <param name="Cadence">When its rounds are scheduled.</param>
/// <param name="WindowDays">How long a round is open, in working days of the organisation.</param>
/// <param name="IsPaused">While true, due rounds are passed over.</param>
/// <param name="AsksGate">True when it asks for the stability gate too.</param>
/// <param name="Units">The units it asks about.</param>
/// <param name="NextDate">The local date of the next round; null when there is none.</param>
/// <param name="NextAt">The moment of the next round.</param>
public sealed record CheckIn(
    Guid Id,
    string Name,
    Cadence Cadence,
    int WindowDays,
    bool IsPaused,
    bool AsksGate,
    ImmutableArray<Guid> Units,
    DateOnly? NextDate,
    DateTimeOffset? NextAt,
    long Version)
{
    /// <summary>True when nobody, Companion included, knows afterwards who answered what.</summary>
    public bool IsAnonymous { get; init; }

    /// <summary>Who is asked for opinions; facts are asked of their reporters, in it or not.</summary>
    public Invitees Asks { get; init; } = Invitees.Everyone;
}
