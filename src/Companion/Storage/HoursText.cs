using System.Globalization;
using Companion.Core.Members;

namespace Companion.Storage;

/// <summary>Working hours as columns hold them: "09:00", "17:00", "Monday,Tuesday".</summary>
internal static class HoursText
{
    public static WorkingHours Read(string from, string to, string days) => new(
        TimeOnly.Parse(from, CultureInfo.InvariantCulture),
        TimeOnly.Parse(to, CultureInfo.InvariantCulture),
        [.. days.Split(',').Select(Enum.Parse<DayOfWeek>)]);

    public static string Of(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    public static string Of(IEnumerable<DayOfWeek> days) => string.Join(',', days);
}
