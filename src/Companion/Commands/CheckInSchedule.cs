using Companion.Core.CheckIns;
using Companion.Core.Members;

namespace Companion.Commands;

/// <summary>When a check-in is due next.</summary>
internal static class CheckInSchedule
{
    /// <summary>The first date after <paramref name="date"/>.</summary>
    public static CheckIn After(CheckIn checkIn, DateOnly date, Organisation organisation) =>
        On(checkIn, checkIn.Cadence.NextAfter(date), organisation);

    /// <summary>The first date from <paramref name="today"/> on whose moment has not passed.</summary>
    public static CheckIn From(CheckIn checkIn, DateOnly today, DateTimeOffset now, Organisation organisation)
    {
        var next = On(checkIn, checkIn.Cadence.NextAfter(today.AddDays(-1)), organisation);
        return next.NextAt < now ? After(checkIn, today, organisation) : next;
    }

    private static CheckIn On(CheckIn checkIn, DateOnly? date, Organisation organisation) =>
        checkIn with { NextDate = date, NextAt = date is { } day ? checkIn.Cadence.InstantOf(day, organisation.Zone) : null };
}
