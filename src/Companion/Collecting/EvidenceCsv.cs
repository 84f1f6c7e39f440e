using System.Collections.Immutable;
using System.Globalization;

namespace Companion.Collecting;

/// <summary>Measurements as a table: a header with unit, criterion, value, and what else the API takes; a row each.</summary>
internal static class EvidenceCsv
{
    private const int MostRows = 1000;

    private static readonly ImmutableArray<string> Known = ["unit", "criterion", "value", "cases", "observedAt", "source", "link", "note"];

    /// <param name="rows">The cells with the line each row begins on, the header first.</param>
    /// <exception cref="CollectingException">A column or a value cannot be read; the message names the row.</exception>
    public static IReadOnlyList<MeasurementToSend> Read(IEnumerable<(int Line, ImmutableArray<string> Cells)> rows, string? unit)
    {
        using var all = rows.GetEnumerator();
        if (!all.MoveNext())
            throw new CollectingException("The file is empty: it begins with a header such as unit,criterion,value.");

        var header = all.Current.Cells.Select(Column).ToList();
        if (!header.Contains("criterion") || !header.Contains("value") || (unit is null && !header.Contains("unit")))
            throw new CollectingException($"The header needs unit, criterion and value (or give --unit); it has {string.Join(", ", all.Current.Cells)}.");

        var measurements = new List<MeasurementToSend>();
        while (all.MoveNext())
        {
            if (measurements.Count == MostRows)
                throw new CollectingException($"Up to {MostRows:N0} rows fit into one sending, so that all of them count or none: split the file.");
            measurements.Add(Measurement(header, all.Current.Cells, unit, all.Current.Line));
        }

        return measurements.Count > 0 ? measurements : throw new CollectingException("The file has a header and no row.");
    }

    /// <summary>A value as people write it: 6, 35.5, 35%, yes, no, or ? for "it cannot be told".</summary>
    public static object? Value(string text) => text.Trim().ToLowerInvariant() switch
    {
        "?" => null,
        "yes" or "true" => true,
        "no" or "false" => false,
        var word => decimal.TryParse(word.EndsWith('%') ? word[..^1].TrimEnd() : word, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new CollectingException($"\"{Short(text)}\" is no value: write a number such as 35.5 or 35%, yes, no, or ? for what cannot be told."),
    };

    private static MeasurementToSend Measurement(List<string> header, ImmutableArray<string> row, string? unit, int number)
    {
        string? Cell(string name) => header.IndexOf(name) is >= 0 and var at && at < row.Length && row[at].Length > 0 ? row[at] : null;
        try
        {
            if (row.Skip(header.Count).FirstOrDefault(c => c.Length > 0) is { } surplus)
                throw new CollectingException($"\"{Short(surplus)}\" stands in no column: the header has {header.Count}.");
            return new(Cell("unit") ?? unit ?? throw new CollectingException("it names no unit"), Cell("criterion") ?? throw new CollectingException("it names no criterion"), Value(Cell("value") ?? throw new CollectingException("it has no value")))
            {
                Cases = Cell("cases") is not { } cases ? null : int.TryParse(cases, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : throw new CollectingException($"\"{Short(cases)}\" is no number of cases."),
                ObservedAt = Cell("observedAt"),
                Source = Cell("source") ?? "csv",
                Link = Cell("link"),
                Note = Cell("note"),
            };
        }
        catch (CollectingException e)
        {
            throw new CollectingException($"Line {number.ToString(CultureInfo.InvariantCulture)}: {e.Message}", e);
        }
    }

    private static string Column(string name)
    {
        var plain = name.Trim().Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        return Known.FirstOrDefault(k => string.Equals(k, plain, StringComparison.OrdinalIgnoreCase))
            ?? throw new CollectingException($"There is no column \"{Short(name)}\". There is {string.Join(", ", Known)}.");
    }

    private static string Short(string text) => text.Length > 40 ? $"{text[..40]}…" : text;
}
