using System.Globalization;
using Companion.Commands;
using Companion.Core;

namespace Companion.Chat;

/// <summary>The lines that are about units, their stages, criteria and roles.</summary>
internal static class UnitCommands
{
    public static Outcome<Command> Units(Words words, Fields fields) => words.Next()?.ToLowerInvariant() switch
    {
        null or "list" => new ListUnits(1),
        "page" => Page(words, page => new ListUnits(page)),
        "add" or "new" => new AddUnit(fields),
        "edit" => words.Next() is { } unit ? new EditUnit(unit, words.SplitAt("because").After, fields) : new Refusal("units.which", "Edit which unit? Write units edit contributors."),
        "import" => new ImportUnits(fields),
        "retire" => Whole(words, (unit, because) => new RetireUnit(unit, because, fields)) ?? new Refusal("units.which", "Retire which unit? Write units retire finance."),
        "restore" => Whole(words, (unit, because) => new RestoreUnit(unit, because, fields)) ?? new Refusal("units.which", "Bring which unit back? Write units restore finance."),
        var other => new Refusal("units.how", $"\"units {Short(other)}\" is not known. There is units add, edit, import, retire and restore."),
    };

    /// <summary>Everything before "because" names the one unit, so that no word beside it is passed over.</summary>
    private static Outcome<Command>? Whole(Words words, Func<string, string?, Command> of)
    {
        var (before, because) = words.SplitAt("because");
        if (before.Rest() is not { Length: > 0 } unit)
            return null;

        return of(unit, because);
    }

    public static Outcome<Command> Stages(Words words, Fields fields)
    {
        if (words.Next() is not { } unit)
            return new Refusal("stages.what", "The stages of what? Name a unit: stages contributors.");

        var (before, because) = words.SplitAt("because");
        var how = before.Next()?.ToLowerInvariant();
        if (how is null)
            return new ListStages(unit);
        if (how is "add" or "new")
            return new EditStage(unit, null, because, fields);
        if (how is not ("edit" or "remove" or "free" or "guard"))
            return new Refusal("stages.how", $"\"stages {Short(unit)} {Short(how)}\" is not known. There is add, edit, remove, free and guard.");

        return !int.TryParse(before.Next(), NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? new Refusal("stages.which", $"Which stage? Write its number: stages {Short(unit)} {how} 40.")
            : how == "edit" ? new EditStage(unit, position, because, fields)
            : how == "remove" ? new RemoveStage(unit, position, because, fields)
            : new FreeStage(unit, position, how == "free", because, fields);
    }

    public static Outcome<Command> Criteria(Words words, Fields fields)
    {
        if (words.Next() is not { } unit)
            return new Refusal("criteria.what", "The criteria of what? Name a unit: criteria contributors, or criteria gate.");

        var (before, because) = words.SplitAt("because");
        var how = before.Next()?.ToLowerInvariant();
        switch (how)
        {
            case null:
                return new ListCriteria(unit, 1);
            case "page":
                return Page(before, page => new ListCriteria(unit, page));
            case "add" or "new":
                return new EditCriterion(unit, null, null, null, because, fields);
        }

        if (how is not ("edit" or "remove" or "exempt" or "include"))
            return new Refusal("criteria.how", $"\"criteria {Short(unit)} {Short(how)}\" is not known. There is add, edit, remove, exempt and include.");
        if (before.Next() is not { } key)
            return new Refusal("criteria.which", $"Which criterion? Write its key: criteria {Short(unit)} {how} know-how.");

        return how switch
        {
            "edit" => new EditCriterion(unit, key, before.Next(), before.Rest() is { Length: > 0 } value ? value : null, because, fields),
            "remove" => new RemoveCriterion(unit, key, because, fields),
            _ => new ExemptCriterion(unit, key, how == "include", because, fields),
        };
    }

    public static Outcome<Command> Depends(Words words, Fields fields)
    {
        if (words.Next() is not { } unit)
            return new Refusal("depends.what", "What depends? Name a unit: depends contributors.");

        var (before, because) = words.SplitAt("because");
        var stage = before.Next() ?? fields["stage"];
        var next = before.Next();
        var needs = string.Equals(next, "on", StringComparison.OrdinalIgnoreCase) ? before.Next() : next;
        var level = before.Next();
        if (string.Equals(level, "at", StringComparison.OrdinalIgnoreCase))
            level = before.Next();
        return new SetDependency(unit, stage, needs ?? fields["needs"], level ?? fields["level"], because, fields);
    }

    public static Outcome<Command> Owners(Words words, Fields fields)
    {
        if (words.Next() is not { } unit)
            return new Refusal("owners.what", "The owners of what? Name a unit: owners contributors.");

        var (before, because) = words.SplitAt("because");
        return new AssignOwners(unit, before.Rest() is { Length: > 0 } people ? people : fields["people"], because, fields);
    }

    public static Outcome<Command> Reporter(Words words) => words.Next() is { } unit
        ? new AssignReporter(unit, words.Next(), words.Rest() is { Length: > 0 } person ? person : null)
        : new Refusal("reporter.what", "Who reports what? Write reporter finance runway Sam.");

    public static Outcome<Command> Trigger(Words words, Fields fields)
    {
        if (words.Next() is not { } unit)
            return new Refusal("trigger.what", "The trigger of what? Name a unit: trigger contributors pushed because there is too much to curate.");

        var (before, because) = words.SplitAt("because");
        return new Consider(unit, before.Next() ?? fields["trigger"], because, fields);
    }

    public static Outcome<Command> Channel(Words words)
    {
        var first = words.Next();
        if (first is null || IsWhere(first))
            return new ChooseChannel(null, first?.ToLowerInvariant());

        return words.Next() is { } where && IsWhere(where)
            ? new ChooseChannel(first, where.ToLowerInvariant())
            : new Refusal("channel.how", $"Say it in the channel you mean: channel {Short(first)} here. Or: channel {Short(first)} none.");
    }

    private static bool IsWhere(string word) => word.Equals("here", StringComparison.OrdinalIgnoreCase) || word.Equals("none", StringComparison.OrdinalIgnoreCase);

    public static Outcome<Command> Waive(Words words, Fields fields)
    {
        var (before, because) = words.SplitAt("because");
        return new WaiveGate(before.Rest() is { Length: > 0 } until ? until : fields["until"], because, fields);
    }

    public static Outcome<Command> Page(Words words, Func<int, Command> of) =>
        int.TryParse(words.Next(), NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is >= 1 and <= 1_000_000
            ? of(page)
            : new Refusal("page.which", "Which page? Write page 2.");

    public static string Short(string word) => word.Length > 40 ? $"{word[..40]}…" : word;
}
