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
    [InlineData("DTSTART;VALUE=DATE:20261224\nDURATION:P2D\nSUMMARY:Christmas", "2026-12-24 Christmas; 2026-12-25 Christmas")]
    [InlineData("DTSTART;VALUE=DATE:20261221\nDURATION:P1W\nSUMMARY:Week\nBEGIN:VALARM\nDURATION:PT15M\nSUMMARY:Alarm\nEND:VALARM", "2026-12-21 Week; 2026-12-22 Week; 2026-12-23 Week; 2026-12-24 Week; 2026-12-25 Week; 2026-12-26 Week; 2026-12-27 Week")]
    [InlineData("DTSTART;VALUE=DATE:20260501\nSTATUS:CANCELLED\nSUMMARY:Labour Day", "")]
    [InlineData("DTSTART;VALUE=DATE:20200101\nRRULE:FREQ=YEARLY;UNTIL=20270101\nEXDATE;VALUE=DATE:20260101\nSUMMARY:Day", "2027-01-01 Day")]
    [InlineData("DTSTART;VALUE=DATE:20200101\nRRULE:FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1\nSUMMARY:Day", "2026-01-01 Day; 2027-01-01 Day; 2028-01-01 Day")]
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
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260501\nRRULE:FREQ=YEARLY;BYMONTH=5,12\nEND:VEVENT", "holidays.repeats")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260101\nDURATION:P9W\nEND:VEVENT", "holidays.event-long")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20260601\nEND:VEVENT", "holidays.event-long")]
    public void What_cannot_be_read_is_refused(string text, string code)
    {
        Assert.True(HolidayCalendar.Read(text, new(2026, 1, 1), new(2028, 12, 31)).IsRefused(out var why, out _));

        Assert.Equal(code, why!.Code);
    }

    [Theory]
    [InlineData("DTSTART:20260501T100000Z", 1, 0, 0)]
    [InlineData("DTSTART;VALUE=DATE:20260501\nSTATUS:Cancelled", 0, 1, 0)]
    [InlineData("DTSTART;VALUE=DATE:20260230", 0, 0, 1)]
    [InlineData("DTSTART;VALUE=DATE:20260501\nDTEND;VALUE=DATE:20260532", 0, 0, 1)]
    [InlineData("DTSTART;VALUE=DATE:20260501\nDURATION:PT5H", 0, 0, 1)]
    [InlineData("SUMMARY:Without a day", 0, 0, 1)]
    [InlineData("DTSTART;VALUE=DATE:20260501\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260601", 0, 0, 1)]
    public void What_is_passed_over_is_counted_by_why(string lines, int timed, int cancelled, int unreadable)
    {
        Assert.False(HolidayCalendar.Read(Calendar(lines), new(2026, 1, 1), new(2028, 12, 31)).IsRefused(out _, out var list));

        Assert.Equal(new(timed, cancelled, unreadable), list!.PassedOver);
    }

    [Fact]
    public void An_event_that_is_cut_off_is_counted()
    {
        Assert.False(HolidayCalendar.Read("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260501\nSUMMARY:Labour", new(2026, 1, 1), new(2028, 12, 31)).IsRefused(out _, out var list));

        Assert.Equal((0, new PassedOver(0, 0, 1)), (list!.Days.Length, list.PassedOver));
    }

    private static string Calendar(string lines) => $"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{lines.Replace("\n", "\r\n", StringComparison.Ordinal)}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
}
