using Companion.Core.CheckIns;
using Companion.Core.Members;

namespace Companion.Core.Tests.CheckIns;

public sealed class RoundWindowTests
{
    private static readonly RoundWindow Window = RoundWindow.Of(A.At(2, 3), 3, A.Office());

    [Fact]
    public void A_round_is_open_for_three_working_days_and_reminds_when_one_is_left() =>
        Assert.Equal((A.At(2, 3), A.At(2, 5), A.At(2, 6)), (Window.Scheduled, Window.RemindsAt, Window.ClosesAt));

    [Fact]
    public void Missed_it_opens_late_while_half_of_its_window_is_left_else_it_is_skipped()
    {
        Assert.Equal(RoundOpening.NotYet, Window.OpeningAt(A.At(2, 3, 9)));
        Assert.Equal(RoundOpening.OnTime, Window.OpeningAt(A.At(2, 3).AddMinutes(9)));
        Assert.Equal(RoundOpening.Late, Window.OpeningAt(A.At(2, 4, 22)));
        Assert.Equal(RoundOpening.Skipped, Window.OpeningAt(A.At(2, 4, 23)));
    }

    [Fact]
    public void Weekends_holidays_and_days_off_do_not_count() =>
        Assert.Equal(A.At(2, 10), RoundWindow.Of(A.At(2, 5), 3, A.Office()).ClosesAt);
}
