using Companion.Core.Members;
using Companion.Core.Nudges;
using Companion.Core.Readiness;

namespace Companion.Core.Tests.Nudges;

public sealed class NudgeClockTests
{
    private static readonly DateTimeOffset Monday = A.At(2, 2, 9);

    [Fact]
    public void Five_working_days_remind_ten_tell_the_stewards_thirty_end_it()
    {
        Assert.Equal([], Steps(A.At(2, 6, 23)));
        Assert.Equal(["Remind"], Steps(A.At(2, 9)));
        Assert.Equal(["Remind", "Escalate"], Steps(A.At(2, 16)));
        Assert.Equal(["Remind", "Escalate", "Lapse"], Steps(A.At(3, 16)));
    }

    [Fact]
    public void Time_off_stops_the_clock() =>
        Assert.Equal([], Steps(A.At(2, 11, 8), off: new TimeOff(new(2026, 2, 4), new(2026, 2, 6))));

    [Fact]
    public void Snoozing_stops_the_clock_until_its_end()
    {
        var snoozed = Asked with { SnoozedFrom = A.At(2, 4, 9), SnoozedUntil = A.At(2, 23, 9) };

        // Two of the ten days had passed; the other eight are counted from the end of the snooze, and then it is said again.
        Assert.DoesNotContain("Escalate", Steps(A.At(3, 4, 23), snoozed));
        Assert.Contains("Escalate", Steps(A.At(3, 5), snoozed));
        Assert.Equal(["Remind"], Steps(A.At(2, 23), snoozed));
    }

    [Fact]
    public void The_clock_starts_with_delivery() =>
        Assert.Equal([], Steps(A.At(6, 1), new Recipient(A.Ben)));

    [Fact]
    public void An_alarm_only_tells() =>
        Assert.Empty(NudgeClock.Due(Nudge(Asked) with { Episode = new(EpisodeKind.Alarm, 20, "a", Monday) }, _ => A.Office(), A.At(6, 1)));

    [Fact]
    public void Owners_are_asked_and_for_an_unowned_unit_the_stewards()
    {
        Assert.Equal([A.Ben], NudgePolicy.Recipients([A.Ben], [A.Ana]).Select(r => r.Member));
        Assert.Equal([A.Ana], NudgePolicy.Recipients([], [A.Ana]).Select(r => r.Member));
    }

    private static Recipient Asked => new(A.Ben, Monday);

    private static Nudge Nudge(Recipient recipient) => new(A.Ana, A.Ben, new(EpisodeKind.Ready, 40, "", Monday), NudgeState.Open, [recipient], null, 1);

    private static IEnumerable<string> Steps(DateTimeOffset now, Recipient? recipient = null, TimeOff? off = null) =>
        NudgeClock.Due(Nudge(recipient ?? Asked), _ => off is null ? A.Office() : A.Office(off), now).Select(s => s.GetType().Name);
}
