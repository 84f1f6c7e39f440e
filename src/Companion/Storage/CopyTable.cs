using System.Collections.Immutable;
using System.Globalization;

namespace Companion.Storage;

/// <summary>A table as the target of a copy has it.</summary>
internal sealed class CopyTable
{
    public CopyTable(string name, ImmutableArray<CopyColumn> all)
    {
        var whose = name == "organisations" ? "id" : "organisation_id";
        if (!all.Any(c => c.Name == whose))
            throw new InvalidOperationException($"The table {name} has no {whose}: copy cannot know whose its rows are.");

        // Places are numbered anew; the order is what counts.
        var place = all.FirstOrDefault(c => c.IsPlace);
        (Name, Columns) = (name, [.. all.Where(c => !c.IsPlace)]);
        var columns = string.Join(", ", Columns.Select(c => $"\"{c.Name}\""));
        SelectSql = $"SELECT {columns} FROM {name} WHERE {whose} = @organisation{(place is null ? "" : $" ORDER BY {place.Name}")}";
        ImportSql = $"COPY {name} ({columns}) FROM STDIN (FORMAT BINARY)";
    }

    public string Name { get; }

    public ImmutableArray<CopyColumn> Columns { get; }

    /// <summary>The rows of one organisation; the same text on both sides.</summary>
    public string SelectSql { get; }

    public string ImportSql { get; }
}

/// <summary>A column as the target has it.</summary>
/// <param name="IsPlace">True when the database numbers its rows by it.</param>
internal sealed record CopyColumn(string Table, string Name, string Type, bool IsPlace)
{
    /// <summary>A value as the column's type takes it, whichever engine it came from; null for none.</summary>
    public object? Read(object value) => value is DBNull ? null : Type switch
    {
        "uuid" => value as Guid? ?? Guid.Parse((string)value),
        "timestamp with time zone" => value as DateTime? ?? DateTime.Parse((string)value, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal),
        "date" => value as DateOnly? ?? (value is DateTime midnight ? DateOnly.FromDateTime(midnight) : DateOnly.ParseExact((string)value, "yyyy-MM-dd", CultureInfo.InvariantCulture)),
        "boolean" => Convert.ToBoolean(value, CultureInfo.InvariantCulture),
        "bigint" => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        "text" => ((string)value).Contains('\0', StringComparison.Ordinal) ? throw new InvalidDataException($"{Table}.{Name} holds the character zero, which PostgreSQL cannot keep.") : value,
        _ => throw new InvalidOperationException($"{Table}.{Name} is {Type}: copy does not know how to carry that."),
    };
}
