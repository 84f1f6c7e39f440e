using Companion.Core;
using Companion.Core.Members;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>hours</c>, <c>hours 10:00-16:00 Mon-Thu</c>, <c>hours default</c>, <c>hours zone Europe/Berlin</c>, <c>hours organisation 9:00-17:00 Mon-Fri</c>, <c>hours organisation zone Europe/Berlin</c></summary>
internal sealed record SetHours(string Words) : Command;

/// <summary><c>volume</c>, <c>volume everything</c>, <c>volume only what needs me</c>, <c>volume weekly</c></summary>
internal sealed record SetVolume(string Words) : Command;

/// <summary>When and how much a person wants to hear.</summary>
internal sealed class KeepHoursHandler(PersonStore people)
{
    public async Task<Reply> HoursAsync(SetHours command, Caller caller, CancellationToken ct)
    {
        var words = new WordPair(command.Words);
        return words.First switch
        {
            "" => new Reply.Show(HoursView.Show(caller.Organisation, caller.Member, caller.IsSteward)),
            "default" => await OwnAsync(null, caller.Member.Zone, caller, ct),
            "zone" => Zones.Find(words.Rest) is null
                ? Answers.Refused(NoZone)
                : await OwnAsync(caller.Member.Hours, words.Rest, caller, ct),
            "organisation" or "organization" => await OrganisationAsync(words.Rest, caller, ct),
            _ => HoursWords.Parse(command.Words).IsRefused(out var why, out var hours) ? Answers.Refused(why) : await OwnAsync(hours, caller.Member.Zone, caller, ct),
        };
    }

    private static Refusal NoZone => new("hours.zone", "That is no time zone. Write one such as Europe/Berlin, America/New_York or UTC.");

    private async Task<Reply> OwnAsync(WorkingHours? hours, string zone, Caller caller, CancellationToken ct)
    {
        var before = caller.Member;
        var after = before with { Hours = hours, Zone = zone };
        var reply = new Reply.Done(HoursView.Kept(caller.Organisation, after));
        var back = before.Zone != zone ? $"hours zone {before.Zone}" : before.Hours is null ? "hours default" : $"hours {HoursWords.Of(before.Hours)}";
        await people.SetHoursAsync(caller.Id, hours, zone, caller.Effects(reply, "your hours", $"hours {caller.Id}", back), ct);
        return reply;
    }

    private async Task<Reply> OrganisationAsync(string words, Caller caller, CancellationToken ct)
    {
        if (!caller.IsSteward)
            return Answers.Refused(new("hours.stewards-only", "Only a steward sets the organisation's hours."));
        if (new WordPair(words) is { First: "zone" } zone)
            return await ZoneAsync(zone.Rest, caller, ct);
        if (HoursWords.Parse(words).IsRefused(out var why, out var hours))
            return Answers.Refused(why);

        var reply = new Reply.Done(HoursView.OrganisationKept(hours));
        await people.SetHoursAsync(hours, caller.Effects(reply, "the organisation's hours", "hours organisation", $"hours organisation {HoursWords.Of(caller.Organisation.Hours)}"), ct);
        return reply;
    }

    private async Task<Reply> ZoneAsync(string zone, Caller caller, CancellationToken ct)
    {
        if (Zones.Find(zone) is null)
            return Answers.Refused(NoZone);

        var reply = new Reply.Done(HoursView.ZoneKept(zone));
        await people.SetZoneAsync(zone, caller.Effects(reply, "the organisation's time zone", "hours organisation zone", $"hours organisation zone {caller.Organisation.Zone}"), ct);
        return reply;
    }

    public async Task<Reply> VolumeAsync(SetVolume command, Caller caller, CancellationToken ct)
    {
        if (command.Words.Length == 0)
            return new Reply.Show(HoursView.Volume(caller.Member.Volume));
        Volume? wished = command.Words.ToLowerInvariant() switch
        {
            "everything" or "all" or "full" => Volume.Everything,
            "only what needs me" or "needs-me" or "needs me" or "low" => Volume.OnlyWhatNeedsMe,
            "weekly" or "digest weekly" or "weekly digest" or "digest" => Volume.Weekly,
            _ => null,
        };
        if (wished is not { } volume)
            return Answers.Refused(new("volume.which", "Choose: volume everything, volume only what needs me, or volume weekly."));

        var reply = new Reply.Done(HoursView.VolumeKept(volume));
        await people.SetVolumeAsync(caller.Id, volume, caller.Effects(reply, "your volume", $"volume {caller.Id}", $"volume {HoursView.Word(caller.Member.Volume)}"), ct);
        return reply;
    }

    /// <summary>The first word, in lower case, and what follows it.</summary>
    private readonly record struct WordPair(string Words)
    {
        private int End => Words.IndexOf(' ', StringComparison.Ordinal) is var at && at < 0 ? Words.Length : at;

        public string First => Words[..End].ToLowerInvariant();

        public string Rest => Words[End..].Trim();
    }
}
