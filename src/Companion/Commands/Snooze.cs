using System.Globalization;
using Companion.Core.Nudges;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>snooze contributors 3 days because the release comes first</c></summary>
internal sealed record Snooze(string Unit, string? Until, string? Because, Fields Fields) : Command;

internal sealed class SnoozeHandler(UnitStore units, NudgeStore nudges)
{
    public const int LongestDays = 30;

    public async Task<Reply> HandleAsync(Snooze command, Caller caller, CancellationToken ct)
    {
        if (Answers.Find(await units.EverAsync(caller.Organisation.Id, ct), command.Unit).IsRefused(out var why, out var unit))
            return Answers.Refused(why);

        var open = (await nudges.OpenAsync(caller.Organisation.Id, ct))
            .Where(n => n.UnitId == unit.Id && n.State == NudgeState.Open && NudgeClock.AsksForAnswer(n.Episode.Kind) && n.Recipients.Any(r => r.Member == caller.Id)).ToList();
        if (open.Count == 0)
            return Answers.Refused(new("snooze.nothing", $"Nothing about {unit.Name} waits for you, so there is nothing to put off."));
        if (!command.Fields.AreSubmitted && (command.Until is null || command.Because is null))
            return new Reply.OpenForm(SnoozeView.Form(unit, caller.Today));
        if (Until(command.Until, caller) is not { } until)
            return Answers.Refused(new("snooze.until", $"Say until when: a day such as {caller.Today.AddDays(3):yyyy-MM-dd}, or 3 days; at most {LongestDays} days.", "until"), command.Fields);
        if (command.Because is not { } because || because.Length > EvidenceView.LongestNote)
            return Answers.Refused(new("snooze.reason", "Say why, in a sentence.", "reason"), command.Fields);

        var at = caller.Organisation.WorkingTimeOf(caller.Member).NextFrom(caller.Organisation.MorningOf(until)) ?? caller.Organisation.MorningOf(until);
        var reply = new Reply.Done(SnoozeView.Snoozed(unit, at), Replaces: true);
        await nudges.SnoozeAsync([.. open.Select(n => n.Id)], caller.Id, at, because, caller.Effects(reply), ct);
        return reply;
    }

    private static DateOnly? Until(string? words, Caller caller)
    {
        var parts = (words ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        DateOnly? day = parts switch
        {
            [var number, "day" or "days"] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= LongestDays => caller.Today.AddDays(days),
            [var iso] when DateOnly.TryParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var written) => written,
            _ => null,
        };
        return day > caller.Today && day <= caller.Today.AddDays(LongestDays) ? day : null;
    }
}
