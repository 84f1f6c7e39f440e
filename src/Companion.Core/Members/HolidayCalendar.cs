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
        var passedOver = new PassedOver(0, 0, 0);
        foreach (var lines in Events(text))
        {
            if (ReadEvent(lines).IsRefused(out var why, out var one))
                return why;
            passedOver = passedOver.With(one.Because);
            if (one.From is { } from)
                foreach (var day in DaysOf(from, one, first, last))
                    found.TryAdd(day, one.Name);
        }

        return new HolidayList([.. found.Select(f => (f.Key, f.Value))], passedOver);
    }

    private static IEnumerable<DateOnly> DaysOf(DateOnly from, CalendarEvent one, DateOnly first, DateOnly last)
    {
        for (var year = one.IsYearly ? Math.Max(from.Year, first.Year - 1) : from.Year; year <= (one.IsYearly ? last.Year : from.Year); year++)
        {
            // 29 February comes when there is one.
            if (from is { Month: 2, Day: 29 } && !DateTime.IsLeapYear(year))
                continue;
            var start = new DateOnly(year, from.Month, from.Day);
            if (start > one.Until || one.Except.Contains(start))
                continue;
            for (var i = 0; i < one.Days && start.DayNumber + i <= DateOnly.MaxValue.DayNumber; i++)
                if (start.AddDays(i) is var day && day >= first && day <= last)
                    yield return day;
        }
    }

    private static Outcome<CalendarEvent> ReadEvent(List<(string Name, string Parameters, string Value)> lines)
    {
        var name = Unescape(lines.Find(l => l.Name == "SUMMARY").Value ?? "Holiday").Trim();
        name = name.Length == 0 ? "Holiday" : name.Length > LongestName ? name[..LongestName] : name;
        var start = lines.Find(l => l.Name == "DTSTART").Value ?? "";
        if (lines.Find(l => l.Name == "STATUS").Value is { } status && status.Equals("CANCELLED", StringComparison.OrdinalIgnoreCase))
            return CalendarEvent.Not(Passing.Cancelled, name);
        // Without its end it may have lost any of its lines.
        if (lines.Exists(l => l.Name == CutOff))
            return CalendarEvent.Not(Passing.Unreadable, name);
        if (start.Length > 8 && start[8] == 'T' && Day(start[..8]) is not null)
            return CalendarEvent.Not(Passing.Timed, name);
        if (Day(start) is not { } from || DaysFrom(from, lines) is not { } days)
            return CalendarEvent.Not(Passing.Unreadable, name);
        if (days > MostDaysOfOneEvent)
            return new Refusal("holidays.event-long", $"\"{name}\" lasts {days} days; a day off of more than {MostDaysOfOneEvent} days is a mistake.", "calendar");

        var rule = lines.Find(l => l.Name == "RRULE").Value;
        var parts = (rule ?? "").ToUpperInvariant().Split(';', StringSplitOptions.RemoveEmptyEntries);
        var until = parts.FirstOrDefault(p => p.StartsWith("UNTIL=", StringComparison.Ordinal)) is { Length: >= 14 } end ? Day(end[6..14]) : null;
        var isYearly = parts.All(p => p is "FREQ=YEARLY" or "INTERVAL=1" || p == $"BYMONTH={from.Month}" || p == $"BYMONTHDAY={from.Day}" || (until is not null && p.StartsWith("UNTIL=", StringComparison.Ordinal)));
        if (rule is not null && !isYearly)
            return new Refusal("holidays.repeats", $"\"{name}\" repeats by a rule that cannot be read ({(rule.Length > 60 ? rule[..60] : rule)}). Export the calendar with its days written out.", "calendar");

        var except = lines.Where(l => l.Name == "EXDATE").SelectMany(l => l.Value.Split(',')).Select(d => Day(d.Trim())).OfType<DateOnly>();
        return new CalendarEvent(from, days, rule is not null, name, null) { Until = until, Except = [.. except] };
    }

    /// <summary>How many days an all-day event lasts; null when that cannot be read.</summary>
    private static int? DaysFrom(DateOnly from, List<(string Name, string Parameters, string Value)> lines)
    {
        // The end of an all-day event is the day after its last (RFC 5545, 3.6.1).
        if (lines.Find(l => l.Name == "DTEND").Value is { } end)
            return Day(end) is { } after ? Math.Max(1, after.DayNumber - from.DayNumber) : null;
        if (lines.Find(l => l.Name == "DURATION").Value is not { } duration)
            return 1;

        // Days or weeks, for an event without a time of day has no hours (3.6.1); more digits than these are no duration of a holiday.
        var text = duration.TrimStart('+').ToUpperInvariant();
        return text is ['P', .. var digits, var sign and ('D' or 'W')] && digits.Length is >= 1 and <= 4 && digits.All(char.IsAsciiDigit)
            ? Math.Max(1, int.Parse(digits, CultureInfo.InvariantCulture) * (sign == 'W' ? 7 : 1))
            : null;
    }

    private static IEnumerable<List<(string Name, string Parameters, string Value)>> Events(string text)
    {
        List<(string, string, string)>? inside = null;
        var nested = 0;
        foreach (var (name, parameters, value) in Unfold(text).Select(Property))
        {
            var isEvent = value.Equals("VEVENT", StringComparison.OrdinalIgnoreCase);
            if (name == "BEGIN" && isEvent)
            {
                if (inside is not null)
                    yield return [.. inside, (CutOff, "", "")];
                (inside, nested) = ([], 0);
            }
            else if (name == "END" && isEvent && inside is not null)
            {
                yield return inside;
                inside = null;
            }
            // An alarm within an event has a duration and a summary of its own.
            else if (name is "BEGIN" or "END")
                nested = Math.Max(0, nested + (name == "BEGIN" ? 1 : -1));
            else if (nested == 0)
                inside?.Add((name, parameters, value));
        }

        if (inside is not null)
            yield return [.. inside, (CutOff, "", "")];
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

    /// <summary>Marks an event whose END line is missing; no property has such a name.</summary>
    private const string CutOff = " cut off";

    private enum Passing
    {
        Timed,
        Cancelled,
        Unreadable,
    }

    /// <param name="From">Null for an event that is passed over.</param>
    private sealed record CalendarEvent(DateOnly? From, int Days, bool IsYearly, string Name, Passing? Because)
    {
        public DateOnly? Until { get; init; }

        public ImmutableArray<DateOnly> Except { get; init; } = [];

        public static CalendarEvent Not(Passing because, string name) => new(null, 0, false, name, because);
    }

    private static PassedOver With(this PassedOver so, Passing? because) => because switch
    {
        Passing.Timed => so with { Timed = so.Timed + 1 },
        Passing.Cancelled => so with { Cancelled = so.Cancelled + 1 },
        Passing.Unreadable => so with { Unreadable = so.Unreadable + 1 },
        _ => so,
    };
}

/// <summary>Days off that a calendar names.</summary>
public sealed record HolidayList(ImmutableArray<(DateOnly Day, string Name)> Days, PassedOver PassedOver);

/// <summary>How many events of a calendar are no days off, by why.</summary>
/// <param name="Timed">They have a time of day.</param>
/// <param name="Cancelled">They do not take place.</param>
/// <param name="Unreadable">Their day or length cannot be read, or their end is missing.</param>
public sealed record PassedOver(int Timed, int Cancelled, int Unreadable)
{
    /// <summary>True when every event counted.</summary>
    public bool IsNothing => this is { Timed: 0, Cancelled: 0, Unreadable: 0 };
}
