using Companion.Core.Members;
using Companion.Core.Nudges;

namespace Companion.Core.Tests.Nudges;

public sealed class MailbagTests
{
    [Fact]
    public void Nothing_reaches_a_person_outside_their_hours_and_days()
    {
        Assert.Equal(A.At(2, 2, 9), Mailbag.NextOpening(A.Office(), null, A.At(1, 31, 12)));
        Assert.Equal(A.At(2, 3, 9), Mailbag.NextOpening(A.Office(), null, A.At(2, 2, 17)));
        Assert.Equal(A.At(2, 4, 9), Mailbag.NextOpening(A.Office(new TimeOff(new(2026, 2, 2), new(2026, 2, 3))), null, A.At(2, 2, 12)));
    }

    [Fact]
    public void At_most_one_message_a_day_reaches_a_person()
    {
        Assert.Equal(A.At(2, 3, 9), Mailbag.NextOpening(A.Office(), A.At(2, 2, 9), A.At(2, 2, 12)));
        Assert.Equal(A.At(2, 3, 12), Mailbag.NextOpening(A.Office(), A.At(2, 2, 9), A.At(2, 3, 12)));
    }

    [Fact]
    public void A_weekly_digest_comes_on_the_first_working_day_of_a_week()
    {
        Assert.Equal(A.At(2, 9, 9), Mailbag.NextWeekly(A.Office(), null, A.At(2, 3, 12)));
        Assert.Equal(A.At(2, 2, 12), Mailbag.NextWeekly(A.Office(), null, A.At(2, 2, 12)));
        Assert.Equal(A.At(2, 9, 9), Mailbag.NextWeekly(A.Office(), A.At(2, 2, 9), A.At(2, 2, 12)));
        Assert.Equal(A.At(2, 10, 9), Mailbag.NextWeekly(A.Office(new TimeOff(new(2026, 2, 9), new(2026, 2, 9))), null, A.At(2, 3, 12)));
    }
}
