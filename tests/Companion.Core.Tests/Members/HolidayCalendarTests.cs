using Companion.Core.Members;

namespace Companion.Core.Tests.Members;

public sealed class HolidayCalendarTests
{
    [Theory]
    [InlineData("DTSTART;VALUE=DATE:20260501\nSUMMARY:Labour Day", "2026-05-01 Labour Day")]
    [InlineData("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227\nSUMMARY:Christmas", "2026-12-24 Christmas; 2026-12-25 Christmas; 2026-12-26 Christmas")]
    [InlineData("DTSTART;VALUE=DATE:20200101\nRRULE:FREQ=YEARLY\nSUMMARY:New\\, year", "2026-01-01 New, year; 2027-01-01 New, year; 2028-01-01 New, year")]
    [InlineData("DTSTART;VALUE=DATE:20260501\nSUMMARY:A very long\n  name", "2026-05-01 A very long name")]
    [InlineData("DTSTART:20260501T100000Z\nSUMMARY:A meeting", "")]
    [InlineData("DTSTART;VALUE=DATE:20200501\nSUMMARY:Long ago", "")]
    [InlineData("DTSTART;VALUE=DATE:20260501", "2026-05-01 Holiday")]
    public void All_day_events_become_days(string lines, string expected)
    {
        Assert.False(HolidayCalendar.Read(Calendar(lines), new(2026, 1, 1), new(2028, 12, 31)).IsRefused(out _, out var list));

        Assert.Equal(expected, string.Join("; ", list!.Days.Select(d => $"{d.Day:yyyy-MM-dd} {d.Name}")));
    }

    [Theory]
    [InlineData("nonsense", "holidays.no-calendar")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260501\nRRULE:FREQ=WEEKLY\nEND:VEVENT", "holidays.repeats")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20260601\nEND:VEVENT", "holidays.event-long")]
    public void What_cannot_be_read_is_refused(string text, string code)
    {
        Assert.True(HolidayCalendar.Read(text, new(2026, 1, 1), new(2028, 12, 31)).IsRefused(out var why, out _));

        Assert.Equal(code, why!.Code);
    }

    private static string Calendar(string lines) => $"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{lines.Replace("\n", "\r\n", StringComparison.Ordinal)}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
}
