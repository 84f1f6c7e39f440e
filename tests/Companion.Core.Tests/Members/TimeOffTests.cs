using Companion.Core.Members;

namespace Companion.Core.Tests.Members;

public sealed class TimeOffTests
{
    private static readonly DateOnly Today = new(2026, 2, 2);

    [Theory]
    [InlineData("20-24 Feb", "2026-02-20 2026-02-24")]
    [InlineData("20 Dec to 10 Jan", "2026-12-20 2027-01-10")]
    [InlineData("1 March to 27 Aug", "2026-03-01 2026-08-27")]
    [InlineData("1 March 2026 to 28 Feb 2027", "2026-03-01 2027-02-28")]
    [InlineData("2026-02-24..2027-02-20", "2026-02-24 2027-02-20")]
    public void Days_off_are_read(string words, string expected)
    {
        Assert.False(TimeOff.Parse(words, Today).IsRefused(out _, out var off));

        Assert.Equal(expected, $"{off!.From:yyyy-MM-dd} {off.To:yyyy-MM-dd}");
    }

    [Theory]
    [InlineData("24-20 Feb", "timeoff.reversed", "24 February 2026 to 20 February 2027")]
    [InlineData("31 Dec to 1 Dec", "timeoff.reversed", "31 December 2026 to 1 December 2027")]
    [InlineData("1 March to 20 Feb", "timeoff.years", "That would be 357 days, 1 March 2026 to 20 February 2027")]
    [InlineData("1 March to 28 Aug", "timeoff.years", "181 days")]
    [InlineData("24 Feb 2026 to 20 Feb 2026", "timeoff.reversed", "The last day lies before the first.")]
    [InlineData("1 March 2026 to 2 March 2027", "timeoff.long", "366")]
    public void A_slip_is_no_year_of_absence(string words, string code, string says)
    {
        Assert.True(TimeOff.Parse(words, Today).IsRefused(out var why, out _));

        Assert.Equal(code, why!.Code);
        Assert.Contains(says, why.Reason, StringComparison.Ordinal);
    }
}
