using System.Collections.Immutable;

namespace Companion.Core.CheckIns;

/// <summary>Which days a cadence falls on, counted from an anchor: the closed family of rules.</summary>
public abstract record CadenceRule
{
    /// <summary>Days of one period: 7 a week, 30 a month.</summary>
    public abstract int DaysOfOnePeriod { get; }

    /// <summary>The first day of the rule after <paramref name="date"/> and not before <paramref name="anchor"/>; null at the end of the calendar.</summary>
    internal abstract DateOnly? NextAfter(DateOnly date, DateOnly anchor);

    /// <summary>The rule in canonical words, after "every ".</summary>
    internal abstract string InWords { get; }

    /// <summary>Every N weeks (1 to 52), counted from the anchor's week, on given weekdays.</summary>
    public sealed record Weekly(int Every, ImmutableSortedSet<DayOfWeek> Days) : CadenceRule
    {
        /// <inheritdoc />
        public override int DaysOfOnePeriod => 7 * Every;

        internal override DateOnly? NextAfter(DateOnly date, DateOnly anchor)
        {
            // One full period and a week always holds a day.
            var day = Later(date, anchor);
            for (var tried = 0; day is not null && tried < (7 * Every) + 7; tried++, day = Following(day.Value))
                if (Days.Contains(day.Value.DayOfWeek) && (Monday(day.Value) - Monday(anchor)) / 7 % Every == 0)
                    return day;

            return null;
        }

        internal override string InWords => $"{(Every == 1 ? "week" : $"{Every} weeks")} on {string.Join(" and ", Days.OrderBy(d => ((int)d + 6) % 7))}";

        /// <inheritdoc />
        public bool Equals(Weekly? other) => other is not null && Every == other.Every && Days.SetEquals(other.Days);

        /// <inheritdoc />
        public override int GetHashCode() => HashCode.Combine(Every, Days.Count);

        private static int Monday(DateOnly day) => day.DayNumber - (((int)day.DayOfWeek + 6) % 7);
    }

    /// <summary>Every N months (1 to 24), counted from the anchor's month, on one day of it.</summary>
    public sealed record Monthly(int Every, MonthDay On) : CadenceRule
    {
        /// <inheritdoc />
        public override int DaysOfOnePeriod => 30 * Every;

        internal override DateOnly? NextAfter(DateOnly date, DateOnly anchor)
        {
            var first = Later(date, anchor);
            if (first is null)
                return null;

            // A fifth Monday in February comes every 28 years or so, and over a century's end later still.
            var behind = ((first.Value.Year - anchor.Year) * 12) + first.Value.Month - anchor.Month;
            for (var months = behind / Every * Every; months <= behind + Every + MonthsAhead; months += Every)
                if (MonthFrom(anchor, months) is var (year, month) && year <= DateOnly.MaxValue.Year && On.In(year, month) is { } day && day >= first)
                    return day;

            return null;
        }

        internal override string InWords => $"{(Every == 1 ? "month" : $"{Every} months")} on {On.InWords}";

        private const int MonthsAhead = 12 * 100;

        private static (int Year, int Month) MonthFrom(DateOnly anchor, int months)
        {
            var count = (anchor.Year * 12) + anchor.Month - 1 + months;
            return (count / 12, (count % 12) + 1);
        }
    }

    private static DateOnly? Later(DateOnly date, DateOnly anchor) => date < anchor ? anchor : Following(date);

    private static DateOnly? Following(DateOnly date) => date == DateOnly.MaxValue ? null : date.AddDays(1);
}
