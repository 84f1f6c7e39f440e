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

internal sealed class CreateCheckInHandler(CheckInStore checkIns, UnitStore units)
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
            return new Reply.OpenForm(CheckInListView.Form(mine));

        var existing = await checkIns.AllAsync(caller.Organisation.Id, ct);
        var errors = new List<Refusal>();
        var checkIn = Read(command.Fields, mine, existing, caller, errors);
        if (checkIn is null)
            return Answers.Errors(errors);

        var reply = new Reply.Done(CheckInListView.Created(checkIn));
        await checkIns.AddAsync(checkIn, caller.Effects(reply), ct);
        return reply;
    }

    private static CheckIn? Read(Fields fields, ImmutableArray<Unit> mine, ImmutableArray<CheckIn> existing, Caller caller, List<Refusal> errors)
    {
        var name = fields["name"] ?? "";
        if (name.Length is 0 or > 80)
            errors.Add(new("checkin.name", "Give it a name of up to 80 characters.", "name"));
        if (existing.Any(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase)))
            errors.Add(new("checkin.taken", "There is a check-in of that name.", "name"));
        if (existing.Length >= MostCheckIns)
            errors.Add(new("checkin.many", $"There are {MostCheckIns} check-ins already; that is more than anybody answers.", "name"));
        var keys = (fields["units"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var chosen = mine.Where(u => keys.Contains(u.Key, StringComparer.Ordinal)).Select(u => u.Id).ToImmutableArray();
        if (chosen.IsEmpty)
            errors.Add(new("checkin.units", "Choose at least one unit.", "units"));
        if (!int.TryParse(fields["window"] ?? "3", NumberStyles.None, CultureInfo.InvariantCulture, out var window) || window is < 1 or > RoundWindow.LongestDays)
            errors.Add(new("checkin.window", $"Choose 1 to {RoundWindow.LongestDays} working days.", "window"));
        if (Cadence.Parse(fields["cadence"] ?? "", caller.Today, caller.Organisation.Zone).IsRefused(out var why, out var cadence))
            errors.Add(why with { Field = "cadence" });
        if (errors.Count > 0)
            return null;

        var checkIn = new CheckIn(Guid.CreateVersion7(caller.Now), name, cadence!, window, false, fields["gate"] == "yes", chosen, null, null, 1);
        return CheckInSchedule.From(checkIn, caller.Today, caller.Now, caller.Organisation);
    }
}
