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

    private UnitImport(ImmutableArray<Unit> existing, ImmutableArray<Member> members)
    {
        _members = members;
        _keys = existing.Select(u => u.Key).ToHashSet(StringComparer.Ordinal);
    }

    public ImmutableArray<ImportedUnit> Rows => _rows.ToImmutable();

    public IReadOnlyList<Refusal> Errors =>
        _wrong.Count == 0 ? [] : [new("import.lines", string.Join(" ", _wrong.Take(MostErrors)) + (_wrong.Count > MostErrors ? $" And {_wrong.Count - MostErrors} more lines." : "") + " Nothing was imported.", "list")];

    public static UnitImport Read(string text, ImmutableArray<Unit> existing, ImmutableArray<Member> members, int most)
    {
        var import = new UnitImport(existing, members);
        var lines = Csv.Read(text).ToList();
        if (lines is not [var header, .. var rows] || rows.Count == 0)
            import._wrong.Add($"Write a first line with the columns ({Columns}) and a line for each unit.");
        else if (existing.Length + rows.Count > most)
            import._wrong.Add($"There can be {most} units.");
        else if (import.ColumnsOf(header) is { } columns)
            foreach (var (index, row) in rows.Index())
                import.Add(index + 2, row, columns);
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

    private void Add(int line, ImmutableArray<string> row, Dictionary<string, int> columns)
    {
        string? Cell(string column) => columns.TryGetValue(column, out var place) && place < row.Length && row[place].Trim() is { Length: > 0 } text ? text : null;

        var errors = new List<Refusal>();
        var name = UnitDraft.Name(Cell("name"), [], errors);
        var template = Cell("template") is { } wished ? UnitTemplates.BuiltIn.Find(wished.ToLowerInvariant()) : UnitTemplates.Blank;
        if (template is null)
            errors.Add(new("import.template", $"\"{Clip(Cell("template")!)}\" is no template; there is {string.Join(", ", UnitTemplates.BuiltIn.Units.Select(t => t.Key))}, or leave it empty."));
        var harm = Cell("harm") is { } word ? UnitDraft.HarmOf(word) : template?.Harm;
        if (harm is null)
            errors.Add(new("import.harm", "Harm is low, medium or high."));
        var owners = UnitDraft.Owners(Cell("owners")?.Replace('+', ','), _members, errors);
        var target = TargetOf(Cell("target"), Cell("by"), template, errors);
        if (name is not null && !_keys.Add(UnitDraft.KeyOf(name)))
            errors.Add(new("import.taken", $"There is a unit {Clip(name)} already."));

        if (errors.Count > 0)
            _wrong.Add($"Line {line}: {errors[0].Reason}");
        else
            _rows.Add(new(UnitDraft.KeyOf(name!), name!, harm!.Value, owners, template!, 0, target));
    }

    private static Target? TargetOf(string? level, string? by, UnitTemplate? template, List<Refusal> errors)
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
        if (DateOnly.TryParseExact(by, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2000 and <= 2200)
            return new(target, day);

        errors.Add(new("import.by", "Write the day as 2026-06-30."));
        return null;
    }

    private static string Clip(string text) => text.Length > 40 ? $"{text[..40]}…" : text;
}

/// <summary>One line of an imported list.</summary>
internal sealed record ImportedUnit(string Key, string Name, Harm Harm, ImmutableArray<Guid> Owners, UnitTemplate Template, int Level, Target? Target);
