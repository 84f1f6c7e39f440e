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

/// <summary><c>stages contributors</c></summary>
internal sealed record ListStages(string Unit) : Command;

/// <summary><c>stages contributors add</c>, <c>stages contributors edit 40</c></summary>
/// <param name="Position">The stage that is edited; null for a new one.</param>
internal sealed record EditStage(string Unit, int? Position, string? Because, Fields Fields) : Command;

/// <summary><c>stages contributors remove 60 because ...</c></summary>
internal sealed record RemoveStage(string Unit, int Position, string? Because, Fields Fields) : Command;

/// <summary><c>stages contributors free 60 because ...</c>, <c>stages contributors guard 60 because ...</c></summary>
internal sealed record FreeStage(string Unit, int Position, bool NeedsNone, string? Because, Fields Fields) : Command;

/// <summary>The named positions of a slider.</summary>
internal sealed class EditStagesHandler(UnitStore units, UnitStates equalizer, Ledger ledger)
{
    /// <summary>More stages than this say nothing.</summary>
    private const int MostStages = 20;

    private const int LongestTitle = 60;
    private const int LongestSentence = 300;

    public async Task<Reply> ListAsync(ListStages command, Caller caller, CancellationToken ct)
    {
        if ((await FindAsync(command.Unit, caller, ct)).IsRefused(out var why, out var found))
            return Answers.Refused(why);
        return new Reply.Show(StagesView.List(found.Assessment, caller.AnswersFor(found.Unit)));
    }

    public async Task<Reply> EditAsync(EditStage command, Caller caller, CancellationToken ct)
    {
        if ((await OwnAsync(command.Unit, caller, ct)).IsRefused(out var why, out var found))
            return Answers.Refused(why);
        var before = found.Unit.Stages.FirstOrDefault(s => s.Position == command.Position);
        if (command.Position is { } position && before is null)
            return Answers.Refused(Unknown(found.Unit, position));
        if (before is null && found.Unit.Stages.Length >= MostStages)
            return Answers.Refused(new("stage.many", $"A unit has up to {MostStages} stages."));
        if (!command.Fields.AreSubmitted)
            return new Reply.OpenForm(StagesView.Form(found.Unit, before));

        var errors = new List<Refusal>();
        var stage = Read(command.Fields, before, found.Unit, errors);
        if (Ledger.Reason(command.Because, command.Fields).IsRefused(out why, out var texts))
            errors.Add(why);
        if (errors.Count > 0)
            return Answers.Errors(errors);

        var stages = found.Unit.Stages.Where(s => s != before).Append(stage!).OrderBy(s => s.Position).ToImmutableArray();
        var says = before is null ? $"new stage {stage!.Position}, {stage.Title}" : $"stage {before.Position} is now called {stage!.Title}";
        return await SaveAsync(found, stages, says, texts!, [], caller, ct);
    }

    public async Task<Reply> RemoveAsync(RemoveStage command, Caller caller, CancellationToken ct)
    {
        if ((await OwnAsync(command.Unit, caller, ct)).IsRefused(out var why, out var found))
            return Answers.Refused(why);
        var (unit, a) = (found.Unit, found.Assessment);
        if (unit.Stages.FirstOrDefault(s => s.Position == command.Position) is not { } stage)
            return Answers.Refused(Unknown(unit, command.Position));
        if (unit.Stages.Length == 1)
            return Answers.Refused(new("stage.last", "A slider needs at least one stage beside 0."));
        if (a.Level == stage.Position || a.Target?.Level == stage.Position)
            return Answers.Refused(new("stage.in-use", $"{unit.Name} {(a.Level == stage.Position ? "stands" : "has its target")} at {stage.Position}. Move that first."));
        if (a.Readings.Any(r => r.Criterion.Stage == stage.Position) || a.Coming.Any(c => c.Criterion!.Stage == stage.Position))
            return Answers.Refused(new("stage.guarded", $"Criteria guard stage {stage.Position}. Move or remove them first: criteria {unit.Key}."));
        if (a.Dependencies.Any(d => d.Stage == stage.Position))
            return Answers.Refused(new("stage.needs", $"From {stage.Position} on {unit.Name} needs another unit. Lift that first: depends {unit.Key}."));
        if (!caller.IsSteward && !a.FreedStages.Contains(stage.Position))
            return Answers.Refused(new("stage.stewards-only", "Removing a stage that nothing proves lets the slider pass it: only a steward does that."));
        if (command.Because is null && !command.Fields.AreSubmitted)
            return new Reply.OpenForm(CriteriaView.Why($"Remove stage {stage.Position}", $"stages {unit.Key} remove {stage.Position}", $"{stage.Title}: {stage.Says}"));
        return Ledger.Reason(command.Because, command.Fields).IsRefused(out why, out var texts)
            ? Answers.Refused(why, command.Fields)
            : await SaveAsync(found, unit.Stages.Remove(stage), $"stage {stage.Position}, {stage.Title}, removed", texts, [], caller, ct);
    }

    public async Task<Reply> FreeAsync(FreeStage command, Caller caller, CancellationToken ct)
    {
        if ((await OwnAsync(command.Unit, caller, ct)).IsRefused(out var why, out var found))
            return Answers.Refused(why);
        var (unit, a) = (found.Unit, found.Assessment);
        if (unit.Stages.FirstOrDefault(s => s.Position == command.Position) is not { } stage)
            return Answers.Refused(Unknown(unit, command.Position));
        if (command.NeedsNone == a.FreedStages.Contains(stage.Position))
            return Answers.Refused(new("stage.same", command.NeedsNone ? $"Stage {stage.Position} needs no criterion already." : $"Stage {stage.Position} was not declared to need none."));
        if (command.NeedsNone && a.GuardsOf(stage.Position).Any())
            return Answers.Refused(new("stage.guarded", $"Stage {stage.Position} has criteria: {string.Join(", ", a.GuardsOf(stage.Position).Select(r => r.Criterion.Key))}. Only a stage without any can be declared to need none."));
        if (command.NeedsNone && !caller.IsSteward)
            return Answers.Refused(new("stage.stewards-only", "Declaring that a stage needs no proof is a steward's decision."));
        if (command.Because is null && !command.Fields.AreSubmitted)
            return new Reply.OpenForm(CriteriaView.Why($"Stage {stage.Position} of {unit.Name}", $"stages {unit.Key} {(command.NeedsNone ? "free" : "guard")} {stage.Position}", command.NeedsNone ? "It counts as proved without any criterion." : "It has to be proved again."));
        return Ledger.Reason(command.Because, command.Fields).IsRefused(out why, out var texts)
            ? Answers.Refused(why, command.Fields)
            : await SaveAsync(found, unit.Stages, $"stage {stage.Position} {(command.NeedsNone ? "needs no criterion" : "needs criteria again")}", texts, [new StageFreed(caller.Now, stage.Position, command.NeedsNone)], caller, ct);
    }

    private Task<Reply> SaveAsync(Found found, ImmutableArray<Stage> stages, string says, DecisionTexts texts, ImmutableArray<Fact> facts, Caller caller, CancellationToken ct)
    {
        var level = found.Assessment.Level;
        if (!stages.SequenceEqual(found.Unit.Stages))
            facts = facts.Add(new StagesSet(caller.Now, found.Unit.Stages, stages));
        return ledger.ChangeUnitAsync(
            found.Unit with { Stages = stages }, new(DecisionKind.ChangeStages, new() { From = level, To = level, Says = says }, texts), facts, caller, ct);
    }

    private static Stage? Read(Fields fields, Stage? before, Unit unit, List<Refusal> errors)
    {
        var position = before?.Position ?? (int.TryParse(fields["position"], NumberStyles.None, CultureInfo.InvariantCulture, out var p) ? p : 0);
        if (position is < 1 or > 100 || (before is null && unit.HasPosition(position)))
            errors.Add(new("stage.position", "Choose a number from 1 to 100 that no other stage has.", "position"));
        if (fields["title"] is not { Length: <= LongestTitle } title)
        {
            errors.Add(new("stage.title", $"Give it a title of up to {LongestTitle} characters.", "title"));
            return null;
        }

        var says = fields["says"] ?? "";
        if (says.Length is 0 or > LongestSentence)
            errors.Add(new("stage.says", $"Say in a sentence of up to {LongestSentence} characters what changes for people there.", "says"));
        return errors.Count == 0 ? new(position, title, says) : null;
    }

    private async Task<Outcome<Found>> OwnAsync(string word, Caller caller, CancellationToken ct) =>
        (await FindAsync(word, caller, ct)).IsRefused(out var why, out var found) ? why
        : caller.AnswersFor(found.Unit) ? found
        : new Refusal("stage.not-yours", $"Only an owner of {found.Unit.Name} or a steward changes its stages.");

    private async Task<Outcome<Found>> FindAsync(string word, Caller caller, CancellationToken ct) =>
        Answers.Find(await units.EverAsync(caller.Organisation.Id, ct), word).IsRefused(out var why, out var unit)
            ? why
            : new Found(unit, (await equalizer.OneAsync(caller.Organisation, unit, caller.Now, ct)).Assessment);

    private static Refusal Unknown(Unit unit, int position) => new("stage.unknown", $"{unit.Name} has no stage {position}. It has {string.Join(", ", unit.Stages.Select(s => s.Position))}.");

    private sealed record Found(Unit Unit, Assessment Assessment);
}
