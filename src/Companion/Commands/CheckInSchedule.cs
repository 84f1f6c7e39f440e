using Companion.Core.CheckIns;
using Companion.Core.Members;

namespace Companion.Commands;

/// <summary>When a check-in is due next.</summary>
internal static class CheckInSchedule
{
    private const string EarliestZone = "Pacific/Kiritimati";

    /// <summary>The first date after <paramref name="date"/>.</summary>
    public static CheckIn After(CheckIn checkIn, DateOnly date, Organisation organisation) => On(checkIn, checkIn.Cadence.NextAfter(date), organisation);

    /// <summary>The first date from <paramref name="today"/> on whose moment has not passed.</summary>
    public static CheckIn From(CheckIn checkIn, DateOnly today, DateTimeOffset now, Organisation organisation, IEnumerable<Member> members)
    {
        var next = On(checkIn, checkIn.Cadence.NextAfter(today.AddDays(-1)), organisation);
        return next.NextDate is { } date && OpensAt(checkIn, date, organisation, members) < now ? After(checkIn, today, organisation) : next;
    }

    /// <summary>The window of a round: in everybody's own time it reminds and closes as for whoever lives furthest west.</summary>
    public static RoundWindow WindowOf(CheckIn checkIn, DateOnly date, DateTimeOffset opens, Organisation organisation, IEnumerable<Member> members)
    {
        var last = Moments(checkIn, date, organisation, members).Append(opens).Max();
        return RoundWindow.Of(last, checkIn.WindowDays, organisation.WorkingTime) with { Scheduled = opens };
    }

    /// <summary>When a round opens: in everybody's own time where the day begins first.</summary>
    public static DateTimeOffset OpensAt(CheckIn checkIn, DateOnly date, Organisation organisation, IEnumerable<Member> members) =>
        Moments(checkIn, date, organisation, members).Min();

    // In everybody's own time somebody may join or move east until then: it is looked at from where on earth the day begins first.
    private static CheckIn On(CheckIn checkIn, DateOnly? date, Organisation organisation) =>
        checkIn with { NextDate = date, NextAt = date is { } day ? checkIn.Cadence.InstantOf(day, checkIn.Cadence.Zone is null ? EarliestZone : organisation.Zone) : null };

    private static IEnumerable<DateTimeOffset> Moments(CheckIn checkIn, DateOnly date, Organisation organisation, IEnumerable<Member> members) =>
        (checkIn.Cadence.Zone is null ? members.Select(m => m.Zone).Distinct(StringComparer.Ordinal) : []).DefaultIfEmpty(organisation.Zone).Select(zone => checkIn.Cadence.InstantOf(date, zone));
}
