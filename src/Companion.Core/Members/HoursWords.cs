using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Companion.Core.Members;

/// <summary>Working hours in words: "9:00-17:00 Mon-Fri", "10-16 Mon, Wed, Fri", "9am to 5pm".</summary>
public static partial class HoursWords
{
    private const int LongestText = 200;

    /// <summary>Reads working hours; days that are left out are Monday to Friday. 24:00 as an end is the last minute of the day.</summary>
    public static Outcome<WorkingHours> Parse(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        if (words.Length > LongestText || Written().Match(words.Trim()) is not { Success: true } written)
            return Unclear;
        if (Time(written, "from") is not { } from || Time(written, "to") is not { } to)
            return Unclear;
        if (to <= from)
            return new Refusal("hours.order", "Working hours end after they begin, on the same day.", "hours");

        var days = written.Groups["days"] is { Success: true, Value: { Length: > 0 } named } ? Days(named) : MondayToFriday;
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

    [GeneratedRegex(@"^(?<fromhour>[0-9]{1,2})([:.](?<fromminute>[0-9]{2}))?\s*(?<fromhalf>am|pm)?\s*(-|–|\bto\b|\buntil\b)\s*(?<tohour>[0-9]{1,2})([:.](?<tominute>[0-9]{2}))?\s*(?<tohalf>am|pm)?([\s,]+(?<days>\S.*))?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Written();

    [GeneratedRegex(@"\s*(-|–|\bto\b|\buntil\b)\s*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Until();

    // The standard library's formats throw for a lone "H" and know no 24:00, so the numbers are read one by one.
    private static TimeOnly? Time(Match written, string end)
    {
        var hour = int.Parse(written.Groups[$"{end}hour"].Value, CultureInfo.InvariantCulture);
        var minute = written.Groups[$"{end}minute"] is { Success: true, Value: var text } ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        if (written.Groups[$"{end}half"] is { Success: true, Value: var half })
        {
            if (hour is < 1 or > 12)
                return null;
            hour = (hour % 12) + (half.StartsWith("p", StringComparison.OrdinalIgnoreCase) ? 12 : 0);
        }

        if (hour == 24 && minute == 0 && end == "to")
            return new TimeOnly(23, 59);
        return hour < 24 && minute < 60 ? new TimeOnly(hour, minute) : null;
    }

    /// <summary>Null when a word is no day; a range may go over the weekend.</summary>
    private static ImmutableSortedSet<DayOfWeek>? Days(string text)
    {
        var days = ImmutableSortedSet.CreateBuilder<DayOfWeek>();
        var plain = Until().Replace(text, "-").Replace(" and ", ",", StringComparison.OrdinalIgnoreCase);
        foreach (var part in plain.Split([',', ';', '/', ' ', '\t', '\n', '\r'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-');
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
        var plain = word.TrimEnd('.');
        if (plain.Length < 2)
            return null;
        foreach (var day in Enum.GetValues<DayOfWeek>())
            if ($"{day}s".StartsWith(plain, StringComparison.OrdinalIgnoreCase))
                return day;
        return null;
    }

    private static int FromMonday(DayOfWeek day) => ((int)day + 6) % 7;

    private static string Short(DayOfWeek day) => day.ToString()[..3];
}
