using System.Collections.Immutable;
using System.Globalization;
using Companion.Core;
using Companion.Core.Decisions;
using Companion.Core.Readiness;
using Companion.Core.Units;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>depends contributors</c>, <c>depends contributors 60 on tech-stack 40 because ...</c>, <c>depends contributors 60 on tech-stack none because ...</c></summary>
internal sealed record SetDependency(string Unit, string? Stage, string? Needs, string? Level, string? Because, Fields Fields) : Command
{
    public bool IsQuestion => Stage is null && !Fields.AreSubmitted;
}

internal sealed class SetDependencyHandler(UnitStore units, UnitStates equalizer, Ledger ledger)
{
    public async Task<Reply> HandleAsync(SetDependency command, Caller caller, CancellationToken ct)
    {
        var all = await units.EverAsync(caller.Organisation.Id, ct);
        if (Answers.Find(all, command.Unit).IsRefused(out var why, out var unit))
            return Answers.Refused(why);

        var states = await equalizer.AllAsync(caller.Organisation, caller.Now, ct);
        if (states.FirstOrDefault(s => s.Assessment.Unit.Id == unit.Id)?.Assessment is not { } assessment)
            throw new StaleWriteException($"{unit.Name} was retired by somebody else meanwhile.");
        if (command.IsQuestion)
            return new Reply.Show(DependencyView.List(assessment, [.. states.Select(s => s.Assessment)], caller.AnswersFor(unit)));
        if (!caller.AnswersFor(unit))
            return Answers.Refused(new("depends.not-yours", $"Only an owner of {unit.Name} or a steward decides what it needs."));
        if (!command.Fields.AreSubmitted && command.Because is null)
            return new Reply.OpenForm(DependencyView.Form(assessment, [.. all.Where(u => u.RetiredAt is null && u.Id != unit.Id)], command.Stage, command.Needs, command.Level));
        if (Read(command, unit, all).IsRefused(out why, out var wish) || Refuses(wish, assessment, states).IsRefused(out why, out _))
            return Answers.Refused(why, command.Fields);
        if (Ledger.Reason(command.Because, command.Fields).IsRefused(out why, out var texts))
            return Answers.Refused(why, command.Fields);

        var fact = new DependencySet(caller.Now, wish.Stage, wish.Needs.Id, wish.Needs.Name, wish.Level);
        var says = wish.Level == 0 ? $"no longer needs {wish.Needs.Name} from {wish.Stage} on" : $"from {wish.Stage} on needs {wish.Needs.Name} at {wish.Level}";
        return await ledger.ChangeUnitAsync(unit, new(DecisionKind.SetDependency, new() { From = assessment.Level, To = assessment.Level, Says = says }, texts), [fact], caller, ct);
    }

    private static Outcome<Wish> Read(SetDependency command, Unit unit, ImmutableArray<Unit> all)
    {
        if (!int.TryParse(command.Stage, NumberStyles.None, CultureInfo.InvariantCulture, out var stage) || unit.Stages.All(s => s.Position != stage))
            return new Refusal("depends.stage", $"From which stage on? Choose one of {Positions(unit)}: depends {unit.Key} {unit.Stages[^1].Position} on another-unit 40.", "stage");
        if (command.Needs is null)
            return new Refusal("depends.on", $"On which unit? Write: depends {unit.Key} {stage} on another-unit 40.", "needs");
        if (Answers.Find(all, command.Needs).IsRefused(out var why, out var needs))
            return why with { Field = "needs" };
        if (string.Equals(command.Level, "none", StringComparison.OrdinalIgnoreCase) || command.Level == "0")
            return new Wish(stage, needs, 0);

        return int.TryParse(command.Level, NumberStyles.None, CultureInfo.InvariantCulture, out var level) && needs.Stages.Any(s => s.Position == level)
            ? new Wish(stage, needs, level)
            : new Refusal("depends.level", $"{needs.Name} at which level? Choose one of {Positions(needs)}, or none to need it no longer.", "level");
    }

    /// <summary>Cycles are refused, with the way they would take.</summary>
    private static Outcome<Wish> Refuses(Wish wish, Assessment assessment, ImmutableArray<UnitState> states)
    {
        if (wish.Level == 0)
            return assessment.Dependencies.Any(d => d.Stage == wish.Stage && d.Needs == wish.Needs.Id)
                ? wish
                : new Refusal("depends.none", $"{assessment.Unit.Name} does not need {wish.Needs.Name} from {wish.Stage} on.", "needs");
        if (wish.Needs.Id == assessment.Unit.Id)
            return new Refusal("depends.itself", "A unit cannot need itself.", "needs");

        var known = states.SelectMany(s => s.Assessment.Dependencies.Select(d => (s.Assessment.Unit.Id, d.Needs)));
        var way = Dependencies.CycleWith(assessment.Unit.Id, wish.Needs.Id, known);
        return way.Count == 0
            ? wish
            : new Refusal("depends.cycle", $"That would go round in a circle, and none of them could move: {string.Join(" needs ", way.Select(id => states.First(s => s.Assessment.Unit.Id == id).Assessment.Unit.Name))}.", "needs");
    }

    private static string Positions(Unit unit) => string.Join(", ", unit.Stages.Select(s => s.Position));

    private sealed record Wish(int Stage, Unit Needs, int Level);
}
