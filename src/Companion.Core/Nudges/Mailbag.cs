using Companion.Core.Members;

namespace Companion.Core.Nudges;

/// <summary>When a message on the bot's own initiative may reach a person: in their working time, on a day without one so far.</summary>
public static class Mailbag
{
    /// <summary>The earliest such moment from <paramref name="now"/> on; null when the person does not work for more than a year.</summary>
    /// <param name="lastSent">When the person last got such a message.</param>
    public static DateTimeOffset? NextOpening(WorkingTime time, DateTimeOffset? lastSent, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(time);
        var opening = time.NextFrom(now);
        if (opening is null || lastSent is null || DayOf(time, opening.Value) > DayOf(time, lastSent.Value))
            return opening;

        return time.NextFrom(Zones.ToInstant(DayOf(time, lastSent.Value).AddDays(1), TimeOnly.MinValue, time.Zone));
    }

    /// <summary>The same for somebody who wants one message a week: on the first working day of a week without one so far.</summary>
    public static DateTimeOffset? NextWeekly(WorkingTime time, DateTimeOffset? lastSent, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(time);
        var monday = MondayOf(DayOf(time, now));
        for (var week = monday; week.DayNumber - monday.DayNumber < 400; week = week.AddDays(7))
        {
            var first = time.NextFrom(Zones.ToInstant(week, TimeOnly.MinValue, time.Zone));
            // A week that nobody works in passes by.
            if (first is null || MondayOf(DayOf(time, first.Value)) != week || (lastSent is { } last && MondayOf(DayOf(time, last)) >= week))
                continue;
            if (first > now)
                return first;
            if (DayOf(time, first.Value) == DayOf(time, now) && time.Contains(now))
                return now;
        }

        return null;
    }

    private static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    private static DateOnly DayOf(WorkingTime time, DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, time.Zone).DateTime);
}
