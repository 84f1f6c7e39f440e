using System.Collections.Immutable;
using System.Globalization;
using Companion.Core;
using Companion.Core.CheckIns;
using Companion.Core.Units;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>checkin create</c></summary>
internal sealed record CreateCheckIn(Fields Fields) : Command;

/// <summary><c>checkin edit</c>, <c>checkin edit Monthly check-in</c></summary>
internal sealed record EditCheckIn(string Name, Fields Fields) : Command;

/// <summary>What is asked when, by whom it is answered, and whether anybody knows who said what.</summary>
internal sealed class CreateCheckInHandler(CheckInStore checkIns, UnitStore units, InviteeNames invitees)
{
    private const int MostCheckIns = 50;

    public async Task<Reply> HandleAsync(CreateCheckIn command, Caller caller, CancellationToken ct)
    {
        var all = await units.AllAsync(caller.Organisation.Id, ct);
        var mine = all.Where(caller.AnswersFor).ToImmutableArray();
        if (all.IsEmpty)
            return Answers.Refused(new("checkin.no-unit", "There is no unit to ask about yet. A steward starts with: setup."));
        if (mine.IsEmpty)
            return Answers.Refused(new("checkin.not-yours", "Only a steward or an owner creates a check-in."));
        if (!command.Fields.AreSubmitted)
            return new Reply.OpenForm(CheckInListView.Form(mine, null, ""));

        var existing = await checkIns.AllAsync(caller.Organisation.Id, ct);
        var errors = new List<Refusal>();
        if (existing.Length >= MostCheckIns)
            errors.Add(new("checkin.many", $"There are {MostCheckIns} check-ins already; that is more than anybody answers.", "name"));
        var checkIn = await ReadAsync(command.Fields, mine, existing, caller, errors, ct);
        if (checkIn is null)
            return Answers.Errors(errors);

        var reply = new Reply.Done(CheckInListView.Created(checkIn, await invitees.CountAsync(checkIn.Asks, caller, ct)));
        await checkIns.AddAsync(checkIn, caller.Effects(reply, $"the new check-in {checkIn.Name}", $"checkin {checkIn.Id}", $"checkin pause {checkIn.Name}"), ct);
        return reply;
    }

    public async Task<Reply> EditAsync(EditCheckIn command, Caller caller, CancellationToken ct)
    {
        var existing = await checkIns.AllAsync(caller.Organisation.Id, ct);
        var all = await units.AllAsync(caller.Organisation.Id, ct);
        if ((existing.Length == 1 && command.Name.Length == 0 ? existing[0] : existing.FirstOrDefault(c => string.Equals(c.Name, command.Name, StringComparison.OrdinalIgnoreCase))) is not { } before)
            return Answers.Refused(new("checkin.which", existing.IsEmpty ? "There is no check-in yet. Write checkin create." : $"Edit which one? There is {string.Join(", ", existing.Select(c => c.Name))}."));
        if (!caller.IsSteward && all.Where(u => before.Units.Contains(u.Id)).All(u => !caller.IsOwner(u)))
            return Answers.Refused(new("checkin.not-yours", "Only a steward or an owner of one of its units changes a check-in."));
        // An owner changes what is asked about own units; others stay as they are.
        var mine = all.Where(caller.AnswersFor).ToImmutableArray();
        if (!command.Fields.AreSubmitted)
            return new Reply.OpenForm(CheckInListView.Form(mine, before, (await invitees.NamesAsync(caller, ct))(before.Asks)));

        var errors = new List<Refusal>();
        var read = await ReadAsync(command.Fields, mine, [.. existing.Where(c => c.Id != before.Id)], caller, errors, ct);
        if (read is null)
            return Answers.Errors(errors);
        var kept = before.Units.Where(id => mine.All(u => u.Id != id));
        var changed = read with { Id = before.Id, IsPaused = before.IsPaused, Units = [.. kept, .. read.Units], Version = before.Version };
        var reply = new Reply.Done(CheckInListView.Changed(changed, await invitees.CountAsync(changed.Asks, caller, ct)), Replaces: true);
        await checkIns.EditAsync(changed, caller.Effects(reply, $"the check-in {before.Name}", $"checkin {before.Id}", null), ct);
        return reply;
    }

    private async Task<CheckIn?> ReadAsync(Fields fields, ImmutableArray<Unit> mine, ImmutableArray<CheckIn> others, Caller caller, List<Refusal> errors, CancellationToken ct)
    {
        var name = fields["name"] ?? "";
        if (name.Length is 0 or > 80)
            errors.Add(new("checkin.name", "Give it a name of up to 80 characters.", "name"));
        if (others.Any(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase)))
            errors.Add(new("checkin.taken", "There is a check-in of that name.", "name"));
        var keys = (fields["units"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var chosen = mine.Where(u => keys.Contains(u.Key, StringComparer.Ordinal)).Select(u => u.Id).ToImmutableArray();
        if (chosen.IsEmpty)
            errors.Add(new("checkin.units", "Choose at least one unit.", "units"));
        if (!int.TryParse(fields["window"] ?? "3", NumberStyles.None, CultureInfo.InvariantCulture, out var window) || window is < 1 or > RoundWindow.LongestDays)
            errors.Add(new("checkin.window", $"Choose 1 to {RoundWindow.LongestDays} working days.", "window"));
        if (Cadence.Parse(fields["cadence"] ?? "", caller.Today, caller.Organisation.Zone).IsRefused(out var why, out var cadence))
            errors.Add(why with { Field = "cadence" });
        if ((await invitees.ReadAsync(fields["asks"], caller, ct)).IsRefused(out var unknown, out var asks))
            errors.Add(unknown);
        if (errors.Count > 0)
            return null;

        var checkIn = new CheckIn(Guid.CreateVersion7(caller.Now), name, cadence!, window, false, fields["gate"] == "yes", chosen, null, null, 1) { IsAnonymous = fields["anonymous"] == "yes", Asks = asks! };
        return CheckInSchedule.From(checkIn, caller.Today, caller.Now, caller.Organisation, caller.Members);
    }
}
