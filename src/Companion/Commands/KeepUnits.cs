using System.Collections.Immutable;
using Companion.Core;
using Companion.Core.Decisions;
using Companion.Core.Readiness;
using Companion.Core.Units;
using Companion.Messages;
using Companion.Storage;
using Companion.Templates;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>units</c>, <c>units page 2</c></summary>
internal sealed record ListUnits(int Page) : Command;

/// <summary><c>units add</c>: from scratch, from a built-in unit, or a copy of one that is there.</summary>
internal sealed record AddUnit(Fields Fields) : Command;

/// <summary><c>units edit contributors</c>: name and harm.</summary>
internal sealed record EditUnit(string Unit, string? Because, Fields Fields) : Command;

/// <summary><c>import</c>: several units from a list as CSV.</summary>
internal sealed record ImportUnits(Fields Fields) : Command;

/// <summary>The units of the organisation, built-in and custom alike.</summary>
internal sealed class KeepUnitsHandler(UnitStore units, UnitStates equalizer, CheckInStore checkIns, Ledger ledger)
{
    public const int MostUnits = 100;

    public async Task<Reply> ListAsync(ListUnits command, Caller caller, CancellationToken ct)
    {
        var states = await equalizer.AllAsync(caller.Organisation, caller.Now, ct);
        var retired = (await units.EverAsync(caller.Organisation.Id, ct)).Where(u => u.RetiredAt is not null).ToImmutableArray();
        return new Reply.Show(states.IsEmpty ? StatusView.Empty(caller.IsSteward) : UnitsView.List(states, retired, command.Page, caller.IsSteward, caller.NameOf));
    }

    public async Task<Reply> AddAsync(AddUnit command, Caller caller, CancellationToken ct)
    {
        if (!caller.IsSteward)
            return Answers.Refused(new("units.stewards-only", "Only a steward adds units."));
        var (existing, ever) = (await units.AllAsync(caller.Organisation.Id, ct), await units.EverAsync(caller.Organisation.Id, ct));
        if (existing.Length >= MostUnits)
            return Answers.Refused(new("units.many", $"There are {MostUnits} units already."));
        var left = UnitTemplates.BuiltIn.Units.Where(t => ever.All(u => u.Key != t.Key)).ToImmutableArray();
        if (!command.Fields.AreSubmitted)
            return new Reply.OpenForm(UnitsView.AddForm([.. left.Select(t => new TemplateChoice(t.Key, t.Name, t.Stages))], existing));

        var errors = new List<Refusal>();
        var name = UnitDraft.Name(command.Fields["name"], ever, errors);
        var owners = UnitDraft.Owners(command.Fields["owners"], caller.Members, errors);
        var texts = UnitDraft.Why(command.Fields["rationale"], errors);
        if (errors.Count > 0)
            return Answers.Errors(errors);

        var key = UnitDraft.KeyOf(name!, [.. ever.Select(u => u.Key)])!;
        var template = await BasisAsync(command.Fields["basis"], left, existing, caller, ct);
        var harm = UnitDraft.HarmOf(command.Fields["harm"]) ?? template.Harm;
        var unit = new Unit(Guid.CreateVersion7(caller.Now), key, name!, harm, template.Stages, owners, 1);
        return await LogAddedAsync([new(unit, Facts(template, 0, null, caller.Now))], texts, caller, ct);
    }

    public async Task<Reply> EditAsync(EditUnit command, Caller caller, CancellationToken ct)
    {
        var all = await units.EverAsync(caller.Organisation.Id, ct);
        if (Answers.Find(all, command.Unit).IsRefused(out var why, out var unit))
            return Answers.Refused(why);
        if (!caller.AnswersFor(unit))
            return Answers.Refused(new("units.not-yours", $"Only an owner of {unit.Name} or a steward changes it."));
        if (!command.Fields.AreSubmitted)
            return new Reply.OpenForm(UnitsView.EditForm(unit));

        var errors = new List<Refusal>();
        var name = UnitDraft.Name(command.Fields["name"], [.. all.Where(u => u.Id != unit.Id)], errors);
        if (UnitDraft.HarmOf(command.Fields["harm"]) is not { } harm)
            errors.Add(new("units.harm", "Choose low, medium or high.", "harm"));
        else if (harm < unit.Harm && !caller.IsSteward)
            errors.Add(new("units.harm", "Only a steward says that a unit does less harm.", "harm"));
        if (Ledger.Reason(command.Because, command.Fields).IsRefused(out why, out var texts))
            errors.Add(why);
        if (errors.Count > 0)
            return Answers.Errors(errors);

        var changed = unit with { Name = name!, Harm = UnitDraft.HarmOf(command.Fields["harm"])!.Value };
        var says = UnitsView.Changed(unit, changed);
        if (says.Length == 0)
            return Answers.Refused(new("units.same", "Nothing would change.", "name"), command.Fields);
        var level = (await equalizer.OneAsync(caller.Organisation, unit, caller.Now, ct)).Assessment.Level;
        return await ledger.ChangeUnitAsync(changed, new(DecisionKind.ChangeUnit, new() { From = level, To = level, Says = says }, texts!), [], caller, ct);
    }

    public async Task<Reply> ImportAsync(ImportUnits command, Caller caller, CancellationToken ct)
    {
        if (!caller.IsSteward)
            return Answers.Refused(new("units.stewards-only", "Only a steward adds units."));
        if (!command.Fields.AreSubmitted)
            return new Reply.OpenForm(UnitsView.ImportForm());

        var existing = await units.EverAsync(caller.Organisation.Id, ct);
        var import = UnitImport.Read(command.Fields["list"] ?? "", existing, caller.Members, caller.Today, MostUnits);
        var errors = new List<Refusal>(import.Errors);
        var texts = UnitDraft.Why(command.Fields["rationale"], errors);
        if (errors.Count > 0)
            return Answers.Errors(errors);

        var now = caller.Now;
        var added = import.Rows.Select(r => new NewUnit(
            new(Guid.CreateVersion7(now), r.Key, r.Name, r.Harm, r.Template.Stages, r.Owners, 1), Facts(r.Template, r.Level, r.Target, now))).ToList();
        return await LogAddedAsync(added, texts, caller, ct);
    }

    private async Task<Reply> LogAddedAsync(IReadOnlyCollection<NewUnit> added, DecisionTexts texts, Caller caller, CancellationToken ct)
    {
        var came = added.Select(a => a.Unit).ToImmutableArray();
        var asked = await AskedByAsync(caller, ct);
        return await ledger.AddUnitsAsync(added, new(DecisionKind.ChangeUnit, new() { Says = UnitsView.Came(came) }, texts) { Shown = decision => UnitsView.Added(came, asked, decision.Number) }, caller, ct);
    }

    private async Task<UnitTemplate> BasisAsync(string? basis, ImmutableArray<UnitTemplate> left, ImmutableArray<Unit> existing, Caller caller, CancellationToken ct)
    {
        if (left.FirstOrDefault(t => t.Key == basis) is { } builtIn)
            return builtIn;
        if (existing.FirstOrDefault(u => $"copy {u.Key}" == basis) is not { } copied)
            return UnitTemplates.Blank;

        var assessment = (await equalizer.OneAsync(caller.Organisation, copied, caller.Now, ct)).Assessment;
        return new("", copied.Name, copied.Harm, copied.Stages, [.. assessment.Readings.Select(r => r.Criterion)]);
    }

    private async Task<string?> AskedByAsync(Caller caller, CancellationToken ct) =>
        (await checkIns.AllAsync(caller.Organisation.Id, ct)).FirstOrDefault()?.Name;

    private static ImmutableArray<Fact> Facts(UnitTemplate template, int level, Target? target, DateTimeOffset now) =>
    [
        new LevelDeclared(now, level),
        .. template.Criteria.Select(c => new CriterionSet(now, now, c.Key, c, Relaxes: false)),
        .. target is null ? Array.Empty<Fact>() : [new TargetSet(now, target)],
    ];
}
