using System.Collections.Immutable;

namespace Companion.Core.Members;

/// <summary>From when to when people work, on which days of the week.</summary>
public sealed record WorkingHours
{
    /// <exception cref="ArgumentException">The end is not after the beginning, or there is no day.</exception>
    public WorkingHours(TimeOnly from, TimeOnly to, ImmutableSortedSet<DayOfWeek> days)
    {
        ArgumentNullException.ThrowIfNull(days);
        if (to <= from)
            throw new ArgumentException("Working hours end after they begin.", nameof(to));
        if (days.IsEmpty)
            throw new ArgumentException("There is at least one working day.", nameof(days));
        (From, To, Days) = (from, to, days);
    }

    /// <summary>The first minute of work.</summary>
    public TimeOnly From { get; }

    /// <summary>The first minute after work.</summary>
    public TimeOnly To { get; }

    /// <summary>The days worked.</summary>
    public ImmutableSortedSet<DayOfWeek> Days { get; }
}
