using System.Collections.Immutable;
using Companion.Core;
using Companion.Core.CheckIns;
using Companion.Core.Readiness;
using Companion.Messages;
using Companion.Storage;
using Companion.Templates;
using Companion.Views;

namespace Companion.Commands;

/// <summary>The beginning, in three questions: what the organisation is called, which parts it has, how often to ask. The rest has defaults and can be said later.</summary>
internal sealed class SetUpStart(SetUpStore store)
{
    public async Task<Reply> HandleAsync(Fields fields, Caller caller, CancellationToken ct)
    {
        var templates = UnitTemplates.BuiltIn.Units;
        if (!fields.AreSubmitted)
            return new Reply.OpenForm(SetUpView.StartForm(caller.Organisation, [.. templates.Select(t => new TemplateChoice(t.Key, t.Name, t.Stages))], caller.Member));

        var errors = new List<Refusal>();
        var name = fields["organisation"] ?? "";
        if (name.Length is 0 or > SetUpPlan.LongestName)
            errors.Add(new("setup.organisation", $"Give the organisation a name of up to {SetUpPlan.LongestName} characters.", "organisation"));
        var keys = (fields["units"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (keys.FirstOrDefault(k => UnitTemplates.BuiltIn.Find(k) is null) is { } stranger)
            errors.Add(new("setup.units", $"\"{(stranger.Length > 40 ? stranger[..40] : stranger)}\" is no built-in part; your own can be added afterwards: units add.", "units"));
        if (Cadence.Parse(fields["cadence"] ?? "", caller.Today, caller.Member.Zone).IsRefused(out var why, out var cadence))
            errors.Add(why with { Field = "cadence" });
        var you = fields["you"];
        if (you is { Length: > SetUpPlan.LongestName } || caller.Members.Any(m => m.Id != caller.Id && string.Equals(m.Name, you, StringComparison.OrdinalIgnoreCase)))
            errors.Add(new("setup.you", $"Choose a name of up to {SetUpPlan.LongestName} characters that nobody else has.", "you"));

        return errors.Count > 0
            ? Answers.Errors(errors)
            : await SaveAsync(name, you, [.. templates.Where(t => keys.Contains(t.Key, StringComparer.Ordinal))], cadence!, caller, ct);
    }

    private async Task<Reply> SaveAsync(string name, string? you, ImmutableArray<UnitTemplate> chosen, Cadence cadence, Caller caller, CancellationToken ct)
    {
        var now = caller.Now;
        // The zone of the check-in is the organisation's, unless it is everybody's own.
        var organisation = caller.Organisation with { Name = name, Zone = cadence.Zone ?? caller.Member.Zone };
        var added = chosen.Select(t => new NewUnit(
            new(Guid.CreateVersion7(now), t.Key, t.Name, t.Harm, t.Stages, [], 1),
            [new LevelDeclared(now, 0), .. t.Criteria.Select(c => new CriterionSet(now, now, c.Key, c, Relaxes: false))])).ToImmutableArray();
        var checkIn = CheckInSchedule.From(
            new(Guid.CreateVersion7(now), CheckInView.DefaultName, cadence, RoundWindow.DefaultDays, false, true, [.. added.Select(a => a.Unit.Id)], null, null, 1),
            organisation.Today(now), now, organisation, caller.Members);
        var reply = new Reply.Done(SetUpView.Started(organisation.Name, [.. added.Select(a => a.Unit)], checkIn), Replaces: true);
        var gate = UnitTemplates.BuiltIn.Gate.Select(c => new CriterionSet(now, now, c.Key, c, Relaxes: false)).ToImmutableArray();
        await store.SaveAsync(new(organisation, caller.Id, you, [], added, gate, checkIn, IsNewCheckIn: true), caller.Input.ConnectionId, caller.Effects(reply), ct);
        return reply;
    }
}
