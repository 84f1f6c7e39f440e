using System.Collections.Immutable;
using Companion.Core.CheckIns;
using Companion.Core.Decisions;
using Companion.Core.Readiness;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>owners contributors</c>, <c>owners contributors Ben, Sam because ...</c>, <c>owners contributors none because ...</c></summary>
internal sealed record AssignOwners(string Unit, string? People, string? Because, Fields Fields) : Command;

/// <summary><c>stewards</c>, <c>stewards Ana, Sam because ...</c></summary>
internal sealed record AssignStewards(string? People, string? Because, Fields Fields) : Command;

/// <summary><c>reporter finance runway Sam</c>, <c>reporter finance runway none</c></summary>
internal sealed record AssignReporter(string Unit, string? Criterion, string? Person) : Command;

/// <summary>Who answers for what. Owners and stewards change by decisions; a reporter is only asked.</summary>
internal sealed class AssignRolesHandler(UnitStore units, UnitStates equalizer, ReporterStore reporters, Ledger ledger)
{
    public async Task<Reply> OwnersAsync(AssignOwners command, Caller caller, CancellationToken ct)
    {
        if (Answers.Find(await units.EverAsync(caller.Organisation.Id, ct), command.Unit).IsRefused(out var why, out var unit))
            return Answers.Refused(why);
        if (command.People is null && !command.Fields.AreSubmitted)
            return new Reply.Show(PeopleView.Owners(unit, caller.AnswersFor(unit), caller.NameOf));
        if (!caller.AnswersFor(unit))
            return Answers.Refused(new("owners.not-yours", $"Only an owner of {unit.Name} or a steward hands it over."));
        if (Answers.FindMembers(caller.Members, command.People ?? "").IsRefused(out why, out var people))
            return Answers.Refused(why with { Field = "people" }, command.Fields);
        if (people.Ids.SequenceEqual(unit.Owners))
            return Answers.Refused(new("owners.same", $"That is how it is: {unit.Name} would not change.", "people"), command.Fields);
        if (command.Because is null && !command.Fields.AreSubmitted)
            return new Reply.OpenForm(PeopleView.Form($"Owners of {unit.Name}", $"owners {unit.Key}", command.People!));
        if (Ledger.Reason(command.Because, command.Fields).IsRefused(out why, out var texts))
            return Answers.Refused(why, command.Fields);

        var state = await equalizer.OneAsync(caller.Organisation, unit, caller.Now, ct);
        var (after, level) = (unit with { Owners = people.Ids }, state.Assessment.Level);
        var details = new DecisionDetails { From = level, To = level, Before = unit.Owners, After = people.Ids };
        return await ledger.ChangeUnitAsync(after, HandOver.Of(new(DecisionKind.ChangeOwners, details, texts) { Before = unit }, state, after, caller), [], caller, ct);
    }

    public async Task<Reply> StewardsAsync(AssignStewards command, Caller caller, CancellationToken ct)
    {
        if (command.People is null && !command.Fields.AreSubmitted)
            return new Reply.Show(PeopleView.Stewards([.. caller.Stewards], caller.IsSteward, caller.NameOf));
        if (!caller.IsSteward)
            return Answers.Refused(new("stewards.stewards-only", "Only a steward hands stewardship over."));
        if (Answers.FindMembers(caller.Members, command.People ?? "").IsRefused(out var why, out var people))
            return Answers.Refused(why with { Field = "people" }, command.Fields);
        if (people.Ids.IsEmpty)
            return Answers.Refused(new("stewards.nobody", "Somebody has to oversee the equalizer: name at least one.", "people"), command.Fields);

        var before = caller.Stewards.ToImmutableArray();
        var (come, go) = (people.Ids.Except(before).ToList(), before.Except(people.Ids).ToList());
        if (come.Count == 0 && go.Count == 0)
            return Answers.Refused(new("stewards.same", "These are the stewards already.", "people"), command.Fields);
        if (command.Because is null && !command.Fields.AreSubmitted)
            return new Reply.OpenForm(PeopleView.Form("Stewards", "stewards", command.People!));
        if (Ledger.Reason(command.Because, command.Fields).IsRefused(out why, out var texts))
            return Answers.Refused(why, command.Fields);

        var entry = new Entry(DecisionKind.ChangeStewards, new() { Before = before, After = people.Ids }, texts)
        {
            Send = [.. come.Select(m => new Outgoing($"steward {m} from {caller.Now:O}", $"steward {m}", m, PeopleView.YouAreSteward(caller.Member, caller.Organisation), caller.Now, null))],
        };
        return await ledger.ChangeStewardsAsync(come, go, entry, caller, ct);
    }

    public async Task<Reply> ReporterAsync(AssignReporter command, Caller caller, CancellationToken ct)
    {
        if (Answers.FindWithGate(await units.EverAsync(caller.Organisation.Id, ct), command.Unit).IsRefused(out var why, out var named))
            return Answers.Refused(why);
        var (unit, isGate) = named;
        if (isGate ? !caller.IsSteward : !caller.AnswersFor(unit))
            return Answers.Refused(new("reporter.not-yours", $"Only {(isGate ? "" : $"an owner of {unit.Name} or ")}a steward says who reports for it."));

        var assessment = (await equalizer.OneAsync(caller.Organisation, unit, caller.Now, ct)).Assessment;
        var facts = (isGate ? assessment.GateReadings : assessment.Readings).Where(r => r.Criterion.Kind != CriterionKind.Opinion).Select(r => r.Criterion).ToList();
        var key = isGate ? Questionnaire.GateKey : unit.Key;
        if (facts.Find(c => string.Equals(c.Key, command.Criterion, StringComparison.OrdinalIgnoreCase)) is not { } criterion)
            return Answers.Refused(new("reporter.criterion", $"Who reports which fact? There is {string.Join(", ", facts.Select(c => c.Key))}. Write: reporter {key} {facts.FirstOrDefault()?.Key} Sam."));
        if (command.Person is null)
            return Answers.Refused(new("reporter.who", $"Who reports {criterion.Key}? Write a name, or none for the owner."));
        if (Answers.FindMembers(caller.Members, command.Person).IsRefused(out why, out var people))
            return Answers.Refused(why);
        if (people.Ids.Length > 1)
            return Answers.Refused(new("reporter.one", "A fact has one reporter."));

        var before = (await reporters.AllAsync(caller.Organisation.Id, ct)).FirstOrDefault(r => r.Unit == key && r.Criterion == criterion.Key);
        Guid? member = people.Ids.IsEmpty ? null : people.Ids[0];
        var reply = new Reply.Done(PeopleView.Reporter(isGate ? "The stability gate" : unit.Name, criterion, member, caller.NameOf));
        var back = $"reporter {key} {criterion.Key} {(before is null ? "none" : caller.NameOf(before.Member))}";
        await reporters.SetAsync(key, criterion.Key, member, caller.Effects(reply, $"the reporter of {criterion.Key}", $"reporter {key}/{criterion.Key}", back), ct);
        return reply;
    }
}
