using System.Collections.Immutable;

namespace Companion.Core.Members;

/// <summary>A person of the organisation.</summary>
/// <param name="Name">As the person is shown.</param>
/// <param name="IsSteward">Oversees the whole equalizer.</param>
/// <param name="Zone">IANA name of the person's time zone.</param>
/// <param name="TimeOff">The person's days off.</param>
public sealed record Member(Guid Id, string Name, bool IsSteward, string Zone, ImmutableArray<TimeOff> TimeOff);
