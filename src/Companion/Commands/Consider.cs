using Companion.Core;
using Companion.Core.Decisions;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>trigger contributors pushed because too much content to curate</c>: why a move is considered.</summary>
internal sealed record Consider(string Unit, string? Trigger, string? Because, Fields Fields) : Command;

/// <summary><c>expect 5</c>: what an earlier decision is expected to bring and to cost, where that was not written down.</summary>
internal sealed record Expect(long Number, Fields Fields) : Command;

/// <summary><c>supersede 5 because ...</c>: an earlier decision no longer holds.</summary>
internal sealed record Supersede(long Number, string? Because, Fields Fields) : Command;

/// <summary>Entries that change nothing but what the log says about a decision.</summary>
internal sealed class AnnotateHandler(DecisionStore decisions, UnitStore units, UnitStates equalizer, Ledger ledger)
{
    public async Task<Reply> ConsiderAsync(Consider command, Caller caller, CancellationToken ct)
    {
        if (Answers.Find(await units.EverAsync(caller.Organisation.Id, ct), command.Unit).IsRefused(out var why, out var unit))
            return Answers.Refused(why);
        if (!caller.AnswersFor(unit))
            return Answers.Refused(new("trigger.not-yours", $"Only an owner of {unit.Name} or a steward says why a move is considered."));
        if (!command.Fields.AreSubmitted && (command.Trigger is null || command.Because is null))
            return new Reply.OpenForm(AnnotationView.TriggerForm(unit, command.Trigger));
        if (TriggerOf(command.Trigger) is not { } trigger)
            return Answers.Refused(new("trigger.which", "Is the move pushed (something forces it) or chosen (for its value in the long run)?", "trigger"), command.Fields);
        if (Ledger.Reason(command.Because, command.Fields).IsRefused(out why, out var texts))
            return Answers.Refused(why, command.Fields);

        var level = (await equalizer.OneAsync(caller.Organisation, unit, caller.Now, ct)).Assessment.Level;
        return await ledger.LogAsync(unit, new(DecisionKind.Consider, new() { From = level, To = level, Trigger = trigger }, texts), caller, ct);
    }

    public async Task<Reply> ExpectAsync(Expect command, Caller caller, CancellationToken ct)
    {
        if ((await FindAsync(command.Number, caller, ct)).IsRefused(out var why, out var found))
            return Answers.Refused(why);
        var decision = found.Decision;
        if (decision.Kind is not (DecisionKind.Advance or DecisionKind.StepBack or DecisionKind.Declare))
            return Answers.Refused(new("expect.not-a-move", "Only the move of a slider is expected to bring something."));
        if (decision.Texts.Effect is not null)
            return Answers.Refused(new("expect.there", $"Decision {decision.Number} says what it is expected to bring: {decision.Texts.Effect} A decision is never edited; supersede it if that is wrong."));
        if (await LaterAsync(caller, decision, d => d.Details.Reviews == decision.Number || d.Details.About == decision.Number, ct) is { } later)
            return Answers.Refused(new("expect.late", $"Decision {later.Number} has said that already, or has reviewed it."));
        if (!command.Fields.AreSubmitted)
            return new Reply.OpenForm(AnnotationView.ExpectForm(decision));

        var texts = new DecisionTexts(null, command.Fields["effect"], command.Fields["cost"]);
        if (texts.Effect is null)
            return Answers.Refused(new("expect.effect", "Say what you will see if it works.", "effect"), command.Fields);
        if (texts.All().FirstOrDefault(t => t.Text.Length > DecisionTexts.Longest) is { Name: { } name })
            return Answers.Refused(new("expect.long", $"Up to {DecisionTexts.Longest:N0} characters fit.", name), command.Fields);
        return await ledger.LogAsync(found.Unit, new(DecisionKind.Expect, new() { About = decision.Number }, texts), caller, ct);
    }

    public async Task<Reply> SupersedeAsync(Supersede command, Caller caller, CancellationToken ct)
    {
        if ((await FindAsync(command.Number, caller, ct)).IsRefused(out var why, out var found))
            return Answers.Refused(why);
        var decision = found.Decision;
        if (decision.Kind is DecisionKind.Review or DecisionKind.Forget or DecisionKind.Supersede)
            return Answers.Refused(new("supersede.record", "That entry records what happened; there is nothing to take back."));
        if (await decisions.SuccessorAsync(caller.Organisation.Id, decision.Number, ct) is { } successor)
            return Answers.Refused(new("supersede.done", $"Decision {successor} took its place already: decisions {successor}."));
        if (AnnotationView.HowToUndo(decision, found.Unit) is { } how)
            return Answers.Refused(new("supersede.act", $"This decision changed something. Decide the contrary, and it takes its place: {how}"));
        if (command.Because is null && !command.Fields.AreSubmitted)
            return new Reply.OpenForm(CriteriaView.Why($"Decision {decision.Number} no longer holds", $"supersede {decision.Number}", $"{DecisionView.What(decision)}. It stays in the log, with this beside it."));
        return Ledger.Reason(command.Because, command.Fields).IsRefused(out why, out var texts)
            ? Answers.Refused(why, command.Fields)
            : await ledger.LogAsync(found.Unit, new(DecisionKind.Supersede, new() { Supersedes = decision.Number }, texts), caller, ct);
    }

    private async Task<Outcome<Found>> FindAsync(long number, Caller caller, CancellationToken ct)
    {
        if (await decisions.FindAsync(caller.Organisation.Id, number, ct) is not { } decision)
            return new Refusal("decision.unknown", $"There is no decision {number}. See the list: decisions.");

        var unit = (await units.EverAsync(caller.Organisation.Id, ct)).FirstOrDefault(u => u.Id == decision.UnitId);
        return caller.Is(decision.DecidedBy) || caller.IsSteward || (unit is not null && caller.IsOwner(unit))
            ? new Found(decision, unit)
            : new Refusal("decision.not-yours", "Only whoever decided it, an owner of the unit or a steward can do that.");
    }

    private async Task<Decision?> LaterAsync(Caller caller, Decision decision, Func<Decision, bool> says, CancellationToken ct) =>
        (await decisions.SinceAsync(caller.Organisation.Id, decision, ct)).FirstOrDefault(says);

    private static Trigger? TriggerOf(string? word) => word?.ToLowerInvariant() switch
    {
        "pushed" or "push" => Core.Decisions.Trigger.Pushed,
        "chosen" or "choose" => Core.Decisions.Trigger.Chosen,
        _ => null,
    };

    private sealed record Found(Decision Decision, Core.Units.Unit? Unit);
}
