using System.Collections.Immutable;

namespace Companion.Core.Members;

/// <summary>A person of the organisation.</summary>
/// <param name="Name">As the person is shown.</param>
/// <param name="IsSteward">Oversees the whole equalizer.</param>
/// <param name="Zone">IANA name of the person's time zone.</param>
/// <param name="TimeOff">The person's days off.</param>
public sealed record Member(Guid Id, string Name, bool IsSteward, string Zone, ImmutableArray<TimeOff> TimeOff)
{
    /// <summary>The person's own working hours; null for the organisation's.</summary>
    public WorkingHours? Hours { get; init; }

    /// <summary>How much the person wants to hear.</summary>
    public Volume Volume { get; init; }

    /// <summary>What is shown in the place of a name that was erased.</summary>
    public const string Forgotten = "somebody who left";
}

/// <summary>How much of what Companion sends on its own initiative reaches a person.</summary>
public enum Volume
{
    /// <summary>Each message as it comes, at most one a day.</summary>
    Everything,

    /// <summary>Only what asks the person for something: no reminders, no news.</summary>
    OnlyWhatNeedsMe,

    /// <summary>One message a week, on the first working day; check-ins that would close before come when they open.</summary>
    Weekly,
}
