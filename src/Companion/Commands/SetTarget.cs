using System.Globalization;
using Companion.Core;
using Companion.Core.Decisions;
using Companion.Core.Readiness;
using Companion.Core.Units;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>target contributors 40 by 2026-06-30</c>, <c>target contributors none</c></summary>
internal sealed record SetTarget(string Unit, string? Level, string? By, string? Because, Fields Fields) : Command;

internal sealed class SetTargetHandler(UnitStore units, OrganisationStore organisations, DecisionStore decisions, UnitStates equalizer)
{
    public async Task<Reply> HandleAsync(SetTarget command, Caller caller, CancellationToken ct)
    {
        if (Answers.Find(await units.EverAsync(caller.Organisation.Id, ct), command.Unit).IsRefused(out var why, out var unit))
            return Answers.Refused(why);
        if (!caller.AnswersFor(unit))
            return Answers.Refused(new("target.not-yours", $"Only an owner of {unit.Name} or a steward sets its target."));

        var state = await equalizer.OneAsync(caller.Organisation, unit, caller.Now, ct);
        if (!command.Fields.AreSubmitted && command.Level is not null && Target(command).IsRefused(out why, out _))
            return Answers.Refused(why);
        if (!command.Fields.AreSubmitted && (command.Level is null || command.Because is null))
            return new Reply.OpenForm(TargetView.Form(state.Assessment, command.Level, command.By));
        if (Target(command).IsRefused(out why, out var wish) || Deciding.SetTarget(state.Assessment, wish.Target, caller.Today, caller.Now).IsRefused(out why, out _))
            return Answers.Refused(why, command.Fields);
        if (command.Because is not { } because)
            return Answers.Refused(new("target.rationale", "Say why: the log keeps the reason.", "rationale"), command.Fields);

        return await SaveAsync(wish.Target, because, state, caller, ct);
    }

    private async Task<Reply> SaveAsync(Target? target, string because, UnitState state, Caller caller, CancellationToken ct)
    {
        var a = state.Assessment;
        var head = await organisations.HeadAsync(caller.Organisation.Id, ct);
        var before = await decisions.LastOfKindAsync(caller.Organisation.Id, a.Unit.Id, DecisionKind.SetTarget, ct);
        var log = caller.Decide(head, DecisionKind.SetTarget, a.Unit, new() { From = a.Level, To = a.Level, Target = target, Supersedes = before }, new(because), null);
        var reply = new Reply.Done(DecisionView.Decided(log.Decision, a.Unit, caller.NameOf), Replaces: true);
        // A new target answers a missed one; what else calls goes on calling.
        var answered = state.Nudges.Where(n => n.Episode.Kind == EpisodeKind.Late).ToList();
        await units.DecideAsync(a.Unit, new TargetSet(caller.Now, target), [.. answered.Select(n => n.Id)], caller.Effects(reply) with
        {
            Log = [log],
            Revise = [.. answered.Select(n => new Revision(NudgeView.Subject(n.Id), null, NudgeView.Answered(n, a.Unit, log.Decision, caller.NameOf)))],
            Send = [new($"decision {log.Decision.Number}", $"decision {log.Decision.Number}", null, DecisionView.Announced(log.Decision, a.Unit, caller.NameOf), caller.Now, null) { Unit = a.Unit.Key }],
        }, ct);
        return reply;
    }

    private static Outcome<Wish> Target(SetTarget command)
    {
        if (string.Equals(command.Level, "none", StringComparison.OrdinalIgnoreCase))
            return new Wish(null);
        if (!int.TryParse(command.Level, NumberStyles.None, CultureInfo.InvariantCulture, out var level))
            return new Refusal("target.level", "Choose a stage, or none.", "target");
        if (command.By is null)
            return new Wish(new(level, null));

        return DateOnly.TryParseExact(command.By, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var by)
            ? new Wish(new(level, by))
            : new Refusal("target.day", "Write the day as 2026-06-30.", "by");
    }

    /// <param name="Target">Null to drop it.</param>
    private sealed record Wish(Target? Target);
}
