using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>status</c>, <c>status page 2</c>, <c>status contributors</c></summary>
internal sealed record ShowStatus(string? Unit, int Page) : Command;

internal sealed class ShowStatusHandler(UnitStore units, UnitStates equalizer, CheckInStore checkIns, OpenRoundStore rounds)
{
    public async Task<Reply> HandleAsync(ShowStatus command, Caller caller, CancellationToken ct)
    {
        var organisation = caller.Organisation.Id;
        var (scheduled, open) = (await checkIns.AllAsync(organisation, ct), await rounds.ProgressAsync(organisation, ct));
        if (command.Unit is null)
        {
            var all = await equalizer.AllAsync(caller.Organisation, caller.Now, ct);
            return new Reply.Show(all.IsEmpty ? StatusView.Empty(caller.IsSteward) : StatusView.All(all, command.Page, scheduled, open, caller.NameOf));
        }

        if (Answers.Find(await units.AllAsync(organisation, ct), command.Unit).IsRefused(out var why, out var unit))
            return Answers.Refused(why);

        var state = await equalizer.OneAsync(caller.Organisation, unit, caller.Now, ct);
        return new Reply.Show(StatusView.One(state, [.. scheduled.Where(c => c.Units.Contains(unit.Id))], open, caller.NameOf));
    }
}
