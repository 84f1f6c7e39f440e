using System.Collections.Immutable;
using System.Globalization;
using Companion.Core;
using Companion.Core.Members;
using Companion.Core.Units;
using Companion.Templates;

namespace Companion.Commands;

/// <summary>A list of units as CSV: name, harm, owners, template, target, by. All lines are right, or nothing is imported.</summary>
internal sealed class UnitImport
{
    public const string Columns = "name, harm, owners, template, target, by";

    private const int MostErrors = 5;

    private readonly List<string> _wrong = [];
    private readonly ImmutableArray<ImportedUnit>.Builder _rows = ImmutableArray.CreateBuilder<ImportedUnit>();
    private readonly ImmutableArray<Member> _members;
    private readonly HashSet<string> _keys;
    private readonly HashSet<string> _names;
    private readonly ImmutableArray<Unit> _retired;

    private readonly DateOnly _today;

    private UnitImport(ImmutableArray<Unit> existing, ImmutableArray<Member> members, DateOnly today)
    {
        _today = today;
        _members = members;
        _keys = existing.Select(u => u.Key).ToHashSet(StringComparer.Ordinal);
        _names = existing.Select(u => u.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        _retired = [.. existing.Where(u => u.RetiredAt is not null)];
    }

    public ImmutableArray<ImportedUnit> Rows => _rows.ToImmutable();

    public IReadOnlyList<Refusal> Errors =>
        _wrong.Count == 0 ? [] : [new("import.lines", string.Join(" ", _wrong.Take(MostErrors)) + (_wrong.Count > MostErrors ? $" And {_wrong.Count - MostErrors} more lines." : "") + " Nothing was imported.", "list")];

    /// <param name="existing">With the retired ones, which keep their names.</param>
    public static UnitImport Read(string text, ImmutableArray<Unit> existing, ImmutableArray<Member> members, DateOnly today, int most)
    {
        var import = new UnitImport(existing, members, today);
        if (Csv.Read(text).IsRefused(out var why, out var table))
            import._wrong.Add(why.Reason);
        else if (table.Rows is not [var header, .. var rows] || rows.IsEmpty)
            import._wrong.Add($"Write a first line with the columns ({Columns}) and a line for each unit.");
        else if (existing.Count(u => u.RetiredAt is null) + rows.Length > most)
            import._wrong.Add($"There can be {most} units.");
        else if (import.ColumnsOf(header.Cells) is { } columns)
            foreach (var row in rows)
                import.Add(row, header.Cells.Length, columns);
        return import;
    }

    private Dictionary<string, int>? ColumnsOf(ImmutableArray<string> header)
    {
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var (place, name) in header.Index())
            if (!Columns.Split(", ").Contains(name.Trim(), StringComparer.OrdinalIgnoreCase) || !columns.TryAdd(name.Trim(), place))
                _wrong.Add($"The first line has a column \"{Clip(name)}\"; there can be {Columns}, each once.");
        if (!columns.ContainsKey("name"))
            _wrong.Add("The first line has no column \"name\".");
        return _wrong.Count == 0 ? columns : null;
    }

    private void Add(CsvRow row, int width, Dictionary<string, int> columns)
    {
        string? Cell(string column) => columns.TryGetValue(column, out var place) && place < row.Cells.Length && row.Cells[place].Trim() is { Length: > 0 } text ? text : null;

        var errors = new List<Refusal>();
        if (row.Cells.Skip(width).FirstOrDefault(c => c.Length > 0) is { } surplus)
            errors.Add(new("import.surplus", $"\"{Clip(surplus)}\" stands in no column: the first line has {width}. Put quotes around a text that holds the separator."));
        var name = UnitDraft.Name(Cell("name"), _retired, errors);
        var template = Cell("template") is { } wished ? UnitTemplates.BuiltIn.Find(wished.ToLowerInvariant()) : UnitTemplates.Blank;
        if (template is null)
            errors.Add(new("import.template", $"\"{Clip(Cell("template")!)}\" is no template; there is {string.Join(", ", UnitTemplates.BuiltIn.Units.Select(t => t.Key))}, or leave it empty."));
        var harm = Cell("harm") is { } word ? UnitDraft.HarmOf(word) : template?.Harm;
        if (harm is null)
            errors.Add(new("import.harm", "Harm is low, medium or high."));
        var owners = UnitDraft.Owners(Cell("owners")?.Replace('+', ','), _members, errors);
        var target = TargetOf(Cell("target"), Cell("by"), template, errors);
        var key = name is null ? null : UnitDraft.KeyOf(name, _keys);
        if (key is not null && (!_keys.Add(key) | !_names.Add(name!)))
            errors.Add(new("import.taken", $"There is a unit {Clip(name!)} already."));

        if (errors.Count > 0)
            _wrong.Add($"Line {row.Line}: {errors[0].Reason}");
        else
            _rows.Add(new(key!, name!, harm!.Value, owners, template!, 0, target));
    }

    private Target? TargetOf(string? level, string? by, UnitTemplate? template, List<Refusal> errors)
    {
        if (level is null)
            return null;
        if (!int.TryParse(level, NumberStyles.None, CultureInfo.InvariantCulture, out var target) || template is null || template.Stages.All(s => s.Position != target))
        {
            errors.Add(new("import.target", $"The target {Clip(level)} is no stage of it."));
            return null;
        }

        if (by is null)
            return new(target, null);
        if (DateOnly.TryParseExact(by, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day >= _today && day <= _today.AddYears(10))
            return new(target, day);

        errors.Add(new("import.by", "Write the day as 2026-06-30, from today on, within ten years."));
        return null;
    }

    private static string Clip(string text) => text.Length > 40 ? $"{text[..40]}…" : text;
}

/// <summary>One line of an imported list.</summary>
internal sealed record ImportedUnit(string Key, string Name, Harm Harm, ImmutableArray<Guid> Owners, UnitTemplate Template, int Level, Target? Target);
