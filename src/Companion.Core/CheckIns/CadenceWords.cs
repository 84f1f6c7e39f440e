using System.Collections.Immutable;
using System.Globalization;

namespace Companion.Core.CheckIns;

/// <summary>Reads "every second Tuesday 10:00 Europe/Berlin from 5 January" and its kin.</summary>
internal static class CadenceWords
{
    public const string OwnTime = "in each person's own time";

    private const int LongestText = 200;
    private const int MostWeeks = 52;
    private const int MostMonths = 24;

    private static readonly Refusal Unclear = new(
        "cadence.unclear",
        "I cannot read this. Write for instance: every second Tuesday 10:00; every week on Monday and Thursday 09:30; every month on the first Tuesday 10:00; every 3 months on day 15 at 14:00.");

    private static readonly string[] DateFormats = ["yyyy-MM-dd", "d MMMM yyyy", "d MMM yyyy", "MMMM d yyyy", "MMM d yyyy"];
    private static readonly string[] Fillers = ["on", "the", "at", "and", "in", "each", "of"];

    public static Outcome<Cadence> Parse(string words, DateOnly defaultAnchor, string defaultZone)
    {
        ArgumentNullException.ThrowIfNull(words);
        if (words.Length > LongestText)
            return Unclear;

        var tokens = words.Split([' ', ',', ';', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToList();
        if (tokens.Count == 0 || !Is(tokens[0], "every"))
            return Unclear;
        tokens.RemoveAt(0);

        if (TakeAnchor(tokens, defaultAnchor) is not { } anchor)
            return new Refusal("cadence.anchor", "I cannot read the day after \"from\". Write it as 5 January 2026 or 2026-01-05.");
        if (TakeTime(tokens) is not { } time)
            return new Refusal("cadence.no-time", "Say at what time, as 10:00.");
        var (zone, unknown) = TakeZone(tokens, defaultZone);
        if (unknown is not null)
            return new Refusal("cadence.no-such-zone", $"There is no time zone {unknown}. Write one such as Europe/Berlin, America/New_York or UTC.");

        tokens.RemoveAll(t => Fillers.Contains(t, StringComparer.OrdinalIgnoreCase));
        if (Rule(tokens) is not { } rule)
            return Unclear;

        var cadence = new Cadence(rule, time, zone, anchor);
        return cadence.DatesFrom(anchor).Any() ? cadence : new Refusal("cadence.never", "Such a day never comes: choose another day, or count in other months.");
    }

    private static DateOnly? TakeAnchor(List<string> tokens, DateOnly otherwise)
    {
        var from = tokens.FindIndex(t => Is(t, "from"));
        if (from < 0)
            return otherwise;

        var text = string.Join(' ', tokens.Skip(from + 1));
        tokens.RemoveRange(from, tokens.Count - from);
        return Date(text) ?? Date($"{text} {otherwise.Year}");
    }

    private static DateOnly? Date(string text) =>
        DateOnly.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private static TimeOnly? TakeTime(List<string> tokens)
    {
        var at = tokens.FindIndex(t => t.Contains(':', StringComparison.Ordinal));
        if (at < 0 || !TimeOnly.TryParseExact(tokens[at], ["H:mm", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return null;

        tokens.RemoveAt(at);
        return time;
    }

    private static (string? Zone, string? Unknown) TakeZone(List<string> tokens, string otherwise)
    {
        var own = tokens.FindIndex(t => Is(t, "own"));
        if (own >= 0)
        {
            tokens.RemoveAll(t => Is(t, "own") || Is(t, "time") || Is(t, "zone") || Is(t, "their") || Is(t, "everybody's") || Is(t, "person's") || Is(t, "participant's"));
            return (null, null);
        }

        var at = tokens.FindIndex(t => t.Contains('/', StringComparison.Ordinal) || Is(t, "UTC") || Is(t, "GMT"));
        if (at < 0)
            return (otherwise, null);

        var zone = tokens[at];
        tokens.RemoveAt(at);
        return Zones.Find(zone) is { } found ? (found.Id, null) : (null, zone);
    }

    private static CadenceRule? Rule(List<string> tokens)
    {
        var every = 1;
        if (tokens.Count > 1 && Count(tokens[0]) is { } count)
        {
            every = count;
            tokens.RemoveAt(0);
        }

        return tokens switch
        {
            [var unit, .. var rest] when Is(unit, "week") || Is(unit, "weeks") => Weekly(every, rest),
            [var unit, .. var rest] when Is(unit, "month") || Is(unit, "months") => Monthly(every, rest),
            [var unit, .. var rest] when Is(unit, "quarter") => Monthly(every * 3, rest),
            [var unit] when Is(unit, "workday") => Weekly(every, ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]),
            _ => Weekly(every, tokens),
        };
    }

    private static CadenceRule.Weekly? Weekly(int every, List<string> days)
    {
        var chosen = days.Select(Day).ToList();
        return every is >= 1 and <= MostWeeks && chosen.Count > 0 && chosen.TrueForAll(d => d is not null)
            ? new(every, [.. chosen.Select(d => d!.Value)])
            : null;
    }

    private static CadenceRule.Monthly? Monthly(int every, List<string> on) =>
        every is >= 1 and <= MostMonths && MonthDayOf(on) is { } day ? new(every, day) : null;

    private static MonthDay? MonthDayOf(List<string> on) => on switch
    {
        [var word, var number] when Is(word, "day") => Number(number),
        [var number] => Number(number),
        [var place, var word] when Is(word, "workday") => Is(place, "last") ? new MonthDay.Workday(true) : Is(place, "first") ? new MonthDay.Workday(false) : null,
        [var place, var word] when Place(place) is { } nth && Day(word) is { } day => new MonthDay.Weekday(nth, day),
        _ => null,
    };

    private static MonthDay.Number? Number(string text)
    {
        var digits = text.TrimEnd('s', 't', 'n', 'd', 'r', 'h', '.');
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day is >= 1 and <= 31 ? new(day) : null;
    }

    private static int? Place(string text)
    {
        var place = Array.FindIndex(MonthDay.Weekday.Places, p => Is(text, p));
        return place >= 0 ? place : text.ToLowerInvariant() switch { "1st" => 1, "2nd" => 2, "3rd" => 3, "4th" => 4, "5th" => 5, _ => null };
    }

    private static int? Count(string text) => text.ToLowerInvariant() switch
    {
        "other" or "second" or "2nd" => 2,
        "third" or "3rd" => 3,
        "fourth" or "4th" => 4,
        var digits => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
    };

    private static DayOfWeek? Day(string text)
    {
        foreach (var day in Enum.GetValues<DayOfWeek>())
            if (Is(text, day.ToString()) || Is(text, $"{day}s") || Is(text, day.ToString()[..3]))
                return day;

        return null;
    }

    private static bool Is(string token, string word) => token.Equals(word, StringComparison.OrdinalIgnoreCase);
}
