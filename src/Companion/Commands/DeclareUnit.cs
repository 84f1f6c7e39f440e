using System.Collections.Immutable;
using System.Globalization;
using Companion.Core;
using Companion.Core.Decisions;
using Companion.Core.Readiness;
using Companion.Core.Units;
using Companion.Messages;
using Companion.Storage;
using Companion.Templates;
using Companion.Views;

namespace Companion.Commands;

/// <summary>What setup left open: who answers for a unit, where it stands, where it should be. It can be said in any order, at any later time.</summary>
internal sealed class DeclareUnit(UnitStates equalizer, DecisionStore decisions, Ledger ledger)
{
    /// <summary>What is said and what is left, with a button for each.</summary>
    public async Task<Reply> ShowLeftAsync(ImmutableArray<Unit> existing, Caller caller, CancellationToken ct)
    {
        var states = await equalizer.AllAsync(caller.Organisation, caller.Now, ct);
        var decided = new HashSet<Guid>();
        foreach (var state in states)
            if (await IsDecidedAsync(state.Assessment.Unit, caller, ct))
                decided.Add(state.Assessment.Unit.Id);
        var isMoreBuiltIn = UnitTemplates.BuiltIn.Units.Any(t => existing.All(u => u.Key != t.Key));
        return new Reply.Show(SetUpView.Left([.. states.Select(s => s.Assessment)], decided, isMoreBuiltIn, caller.Members.Length));
    }

    public async Task<Reply> HandleAsync(string what, Fields fields, ImmutableArray<Unit> existing, Caller caller, CancellationToken ct)
    {
        if (Answers.Find(existing, what).IsRefused(out var why, out var unit))
            return Answers.Refused(why);

        var (assessment, moved) = await ReadAsync(unit, caller, ct);
        if (moved)
            return Answers.Refused(new("setup.moved", $"{unit.Name} has been decided about since it was set up. From now on it moves by decisions: decide {unit.Key}, target {unit.Key}, owners {unit.Key}."));
        if (!fields.AreSubmitted)
            return new Reply.OpenForm(SetUpView.DeclareForm(assessment, caller.NameOf));

        var errors = new List<Refusal>();
        var owners = UnitDraft.Owners(fields["owners"], caller.Members, errors);
        var level = Position(fields["level"] ?? "0", unit, "level", errors);
        var rationale = fields["rationale"];
        if (level > 0 && rationale is null)
            errors.Add(new("setup.rationale", "It does not start at 0: say why, the log keeps the reason.", "rationale"));
        if (rationale is { Length: > DecisionTexts.Longest })
            errors.Add(new("setup.rationale", $"Up to {DecisionTexts.Longest:N0} characters fit.", "rationale"));
        var target = Target(fields, unit, caller.Today, errors);
        if (errors.Count > 0)
            return Answers.Errors(errors);

        ImmutableArray<Fact> facts =
        [
            .. level != assessment.Level ? [new LevelDeclared(caller.Now, level)] : Array.Empty<Fact>(),
            .. target != assessment.Target ? [new TargetSet(caller.Now, target)] : Array.Empty<Fact>(),
        ];
        var details = new DecisionDetails { From = assessment.Level, To = level, Target = target, Before = unit.Owners, After = owners };
        return await ledger.ChangeUnitAsync(unit with { Owners = owners }, new(DecisionKind.Declare, details, new(rationale)) { Before = unit }, facts, caller, ct);
    }

    private async Task<(Assessment Assessment, bool Moved)> ReadAsync(Unit unit, Caller caller, CancellationToken ct)
    {
        var state = await equalizer.OneAsync(caller.Organisation, unit, caller.Now, ct);
        return (state.Assessment, await IsDecidedAsync(unit, caller, ct));
    }

    /// <summary>True once something about it was decided. That it came, and what it is called, leaves open where it stands.</summary>
    private async Task<bool> IsDecidedAsync(Unit unit, Caller caller, CancellationToken ct) =>
        (await decisions.LatestAsync(caller.Organisation.Id, unit.Id, 50, 0, ct)).Any(d => d.Kind is not (DecisionKind.Declare or DecisionKind.ChangeUnit));

    private static int Position(string text, Unit unit, string field, List<Refusal> errors)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position) && unit.HasPosition(position))
            return position;

        errors.Add(new($"setup.{field}", $"Choose 0 or one of {string.Join(", ", unit.Stages.Select(s => s.Position))}.", field));
        return 0;
    }

    private static Target? Target(Fields fields, Unit unit, DateOnly today, List<Refusal> errors)
    {
        if (fields["target"] is not { } text || text == "none")
            return null;
        var level = Position(text, unit, "target", errors);
        if (fields["by"] is not { } day)
            return new(level, null);
        if (DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var by) && by >= today && by <= today.AddYears(10))
            return new(level, by);

        errors.Add(new("setup.by", "Write the day as 2026-06-30, from today on, within ten years.", "by"));
        return null;
    }
}
