using System.Collections.Immutable;

namespace Companion.Core.Members;

/// <summary>When one person works: hours in their zone, without the organisation's holidays and their own days off.</summary>
public sealed record WorkingTime(WorkingHours Hours, ImmutableSortedSet<DateOnly> Holidays, TimeZoneInfo Zone, ImmutableArray<TimeOff> Off)
{
    // Nobody plans further; a search for a working day has to end somewhere.
    private const int FarthestDays = 800;

    /// <summary>True inside working hours of a working day.</summary>
    public bool Contains(DateTimeOffset at) => NextFrom(at) == at;

    /// <summary>True when the person works on that day.</summary>
    public bool WorksOn(DateOnly day) =>
        Hours.Days.Contains(day.DayOfWeek) && !Holidays.Contains(day) && !Off.Any(o => o.From <= day && day <= o.To);

    /// <summary>The moment itself when it is inside working time, else the beginning of the next working day; null when there is none for two years.</summary>
    public DateTimeOffset? NextFrom(DateTimeOffset at)
    {
        var today = Zones.DateAt(at, Zone);
        for (var day = today; day.DayNumber - today.DayNumber < FarthestDays; day = day.AddDays(1))
        {
            if (!WorksOn(day))
                continue;
            if (at < Opening(day))
                return Opening(day);
            if (at < Closing(day))
                return at;
        }

        return null;
    }

    /// <summary>The same time of day that many working days later; counted from the next working moment when it begins outside working time. Null when there is none for two years.</summary>
    /// <param name="days">0 or more.</param>
    public DateTimeOffset? AddWorkingDays(DateTimeOffset from, int days)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        if (NextFrom(from) is not { } start)
            return null;

        var (first, time) = (Zones.DateAt(start, Zone), TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(start, Zone).DateTime));
        var (day, left) = (first, days);
        while (left > 0)
        {
            day = day.AddDays(1);
            if (day.DayNumber - first.DayNumber > FarthestDays + days)
                return null;
            if (WorksOn(day))
                left--;
        }

        return days == 0 ? start : Zones.ToInstant(day, time, Zone);
    }

    /// <summary>How many whole working days lie between two moments: the most for which <see cref="AddWorkingDays"/> does not pass the second.</summary>
    public int WorkingDaysBetween(DateTimeOffset from, DateTimeOffset to)
    {
        if (NextFrom(from) is not { } start || to <= start)
            return 0;

        var (day, last, count) = (Zones.DateAt(start, Zone), Zones.DateAt(to, Zone), 0);
        var time = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(start, Zone).DateTime);
        for (day = day.AddDays(1); day <= last; day = day.AddDays(1))
            if (WorksOn(day) && Zones.ToInstant(day, time, Zone) <= to)
                count++;

        return count;
    }

    private DateTimeOffset Opening(DateOnly day) => Zones.ToInstant(day, Hours.From, Zone);

    private DateTimeOffset Closing(DateOnly day) => Zones.ToInstant(day, Hours.To, Zone);
}
