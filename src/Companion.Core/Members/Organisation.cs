using System.Collections.Immutable;

namespace Companion.Core.Members;

/// <summary>The tenant: it owns units, members and decisions, and no data crosses from one to another.</summary>
/// <param name="Zone">IANA name of the zone its days and check-ins are in.</param>
/// <param name="Hours">When its people work.</param>
/// <param name="Holidays">Days on which nobody is messaged.</param>
/// <param name="IsSetUp">False until the first unit is there.</param>
public sealed record Organisation(
    Guid Id,
    string Name,
    string Zone,
    WorkingHours Hours,
    ImmutableSortedSet<DateOnly> Holidays,
    bool IsSetUp,
    long Version)
{
    /// <summary>The zone itself; UTC when the name is no longer known to this machine.</summary>
    public TimeZoneInfo TimeZone => Zones.Find(Zone) ?? TimeZoneInfo.Utc;

    /// <summary>The working time of everybody: no person's zone or days off.</summary>
    public WorkingTime WorkingTime => new(Hours, Holidays, TimeZone, []);

    /// <summary>A person's working time.</summary>
    public WorkingTime WorkingTimeOf(Member member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return new(member.Hours ?? Hours, Holidays, Zones.Find(member.Zone) ?? TimeZone, member.TimeOff);
    }

    /// <summary>Today, where the organisation is.</summary>
    public DateOnly Today(DateTimeOffset now) => DayOf(now);

    /// <summary>The day of a moment, where the organisation is.</summary>
    public DateOnly DayOf(DateTimeOffset at) => Zones.DateAt(at, TimeZone);

    /// <summary>The first working moment of a day, such as a review date.</summary>
    public DateTimeOffset MorningOf(DateOnly day) => Zones.ToInstant(day, Hours.From, TimeZone);
}
