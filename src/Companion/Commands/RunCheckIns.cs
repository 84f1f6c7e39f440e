using Companion.Core;
using Companion.Core.CheckIns;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>checkin</c>, <c>checkin page 2</c></summary>
internal sealed record ListCheckIns(int Page) : Command;

/// <summary><c>checkin now</c>, <c>checkin now Monthly check-in</c></summary>
internal sealed record OpenRoundNow(string Name) : Command;

/// <summary><c>checkin pause</c>, <c>checkin resume</c></summary>
internal sealed record PauseCheckIn(string Name, bool Paused) : Command;

/// <summary>Lists check-ins, asks now, pauses and resumes.</summary>
internal sealed class RunCheckInsHandler(CheckInStore checkIns, RoundStore rounds, OpenRoundStore running, UnitStore units, OpenRounds openRounds, InviteeNames invitees)
{
    public async Task<Reply> ListAsync(ListCheckIns command, Caller caller, CancellationToken ct)
    {
        var all = await checkIns.AllAsync(caller.Organisation.Id, ct);
        var open = await running.ProgressAsync(caller.Organisation.Id, ct);
        var names = (await units.AllAsync(caller.Organisation.Id, ct)).ToDictionary(u => u.Id, u => u.Name);
        return new Reply.Show(CheckInListView.List(all, command.Page, open, names, await invitees.NamesAsync(caller, ct)));
    }

    public async Task<Reply> OpenNowAsync(OpenRoundNow command, Caller caller, CancellationToken ct)
    {
        if ((await FindAsync(command.Name, caller, ct)).IsRefused(out var why, out var checkIn))
            return Answers.Refused(why);
        var open = await running.ProgressAsync(caller.Organisation.Id, ct);
        if (open.FirstOrDefault(r => r.CheckInId == checkIn.Id) is { } now)
            return Answers.Refused(new("checkin.open", $"{checkIn.Name} is open already; round {now.Number} has to close first."));

        if (checkIn.Units.IsEmpty)
            return Answers.Refused(AsksNothing(checkIn));
        if (await rounds.ExistsAsync(caller.Organisation.Id, checkIn.Id, caller.Today, ct))
            return Answers.Refused(new("checkin.today", $"{checkIn.Name} was asked today already. One round a day."));

        var window = RoundWindow.Of(caller.Now, checkIn.WindowDays, caller.Organisation.WorkingTime);
        // A round is its local date: asked early today, today's scheduled one is this one.
        var movedOn = checkIn.NextDate == caller.Today ? CheckInSchedule.After(checkIn, caller.Today, caller.Organisation) : checkIn;
        var asked = await invitees.CountAsync(checkIn.Asks, caller, ct);
        var reply = new Reply.Done(CheckInListView.Opened(checkIn, window, asked));
        await openRounds.OpenAsync(checkIn, movedOn, caller.Today, window, isLate: false, caller.Organisation, caller.Members, caller.Effects(reply), ct);
        return reply;
    }

    public async Task<Reply> PauseAsync(PauseCheckIn command, Caller caller, CancellationToken ct)
    {
        if ((await FindAsync(command.Name, caller, ct)).IsRefused(out var why, out var checkIn))
            return Answers.Refused(why);
        if (checkIn.IsPaused == command.Paused)
            return Answers.Refused(new("checkin.same", command.Paused ? $"{checkIn.Name} is paused already." : $"{checkIn.Name} is not paused."));
        if (!command.Paused && checkIn.Units.IsEmpty)
            return Answers.Refused(AsksNothing(checkIn));

        var changed = checkIn with { IsPaused = command.Paused };
        // What fell due while it was paused is not made up for.
        if (!command.Paused)
            changed = CheckInSchedule.From(changed, caller.Today, caller.Now, caller.Organisation, caller.Members);
        var reply = new Reply.Done(CheckInListView.Paused(changed));
        var back = $"checkin {(command.Paused ? "resume" : "pause")} {checkIn.Name}";
        await checkIns.SaveAsync(changed, caller.Effects(reply, $"the pause of {checkIn.Name}", $"checkin {checkIn.Id}", back), ct);
        return reply;
    }

    private static Refusal AsksNothing(CheckIn checkIn) => new("checkin.asks-nothing", $"All that {checkIn.Name} asks about is retired. Have it ask about another unit first: checkin edit {checkIn.Name}.");

    private async Task<Outcome<CheckIn>> FindAsync(string name, Caller caller, CancellationToken ct)
    {
        var all = await checkIns.AllAsync(caller.Organisation.Id, ct);
        var owned = (await units.AllAsync(caller.Organisation.Id, ct)).Where(caller.IsOwner).Select(u => u.Id).ToHashSet();
        if (!caller.IsSteward && owned.Count == 0)
            return new Refusal("checkin.not-yours", "Only a steward or an owner of one of its units runs a check-in.");
        if (all.IsEmpty)
            return new Refusal("checkin.none", "There is no check-in yet. Write checkin create.");
        if (name.Length == 0 && all.Length > 1)
            return new Refusal("checkin.which", $"Which one? There is {string.Join(", ", all.Select(c => c.Name))}.");
        if ((name.Length == 0 ? all[0] : all.FirstOrDefault(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase))) is not { } found)
            return new Refusal("checkin.unknown", $"There is no check-in of that name. There is {string.Join(", ", all.Select(c => c.Name))}.");

        return caller.IsSteward || found.Units.Any(owned.Contains) ? found : new Refusal("checkin.not-yours", "Only a steward or an owner of one of its units runs a check-in.");
    }
}
