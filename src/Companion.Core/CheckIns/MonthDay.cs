namespace Companion.Core.CheckIns;

/// <summary>One day of a month.</summary>
public abstract record MonthDay
{
    internal abstract string InWords { get; }

    /// <summary>The day in a month; null when the month has none.</summary>
    internal abstract DateOnly? In(int year, int month);

    /// <summary>A day by its number, 1 to 31; a shorter month uses its last day.</summary>
    public sealed record Number(int Day) : MonthDay
    {
        internal override string InWords => $"day {Day}";

        internal override DateOnly? In(int year, int month) => new(year, month, Math.Min(Day, DateTime.DaysInMonth(year, month)));
    }

    /// <summary>The first to fifth weekday of its kind, or the last (0); a month without a fifth is passed over.</summary>
    public sealed record Weekday(int Nth, DayOfWeek Day) : MonthDay
    {
        /// <summary>Only some months have so many of one weekday.</summary>
        internal const int MostInAMonth = 5;

        /// <summary>The names of the places, "last" first.</summary>
        internal static readonly string[] Places = ["last", "first", "second", "third", "fourth", "fifth"];

        internal override string InWords => $"the {Places[Nth]} {Day}";

        internal override DateOnly? In(int year, int month)
        {
            var length = DateTime.DaysInMonth(year, month);
            var first = 1 + (((int)Day - (int)new DateOnly(year, month, 1).DayOfWeek + 7) % 7);
            var day = Nth == 0 ? first + ((length - first) / 7 * 7) : first + ((Nth - 1) * 7);
            return day <= length ? new(year, month, day) : null;
        }
    }

    /// <summary>The first or the last day from Monday to Friday.</summary>
    public sealed record Workday(bool IsLast) : MonthDay
    {
        internal override string InWords => IsLast ? "the last workday" : "the first workday";

        internal override DateOnly? In(int year, int month)
        {
            var day = new DateOnly(year, month, IsLast ? DateTime.DaysInMonth(year, month) : 1);
            while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
                day = day.AddDays(IsLast ? -1 : 1);

            return day;
        }
    }
}
