using System.Collections.Immutable;
using System.Globalization;

namespace Companion.Core.Members;

/// <summary>Working hours in words: "9:00-17:00 Mon-Fri", "10-16 Mon, Wed, Fri".</summary>
public static class HoursWords
{
    private static readonly string[] TimeFormats = ["H:mm", "HH:mm", "H", "HH", "h:mmtt", "htt"];

    /// <summary>Reads working hours; days that are left out are Monday to Friday.</summary>
    public static Outcome<WorkingHours> Parse(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var text = words.Trim();
        if (text.Length > 200)
            return Unclear;
        var firstDay = text.AsSpan().IndexOfAnyInRange('A', 'z') is var at && at > 0 && text[at - 1] is ' ' ? at : text.Length;
        var times = text[..firstDay].Replace(" to ", "-", StringComparison.OrdinalIgnoreCase).Replace('–', '-').Split('-', StringSplitOptions.TrimEntries);
        if (times is not [var first, var last] || Time(first) is not { } from || Time(last) is not { } to)
            return Unclear;
        if (to <= from)
            return new Refusal("hours.order", "Working hours end after they begin, on the same day.", "hours");

        var days = firstDay == text.Length ? MondayToFriday : Days(text[firstDay..]);
        return days is { IsEmpty: false } ? new WorkingHours(from, to, days) : Unclear;
    }

    /// <summary>The hours as <see cref="Parse"/> reads them back.</summary>
    public static string Of(WorkingHours hours)
    {
        ArgumentNullException.ThrowIfNull(hours);
        var week = hours.Days.OrderBy(FromMonday).ToList();
        var isRun = week.Count > 2 && FromMonday(week[^1]) - FromMonday(week[0]) == week.Count - 1;
        var days = isRun ? $"{Short(week[0])}-{Short(week[^1])}" : string.Join(", ", week.Select(Short));
        return string.Create(CultureInfo.InvariantCulture, $"{hours.From:HH:mm}-{hours.To:HH:mm} {days}");
    }

    private static Refusal Unclear => new("hours.unclear", "Write hours as 9:00-17:00 Mon-Fri.", "hours");

    private static ImmutableSortedSet<DayOfWeek> MondayToFriday => [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    private static TimeOnly? Time(string text) =>
        TimeOnly.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    /// <summary>Null when a word is no day; a range may go over the weekend.</summary>
    private static ImmutableSortedSet<DayOfWeek>? Days(string text)
    {
        var days = ImmutableSortedSet.CreateBuilder<DayOfWeek>();
        foreach (var part in text.Replace(" and ", ",", StringComparison.OrdinalIgnoreCase).Split([',', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Replace('–', '-').Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length > 2 || Day(ends[0]) is not { } first || Day(ends[^1]) is not { } last)
                return null;
            for (var day = first; ; day = (DayOfWeek)(((int)day + 1) % 7))
            {
                days.Add(day);
                if (day == last)
                    break;
            }
        }

        return days.ToImmutable();
    }

    private static DayOfWeek? Day(string word)
    {
        if (word.Length < 2)
            return null;
        foreach (var day in Enum.GetValues<DayOfWeek>())
            if (day.ToString().StartsWith(word.TrimEnd('.'), StringComparison.OrdinalIgnoreCase))
                return day;
        return null;
    }

    private static int FromMonday(DayOfWeek day) => ((int)day + 6) % 7;

    private static string Short(DayOfWeek day) => day.ToString()[..3];
}
