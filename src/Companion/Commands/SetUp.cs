using System.Collections.Immutable;
using Companion.Core.CheckIns;
using Companion.Core.Decisions;
using Companion.Core.Readiness;
using Companion.Core.Units;
using Companion.Messages;
using Companion.Storage;
using Companion.Templates;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>setup</c>: three questions, later what is left to say; <c>setup contributors</c>: where one unit stands; <c>setup more</c>: one more built-in unit.</summary>
internal sealed record SetUp(string? What, Fields Fields) : Command;

internal sealed class SetUpHandler(SetUpStore store, UnitStore units, CheckInStore checkIns, OrganisationStore organisations, SetUpStart start, DeclareUnit declare)
{
    public async Task<Reply> HandleAsync(SetUp command, Caller caller, CancellationToken ct)
    {
        if (!caller.IsSteward)
            return Answers.Refused(new("setup.stewards-only", $"Only a steward sets up units: {string.Join(", ", caller.Stewards.Select(caller.NameOf))}."));

        var existing = await units.EverAsync(caller.Organisation.Id, ct);
        if (command.What is { } what && !string.Equals(what, "more", StringComparison.OrdinalIgnoreCase))
            return await declare.HandleAsync(what, command.Fields, existing, caller, ct);
        if (existing.IsEmpty && (!command.Fields.AreSubmitted || command.Fields["unit"] is null))
            return await start.HandleAsync(command.Fields, caller, ct);
        if (!command.Fields.AreSubmitted && command.What is null)
            return await declare.ShowLeftAsync(existing, caller, ct);

        var left = UnitTemplates.BuiltIn.Units.Where(t => existing.All(u => u.Key != t.Key)).ToImmutableArray();
        if (left.IsEmpty)
            return Answers.Refused(new("setup.all-there", existing.FirstOrDefault(u => u.RetiredAt is not null && UnitTemplates.BuiltIn.Find(u.Key) is not null) is { } retired
                ? $"All built-in units are set up. {retired.Name} is retired; bring it back with: units restore {retired.Key}."
                : "All built-in units are set up."));
        if (!command.Fields.AreSubmitted)
            return new Reply.OpenForm(SetUpView.Form(caller.Organisation, [.. left.Select(t => new TemplateChoice(t.Key, t.Name, t.Stages))], caller.Members, caller.Member.Name));

        var plan = SetUpPlan.Read(command.Fields, left, caller);
        return plan.Errors.Count > 0 ? Answers.Errors(plan.Errors) : await SaveAsync(plan, existing, caller, ct);
    }

    private async Task<Reply> SaveAsync(SetUpPlan plan, ImmutableArray<Unit> existing, Caller caller, CancellationToken ct)
    {
        var now = caller.Now;
        var organisation = caller.Organisation with { Name = plan.OrganisationName, Zone = plan.Zone };
        var owners = plan.OwnersIn(caller.Members);
        var unit = new Unit(Guid.CreateVersion7(now), plan.Template.Key, plan.Template.Name, plan.Template.Harm, plan.Template.Stages, owners, 1);
        var existingCheckIn = (await checkIns.AllAsync(organisation.Id, ct)).FirstOrDefault();
        var checkIn = existingCheckIn ?? CheckInSchedule.From(
            new(Guid.CreateVersion7(now), CheckInView.DefaultName, plan.Cadence!, RoundWindow.DefaultDays, false, true, [unit.Id], null, null, 1), organisation.Today(now), now, organisation, caller.Members);

        var log = plan.Level > 0
            ? caller.Decide(await organisations.HeadAsync(organisation.Id, ct), DecisionKind.Declare, unit, new() { From = 0, To = plan.Level }, new(plan.Rationale), null)
            : null;
        var reply = new Reply.Done(SetUpView.Done(unit, plan.Level, plan.Target, checkIn));
        var change = new SetUpChange(
            organisation,
            caller.Id,
            plan.OwnName,
            plan.NewMembers,
            [new(unit, [.. UnitFacts(plan, now)])],
            existing.IsEmpty ? [.. UnitTemplates.BuiltIn.Gate.Select(c => new CriterionSet(now, now, c.Key, c, Relaxes: false))] : [],
            checkIn,
            IsNewCheckIn: existingCheckIn is null);
        await store.SaveAsync(change, caller.Input.ConnectionId, caller.Effects(reply) with { Log = log is null ? [] : [log] }, ct);
        return reply;
    }

    private static IEnumerable<Fact> UnitFacts(SetUpPlan plan, DateTimeOffset now) =>
    [
        new LevelDeclared(now, plan.Level),
        .. plan.Template.Criteria.Select(c => new CriterionSet(now, now, c.Key, c, Relaxes: false)),
        .. plan.Target is { } target ? [new TargetSet(now, target)] : Array.Empty<Fact>(),
    ];
}
