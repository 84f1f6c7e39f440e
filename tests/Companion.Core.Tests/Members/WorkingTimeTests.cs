using Companion.Core.Members;

namespace Companion.Core.Tests.Members;

public sealed class WorkingTimeTests
{
    private static readonly DateOnly Today = new(2026, 1, 5);

    [Fact]
    public void Time_off_and_weekends_are_passed_over()
    {
        var ben = A.Office(new TimeOff(new(2026, 2, 20), new(2026, 2, 24)));

        Assert.Equal(A.At(2, 25, 9), ben.NextFrom(A.At(2, 20, 10)));
        Assert.Equal(A.At(5, 29, 10), A.Office().AddWorkingDays(A.At(5, 22, 10), 5));
        Assert.Equal(A.At(6, 5, 10), A.Office().AddWorkingDays(A.At(5, 22, 10), 10));
        Assert.Equal(A.At(1, 9, 10), A.Office().AddWorkingDays(A.At(1, 6, 10), 3));
    }

    [Theory]
    [InlineData(5, 8, 59, 5, 9)]
    [InlineData(5, 17, 0, 6, 9)]
    [InlineData(9, 18, 0, 12, 9)]
    public void Outside_working_hours_the_next_opening_counts(int day, int hour, int minute, int nextDay, int nextHour) =>
        Assert.Equal(A.At(1, nextDay, nextHour), A.Office().NextFrom(A.At(1, day, hour).AddMinutes(minute)));

    [Fact]
    public void A_holiday_is_no_working_day()
    {
        var office = A.Office() with { Holidays = [new DateOnly(2026, 1, 6)] };

        Assert.Equal(A.At(1, 7, 9), office.NextFrom(A.At(1, 6, 10)));
    }

    [Fact]
    public void Adding_working_days_and_counting_them_agree() => Histories.HoldForAll(random =>
    {
        var first = Today.AddDays(random.Next(60));
        var time = A.Office(new TimeOff(first, first.AddDays(random.Next(15))));
        var (from, days) = (Histories.Moment(random), random.Next(40));

        var to = time.AddWorkingDays(from, days)!.Value;

        return time.WorkingDaysBetween(from, to) == days
            && (days == 0 || time.WorkingDaysBetween(from, to.AddTicks(-1)) < days)
            && (time.Contains(to) || days == 0)
            && to >= A.Office().AddWorkingDays(from, days);
    });

    [Theory]
    [InlineData("20-24 Feb", "2026-02-20", "2026-02-24")]
    [InlineData("20 Feb to 3 March", "2026-02-20", "2026-03-03")]
    [InlineData("2026-02-20..2026-02-24", "2026-02-20", "2026-02-24")]
    [InlineData("tomorrow", "2026-01-06", "2026-01-06")]
    [InlineData("20 Feb", "2026-02-20", "2026-02-20")]
    [InlineData("30 Dec to 2 Jan", "2026-12-30", "2027-01-02")]
    public void Days_off_are_read_from_plain_words(string words, string from, string to)
    {
        Assert.False(TimeOff.Parse(words, Today).IsRefused(out var why, out var off), why?.Reason);

        Assert.Equal((from, to), (off.From.ToString("yyyy-MM-dd", null), off.To.ToString("yyyy-MM-dd", null)));
    }

    [Theory]
    [InlineData("", "timeoff.unclear")]
    [InlineData("some day", "timeoff.unclear")]
    [InlineData("32 Feb", "timeoff.unclear")]
    [InlineData("2025-01-01", "timeoff.past")]
    [InlineData("2026-03-05..2026-03-01", "timeoff.reversed")]
    [InlineData("2026-02-01..2027-06-01", "timeoff.long")]
    [InlineData("2031-01-01", "timeoff.far")]
    public void Days_off_that_make_no_sense_are_refused(string words, string code)
    {
        Assert.True(TimeOff.Parse(words, Today).IsRefused(out var why, out _));

        Assert.Equal(code, why.Code);
    }
}
