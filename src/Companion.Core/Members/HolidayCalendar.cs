using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Companion.Core.Members;

/// <summary>Reads the days off out of an iCalendar text (RFC 5545), as calendars export and public holiday pages offer it.</summary>
/// <remarks>All-day events count, with each of their days; what begins at a time of day does not. Yearly repetition is unrolled for the years asked; other repetition is refused, since skipping it silently would lose days.</remarks>
public static class HolidayCalendar
{
    /// <summary>The longest text that is read, in characters.</summary>
    public const int Longest = 500_000;

    private const int MostDaysOfOneEvent = 60;
    private const int LongestName = 100;

    /// <summary>The days off from <paramref name="first"/> to <paramref name="last"/>, ascending; of several events on one day the first names it.</summary>
    public static Outcome<HolidayList> Read(string text, DateOnly first, DateOnly last)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > Longest)
            return new Refusal("holidays.long", $"That is longer than {Longest:N0} characters. Paste one or two years at a time.", "calendar");
        if (!text.Contains("BEGIN:VCALENDAR", StringComparison.OrdinalIgnoreCase))
            return new Refusal("holidays.no-calendar", "That is no iCalendar text: it begins with BEGIN:VCALENDAR. Open the .ics file in a text editor and paste all of it.", "calendar");

        var found = new SortedDictionary<DateOnly, string>();
        var timed = 0;
        foreach (var lines in Events(text))
        {
            if (ReadEvent(lines).IsRefused(out var why, out var one))
                return why;
            if (one.From is not { } from)
                timed++;
            else
                foreach (var day in DaysOf(from, one.Days, one.IsYearly, first, last))
                    found.TryAdd(day, one.Name);
        }

        return new HolidayList([.. found.Select(f => (f.Key, f.Value))], timed);
    }

    private static IEnumerable<DateOnly> DaysOf(DateOnly from, int days, bool isYearly, DateOnly first, DateOnly last)
    {
        for (var year = isYearly ? Math.Max(from.Year, first.Year - 1) : from.Year; year <= (isYearly ? last.Year : from.Year); year++)
        {
            // 29 February comes when there is one.
            if (from is { Month: 2, Day: 29 } && !DateTime.IsLeapYear(year))
                continue;
            var start = new DateOnly(year, from.Month, from.Day);
            for (var i = 0; i < days && start.DayNumber + i <= DateOnly.MaxValue.DayNumber; i++)
                if (start.AddDays(i) is var day && day >= first && day <= last)
                    yield return day;
        }
    }

    private static Outcome<CalendarEvent> ReadEvent(List<(string Name, string Parameters, string Value)> lines)
    {
        var name = Unescape(lines.Find(l => l.Name == "SUMMARY").Value ?? "Holiday").Trim();
        name = name.Length == 0 ? "Holiday" : name.Length > LongestName ? name[..LongestName] : name;
        var start = lines.Find(l => l.Name == "DTSTART");
        if (start.Value is null || Day(start.Value) is not { } from)
            return new CalendarEvent(null, 0, false, name);

        var rule = lines.Find(l => l.Name == "RRULE").Value;
        var isYearly = rule is not null && rule.Split(';').All(p => p.ToUpperInvariant() is "FREQ=YEARLY" or "INTERVAL=1" || p.StartsWith("BYMONTH", StringComparison.OrdinalIgnoreCase) || p.StartsWith("UNTIL", StringComparison.OrdinalIgnoreCase));
        if (rule is not null && (!isYearly || rule.Contains("BYDAY", StringComparison.OrdinalIgnoreCase)))
            return new Refusal("holidays.repeats", $"\"{name}\" repeats by a rule that cannot be read ({(rule.Length > 60 ? rule[..60] : rule)}). Export the calendar with its days written out.", "calendar");

        // The end of an all-day event is the day after its last (RFC 5545, 3.6.1).
        var end = lines.Find(l => l.Name == "DTEND").Value is { } text && Day(text) is { } after ? after : from.AddDays(1);
        var days = Math.Max(1, end.DayNumber - from.DayNumber);
        return days > MostDaysOfOneEvent
            ? new Refusal("holidays.event-long", $"\"{name}\" lasts {days} days; a day off of more than {MostDaysOfOneEvent} days is a mistake.", "calendar")
            : new CalendarEvent(from, days, isYearly, name);
    }

    private static IEnumerable<List<(string Name, string Parameters, string Value)>> Events(string text)
    {
        List<(string, string, string)>? inside = null;
        foreach (var (name, parameters, value) in Unfold(text).Select(Property))
        {
            if (name == "BEGIN" && value.Equals("VEVENT", StringComparison.OrdinalIgnoreCase))
                inside = [];
            else if (name == "END" && value.Equals("VEVENT", StringComparison.OrdinalIgnoreCase) && inside is not null)
            {
                yield return inside;
                inside = null;
            }
            else
                inside?.Add((name, parameters, value));
        }
    }

    // A line that begins with a space continues the one before (RFC 5545, 3.1).
    private static IEnumerable<string> Unfold(string text)
    {
        var line = new StringBuilder();
        foreach (var raw in text.Split('\n').Select(l => l.TrimEnd('\r')))
        {
            if (raw.Length > 0 && raw[0] is ' ' or '\t')
            {
                line.Append(raw.AsSpan(1));
                continue;
            }

            if (line.Length > 0)
                yield return line.ToString();
            line.Clear().Append(raw);
        }

        if (line.Length > 0)
            yield return line.ToString();
    }

    private static (string Name, string Parameters, string Value) Property(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return (line.ToUpperInvariant(), "", "");
        var semicolon = line.AsSpan(0, colon).IndexOf(';');
        return semicolon < 0
            ? (line[..colon].Trim().ToUpperInvariant(), "", line[(colon + 1)..].Trim())
            : (line[..semicolon].Trim().ToUpperInvariant(), line[(semicolon + 1)..colon], line[(colon + 1)..].Trim());
    }

    private static DateOnly? Day(string value) =>
        value.Length == 8 && DateOnly.TryParseExact(value, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string Unescape(string text) =>
        text.Replace("\\,", ",", StringComparison.Ordinal).Replace("\\;", ";", StringComparison.Ordinal).Replace("\\n", " ", StringComparison.OrdinalIgnoreCase).Replace("\\\\", "\\", StringComparison.Ordinal);

    /// <param name="From">Null for an event with a time of day.</param>
    private sealed record CalendarEvent(DateOnly? From, int Days, bool IsYearly, string Name);
}

/// <summary>Days off that a calendar names.</summary>
/// <param name="Timed">How many events were passed over because they have a time of day.</param>
public sealed record HolidayList(ImmutableArray<(DateOnly Day, string Name)> Days, int Timed);
