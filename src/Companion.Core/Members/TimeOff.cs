using System.Globalization;

namespace Companion.Core.Members;

/// <summary>Days on which a person does not work, the first and the last included.</summary>
public sealed record TimeOff
{
    /// <summary>The longest time off that is taken at once, in days.</summary>
    public const int LongestDays = 366;

    /// <summary>A longer time off, in days, is a slip unless its last year is written.</summary>
    public const int LongestWithoutYears = 180;

    private const string Examples = "Write for instance: timeoff 20-24 Feb, timeoff 20 Feb to 3 March, timeoff tomorrow, timeoff 2026-02-20..2026-02-24.";

    private static readonly string[] DayFormats = ["yyyy-MM-dd", "d MMM yyyy", "d MMMM yyyy", "MMM d yyyy", "MMMM d yyyy"];

    /// <exception cref="ArgumentOutOfRangeException">The last day lies before the first.</exception>
    public TimeOff(DateOnly from, DateOnly to)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        (From, To) = (from, to);
    }

    /// <summary>The first day off.</summary>
    public DateOnly From { get; }

    /// <summary>The last day off.</summary>
    public DateOnly To { get; }

    /// <summary>Reads days off from plain words. A day without a year is the next one from today on.</summary>
    public static Outcome<TimeOff> Parse(string words, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(words);
        var text = words.Trim().ToLowerInvariant();
        if (text.Length > 80 || Split(text) is not { } ends)
            return new Refusal("timeoff.unclear", $"I cannot read these days. {Examples}");
        if (Day(ends.First, today, today) is not { } from || Day(ends.Last, today, from) is not { } to)
            return new Refusal("timeoff.unclear", $"I cannot read these days. {Examples}");
        if (to < from)
            return new Refusal("timeoff.reversed", "The last day lies before the first.");
        if (to < today)
            return new Refusal("timeoff.past", "These days have passed.");
        // Without years the second day is looked for after the first, so a slip of the pen would become most of a year.
        if (Exact(ends.Last) is null && to.DayNumber - from.DayNumber >= LongestWithoutYears)
            return to.Month == from.Month
                ? new Refusal("timeoff.reversed", $"The last day lies before the first. If you mean {InYears(from, to)}, write the years.")
                : new Refusal("timeoff.years", $"That would be {to.DayNumber - from.DayNumber + 1} days, {InYears(from, to)}. If you mean it, write the years.");
        if (to.DayNumber - from.DayNumber >= LongestDays)
            return new Refusal("timeoff.long", $"That is more than {LongestDays} days. Take it in parts.");
        if (from > today.AddYears(2))
            return new Refusal("timeoff.far", "That is more than two years away.");

        return new TimeOff(from, to);
    }

    /// <summary>First and last day as written; "20-24 feb" lends its month to the first.</summary>
    private static (string First, string Last)? Split(string text)
    {
        foreach (var separator in (ReadOnlySpan<string>)["..", " to ", " until ", " - ", "–"])
            if (text.Split(separator, 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } first, { Length: > 0 } last])
                return (Lend(first, last), last);

        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var isRange = dash is 1 or 2 && text[..dash].All(char.IsAsciiDigit);
        return text.Length == 0 ? null : isRange ? (Lend(text[..dash], text[(dash + 1)..].Trim()), text[(dash + 1)..].Trim()) : (text, text);
    }

    private static string InYears(DateOnly first, DateOnly last) => string.Create(CultureInfo.InvariantCulture, $"{first:d MMMM yyyy} to {last:d MMMM yyyy}");

    private static string Lend(string first, string last)
    {
        var space = last.IndexOf(' ', StringComparison.Ordinal);
        return first.All(char.IsAsciiDigit) && space > 0 ? $"{first}{last[space..]}" : first;
    }

    private static DateOnly? Day(string text, DateOnly today, DateOnly notBefore)
    {
        if (text is "today")
            return today;
        if (text is "tomorrow")
            return today.AddDays(1);
        if (Exact(text) is { } written)
            return written;

        // "24 feb" is the next one; 29 February may take some years.
        for (var year = notBefore.Year; year <= notBefore.Year + 4 && year <= DateOnly.MaxValue.Year; year++)
            if (Exact($"{text} {year}") is { } day && day >= notBefore)
                return day;

        return null;
    }

    private static DateOnly? Exact(string text) =>
        DateOnly.TryParseExact(text, DayFormats, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var day) ? day : null;
}
