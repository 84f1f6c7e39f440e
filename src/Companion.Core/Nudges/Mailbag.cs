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

    private static DateOnly DayOf(WorkingTime time, DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, time.Zone).DateTime);
}
