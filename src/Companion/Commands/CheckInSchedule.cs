using Companion.Core.CheckIns;
using Companion.Core.Members;

namespace Companion.Commands;

/// <summary>When a check-in is due next.</summary>
internal static class CheckInSchedule
{
    /// <summary>The first date after <paramref name="date"/>.</summary>
    public static CheckIn After(CheckIn checkIn, DateOnly date, Organisation organisation, IEnumerable<Member> members) =>
        On(checkIn, checkIn.Cadence.NextAfter(date), organisation, members);

    /// <summary>The first date from <paramref name="today"/> on whose moment has not passed.</summary>
    public static CheckIn From(CheckIn checkIn, DateOnly today, DateTimeOffset now, Organisation organisation, IEnumerable<Member> members)
    {
        var next = On(checkIn, checkIn.Cadence.NextAfter(today.AddDays(-1)), organisation, members);
        return next.NextAt < now ? After(checkIn, today, organisation, members) : next;
    }

    /// <summary>The window of a round: in everybody's own time it lasts as long for whoever lives furthest west.</summary>
    public static RoundWindow WindowOf(CheckIn checkIn, DateOnly date, DateTimeOffset opens, Organisation organisation, IEnumerable<Member> members)
    {
        var last = Moments(checkIn, date, organisation, members).Append(opens).Max();
        return RoundWindow.Of(opens, checkIn.WindowDays, organisation.WorkingTime) with { ClosesAt = RoundWindow.Of(last, checkIn.WindowDays, organisation.WorkingTime).ClosesAt };
    }

    // In everybody's own time the round opens where the day begins first.
    private static CheckIn On(CheckIn checkIn, DateOnly? date, Organisation organisation, IEnumerable<Member> members) =>
        checkIn with { NextDate = date, NextAt = date is { } day ? Moments(checkIn, day, organisation, members).Min() : null };

    private static IEnumerable<DateTimeOffset> Moments(CheckIn checkIn, DateOnly date, Organisation organisation, IEnumerable<Member> members) =>
        (checkIn.Cadence.Zone is null ? members.Select(m => m.Zone).Distinct(StringComparer.Ordinal) : []).DefaultIfEmpty(organisation.Zone).Select(zone => checkIn.Cadence.InstantOf(date, zone));
}
