using System.Globalization;
using Companion.Core;
using Companion.Core.Readiness;

namespace Companion.Commands;

/// <summary>What people write behind a value: "5 days", "30% over 12 cases", then a note. A unit other than the criterion's is converted, or refused: it is never passed over.</summary>
internal sealed record EvidenceWords(string? Value, string? Cases, string? Note)
{
    // In hours; months and years have no fixed length, so they stand by themselves.
    private static readonly Dictionary<string, decimal> Hours = new(StringComparer.OrdinalIgnoreCase)
    {
        ["minute"] = 1m / 60, ["min"] = 1m / 60, ["hour"] = 1, ["h"] = 1, ["hr"] = 1, ["day"] = 24, ["d"] = 24, ["week"] = 168, ["w"] = 168,
    };

    private static readonly Dictionary<string, decimal> Months = new(StringComparer.OrdinalIgnoreCase) { ["month"] = 1, ["quarter"] = 3, ["year"] = 12 };

    /// <param name="criterion">What the value is of.</param>
    /// <param name="value">The value as it was typed.</param>
    /// <param name="note">Everything behind it.</param>
    /// <returns>The value in the criterion's own unit, how many cases stand behind it if that was said, and what is left as the note.</returns>
    public static Outcome<EvidenceWords> Read(Criterion criterion, string? value, string? note)
    {
        var rest = note?.Trim() ?? "";
        if (criterion.Answer is not (AnswerType.YesNo or AnswerType.Scale) && Unit(criterion, ref value, ref rest) is { } refusal)
            return refusal;

        return new EvidenceWords(value, CasesIn(ref rest), rest.Length == 0 ? null : rest);
    }

    private static Refusal? Unit(Criterion criterion, ref string? value, ref string rest)
    {
        var (word, behind) = Cut(rest);
        var unit = word.TrimEnd('s', ',', ';');
        var own = criterion.CountedIn.TrimEnd('s');
        if (word.Length == 0 || (!IsTime(unit) && !Same(word, "percent") && !Same(word, "%") && !Same(word.TrimEnd(',', ';'), criterion.CountedIn) && !Same(unit, own)))
            return null;

        if (Same(unit, own) || Same(word.TrimEnd(',', ';'), criterion.CountedIn) || (criterion.Answer == AnswerType.Percent && (Same(word, "percent") || word == "%")))
        {
            rest = behind;
            return null;
        }

        if (!decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || Factor(unit, own) is not { } factor)
            return new Refusal("evidence.unit", $"{criterion.Key} is {(criterion.Answer == AnswerType.Percent ? "a percentage" : criterion.CountedIn.Length > 0 ? $"counted in {criterion.CountedIn}" : "a plain number")}, not in {word}. Write it so; a note may follow.", "value");

        (value, rest) = (Math.Round(number * factor, 2).ToString(CultureInfo.InvariantCulture), behind);
        return null;
    }

    /// <summary>"over 12", "over 12 cases" at the beginning of the note.</summary>
    private static string? CasesIn(ref string rest)
    {
        var (over, behind) = Cut(rest);
        var (count, left) = Cut(behind);
        if (!Same(over, "over") || !int.TryParse(count.TrimEnd(',', ';'), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            return null;

        var (what, after) = Cut(left);
        rest = what.TrimEnd(',', ';').ToLowerInvariant() is "cases" or "case" ? after : left;
        return count.TrimEnd(',', ';');
    }

    private static decimal? Factor(string from, string to) =>
        Hours.TryGetValue(from, out var a) && Hours.TryGetValue(to, out var b) ? a / b
        : Months.TryGetValue(from, out a) && Months.TryGetValue(to, out b) ? a / b
        : null;

    private static bool IsTime(string word) => Hours.ContainsKey(word) || Months.ContainsKey(word);

    private static (string Word, string Behind) Cut(string text) =>
        text.IndexOf(' ', StringComparison.Ordinal) is var end and > 0 ? (text[..end], text[(end + 1)..].TrimStart()) : (text, "");

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
