using Companion.Core.Members;

namespace Companion.Core.CheckIns;

/// <summary>When a round opens, reminds and closes.</summary>
/// <param name="Scheduled">When its local date and time say it opens.</param>
/// <param name="RemindsAt">When those who have not answered are reminded, once.</param>
/// <param name="ClosesAt">When it closes at the latest.</param>
public sealed record RoundWindow(DateTimeOffset Scheduled, DateTimeOffset RemindsAt, DateTimeOffset ClosesAt)
{
    /// <summary>The default length of a window in working days.</summary>
    public const int DefaultDays = 3;

    /// <summary>The longest window, in working days.</summary>
    public const int LongestDays = 20;

    /// <summary>The window of a round scheduled at a moment, in working days of the organisation; reminds when one of them is left, or half of a window of one day.</summary>
    /// <param name="days">1 to <see cref="LongestDays"/>.</param>
    public static RoundWindow Of(DateTimeOffset scheduled, int days, WorkingTime organisation)
    {
        ArgumentNullException.ThrowIfNull(organisation);
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, LongestDays);
        var closes = organisation.AddWorkingDays(scheduled, days) ?? scheduled.AddDays(days);
        var reminds = days > 1 ? organisation.AddWorkingDays(scheduled, days - 1) : null;
        return new(scheduled, reminds ?? scheduled + ((closes - scheduled) / 2), closes);
    }

    /// <summary>What to do with a round that is looked at late: it opens while at least half of its window is left, else it is skipped.</summary>
    public RoundOpening OpeningAt(DateTimeOffset now) =>
        now < Scheduled ? RoundOpening.NotYet
        : now - Scheduled < TimeSpan.FromMinutes(10) ? RoundOpening.OnTime
        : ClosesAt - now >= (ClosesAt - Scheduled) / 2 ? RoundOpening.Late
        : RoundOpening.Skipped;
}

/// <summary>How a due round begins.</summary>
public enum RoundOpening
{
    /// <summary>It is not due.</summary>
    NotYet,

    /// <summary>Within ten minutes of its time.</summary>
    OnTime,

    /// <summary>Late, with at least half of its window left.</summary>
    Late,

    /// <summary>Too late: it is recorded and said.</summary>
    Skipped,
}
