using System.Globalization;

namespace Companion.Core.CheckIns;

/// <summary>When the rounds of a check-in are scheduled. A round is identified by its local date.</summary>
/// <param name="Rule">Which days.</param>
/// <param name="Time">The local time of day.</param>
/// <param name="Zone">IANA name of the zone the time is in; null for each person's own.</param>
/// <param name="Anchor">The day counting starts from; no round lies before it.</param>
public sealed record Cadence(CadenceRule Rule, TimeOnly Time, string? Zone, DateOnly Anchor)
{
    /// <summary>Days of one period, from which freshness follows: 7 a week, 30 a month; the longest gap between two rounds where months are passed over.</summary>
    public int DaysOfOnePeriod => Skips is null ? Rule.DaysOfOnePeriod : Math.Max(Rule.DaysOfOnePeriod, LongestGap());

    /// <summary>What a month must have to have a round, as "fifth Friday"; null where every month has it.</summary>
    public string? Skips => (Rule as CadenceRule.Monthly)?.On is MonthDay.Weekday { Nth: MonthDay.Weekday.MostInAMonth } rare ? $"{MonthDay.Weekday.Places[rare.Nth]} {rare.Day}" : null;

    /// <summary>The first scheduled date after <paramref name="date"/>; null at the end of the calendar.</summary>
    public DateOnly? NextAfter(DateOnly date) => Rule.NextAfter(date, Anchor);

    /// <summary>The scheduled dates from <paramref name="first"/> on, ascending.</summary>
    public IEnumerable<DateOnly> DatesFrom(DateOnly first)
    {
        for (var next = first == DateOnly.MinValue ? NextAfter(first) : NextAfter(first.AddDays(-1)); next is { } date; next = NextAfter(date))
            yield return date;
    }

    // The calendar's weekdays come again after 28 years; a gap that is longer still is the first one.
    private int LongestGap()
    {
        var (longest, before) = (0, (DateOnly?)null);
        foreach (var date in DatesFrom(Anchor))
        {
            longest = Math.Max(longest, date.DayNumber - (before ?? date).DayNumber);
            before = date;
            if (longest > 0 && date.Year - Anchor.Year > 28)
                break;
        }

        return longest;
    }

    /// <summary>The moment a round of <paramref name="date"/> is due, in UTC.</summary>
    /// <param name="ownZone">The zone for a cadence in each person's own time.</param>
    public DateTimeOffset InstantOf(DateOnly date, string ownZone) =>
        Zones.ToInstant(date, Time, Zones.Find(Zone ?? ownZone) ?? TimeZoneInfo.Utc);

    /// <summary>The cadence in canonical words, which <see cref="Parse"/> reads back.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"every {Rule.InWords} {Time:HH:mm} {Zone ?? CadenceWords.OwnTime} from {Anchor:d MMMM yyyy}");

    /// <summary>Reads a cadence from plain words.</summary>
    /// <param name="defaultAnchor">Where no "from" is written.</param>
    /// <param name="defaultZone">Where no zone is written.</param>
    public static Outcome<Cadence> Parse(string words, DateOnly defaultAnchor, string defaultZone) =>
        CadenceWords.Parse(words, defaultAnchor, defaultZone);
}
