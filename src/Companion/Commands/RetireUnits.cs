using System.Collections.Immutable;
using System.Globalization;
using Companion.Core;
using Companion.Core.CheckIns;
using Companion.Core.Decisions;
using Companion.Core.Members;
using Companion.Core.Nudges;
using Companion.Core.Readiness;
using Companion.Core.Units;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>units retire finance because ...</c></summary>
internal sealed record RetireUnit(string Unit, string? Because, Fields Fields) : Command;

/// <summary><c>units restore finance because ...</c></summary>
internal sealed record RestoreUnit(string Unit, string? Because, Fields Fields) : Command;

/// <summary>Takes a unit out of use, and back: nobody is asked about a retired one, and its history stays.</summary>
internal sealed class RetireUnitsHandler(UnitStore units, UnitStates equalizer, CheckInStore checkIns, RoundStore rounds, NudgeStore nudges, Ledger ledger)
{
    public async Task<Reply> RetireAsync(RetireUnit command, Caller caller, CancellationToken ct)
    {
        if (!caller.IsSteward)
            return Answers.Refused(new("units.stewards-only", "Only a steward retires a unit."));
        if (Answers.Find(await units.EverAsync(caller.Organisation.Id, ct), command.Unit).IsRefused(out var why, out var unit))
            return Answers.Refused(why);

        if (!Answers.IsWhole(unit, command.Unit))
            return Answers.Refused(new("units.whole", $"Write the whole key of the unit that is meant: units retire {unit.Key} because ..."));

        var states = await equalizer.AllAsync(caller.Organisation, caller.Now, ct);
        if (states.FirstOrDefault(s => s.Assessment.Unit.Id == unit.Id) is not { } state)
            throw new StaleWriteException($"{unit.Name} was retired by somebody else meanwhile.");
        var asking = (await checkIns.AllAsync(caller.Organisation.Id, ct)).Where(c => c.Units.Contains(unit.Id)).ToImmutableArray();
        var inTheWay = WhyNot(unit, states) ?? WhyNot(unit, await rounds.OpenAsync(caller.Organisation.Id, ct), caller.Organisation) ?? WhyNot(unit, asking);
        if (inTheWay is not null)
            return Answers.Refused(inTheWay);
        if (command.Because is null && !command.Fields.AreSubmitted)
            return new Reply.OpenForm(RetirementView.RetireForm(unit));

        return Ledger.Reason(command.Because, command.Fields).IsRefused(out why, out var texts)
            ? Answers.Refused(why, command.Fields)
            : await ledger.RetireAsync(new(unit, asking, state.Nudges), Retired(unit, state, texts, caller), caller, ct);
    }

    private static Entry Retired(Unit unit, UnitState state, DecisionTexts texts, Caller caller) => Written(state, RetirementView.SaysRetired, texts) with
    {
        Revise = [.. state.Nudges.Select(n => new Revision(NudgeView.Subject(n.Id), null, NudgeView.Retired(n, unit)))],
        Send = [.. Told(unit, "retired", RetirementView.YoursIsRetired(unit, texts, caller.Member), caller)],
        Shown = decision => RetirementView.Retired(unit, decision.Number),
        Contrary = $"units restore {unit.Key}",
    };

    public async Task<Reply> RestoreAsync(RestoreUnit command, Caller caller, CancellationToken ct)
    {
        if (!caller.IsSteward)
            return Answers.Refused(new("units.stewards-only", "Only a steward brings a unit back."));
        var ever = await units.EverAsync(caller.Organisation.Id, ct);
        if (Answers.FindEver(ever, command.Unit).IsRefused(out var why, out var unit))
            return Answers.Refused(why);
        if (unit.RetiredAt is null)
            return Answers.Refused(new("units.in-use", $"{unit.Name} is in use; there is nothing to bring back."));
        if (ever.Count(u => u.RetiredAt is null) >= KeepUnitsHandler.MostUnits)
            return Answers.Refused(new("units.many", $"There are {KeepUnitsHandler.MostUnits} units already. Retire another one first."));

        var state = await equalizer.OneAsync(caller.Organisation, unit, caller.Now, ct);
        if (Missing(state.Assessment, ever) is { } missing)
            return Answers.Refused(missing);
        if (command.Because is null && !command.Fields.AreSubmitted)
            return new Reply.OpenForm(RetirementView.RestoreForm(unit));
        if (Ledger.Reason(command.Because, command.Fields).IsRefused(out why, out var texts))
            return Answers.Refused(why, command.Fields);

        var again = NudgePolicy.AskAgain(state.Assessment, await nudges.OfUnitAsync(caller.Organisation.Id, unit.Id, ct))
            .Select(n => n with { Recipients = NudgePolicy.Recipients(unit.Owners, caller.Stewards) }).ToImmutableArray();
        return await ledger.RestoreAsync(new(unit, [.. state.Assessment.Dependencies.Select(d => d.Needs).Distinct()], again), Restored(unit, state, again, texts, caller), caller, ct);
    }

    private static Entry Restored(Unit unit, UnitState state, ImmutableArray<Nudge> again, DecisionTexts texts, Caller caller) => Written(state, RetirementView.SaysBack, texts) with
    {
        Send =
        [
            .. Told(unit, "restored", RetirementView.YoursIsBack(unit, texts, caller.Member), caller),
            .. again.SelectMany(n => n.Recipients.Select(r => new Outgoing(
                $"nudge {n.Id} to {r.Member} again from {caller.Now:O}", NudgeView.Subject(n.Id), r.Member, NudgeView.Ask(n, state.Assessment, caller.NameOf), caller.Now, null))),
        ],
        Shown = decision => RetirementView.Restored(unit, decision.Number),
        Contrary = $"units retire {unit.Key}",
    };

    private static Entry Written(UnitState state, string says, DecisionTexts texts) =>
        new(DecisionKind.ChangeUnit, new() { From = state.Assessment.Level, To = state.Assessment.Level, Says = says }, texts);

    /// <summary>Whoever answers for it learns it, once; whoever decided it knows.</summary>
    private static IEnumerable<Outgoing> Told(Unit unit, string what, Card card, Caller caller) => unit.Owners.Where(o => o != caller.Id)
        .Select(o => new Outgoing($"{what} {unit.Id} to {o} from {caller.Now:O}", $"{what} {unit.Id}", o, card, caller.Now, null));

    private static Refusal? WhyNot(Unit unit, ImmutableArray<UnitState> states)
    {
        var needing = states.SelectMany(s => s.Assessment.Dependencies.Where(d => d.Needs == unit.Id).Select(d => (s.Assessment.Unit, d.Stage))).ToList();
        if (needing is [var first, ..])
            return new("units.needed", $"{string.Join(" and ", needing.Select(n => $"{n.Unit.Name} from {n.Stage} on"))} {(needing.Count == 1 ? "needs" : "need")} {unit.Name}. Lift that first: depends {first.Unit.Key} {first.Stage} on {unit.Key} none because ...");

        return states.Length == 1 ? new("units.last", $"{unit.Name} is the only unit in use. Add the one that takes its place first: units add.") : null;
    }

    private static Refusal? WhyNot(Unit unit, ImmutableArray<Round> open, Organisation organisation) =>
        open.FirstOrDefault(r => r.Questions.Any(q => q.UnitId == unit.Id)) is { } round
            ? new("units.asked", $"{round.CheckInName} asks about {unit.Name} until {TimeZoneInfo.ConvertTime(round.ClosesAt, organisation.TimeZone).ToString("ddd d MMM yyyy, HH:mm", CultureInfo.InvariantCulture)}. Retire it when that round has closed; until then no next one opens if you say: checkin pause {round.CheckInName}.")
            : null;

    private static Refusal? WhyNot(Unit unit, ImmutableArray<CheckIn> asking) =>
        asking.FirstOrDefault(c => c is { IsPaused: false, Units: [_] }) is { } only
            ? new("units.only-asked", $"{only.Name} asks about nothing but {unit.Name}. Have it ask about another unit, or end it, first: checkin edit {only.Name}, or checkin pause {only.Name}.")
            : null;

    private static Refusal? Missing(Assessment assessment, ImmutableArray<Unit> ever) =>
        assessment.Dependencies.Select(d => (d.Stage, Needs: ever.FirstOrDefault(u => u.Id == d.Needs))).FirstOrDefault(d => d.Needs?.RetiredAt is not null) is { Needs: { } needed } missing
            ? new("units.needs-retired", $"From {missing.Stage} on {assessment.Unit.Name} needs {needed.Name}, which is retired too. Bring that back first: units restore {needed.Key} because ...")
            : null;
}
