using Companion.Core.Members;
using Companion.Messages;

namespace Companion.Views;

/// <summary>Working hours and volume.</summary>
internal static class HoursView
{
    public static Card Show(Organisation organisation, Member member, bool isSteward)
    {
        var card = Card.Say(
            "Your working hours",
            new Part.Field("Yours", member.Hours is { } own ? HoursWords.Of(own) : $"the organisation's, {HoursWords.Of(organisation.Hours)}"),
            new Part.Field("Time zone", member.Zone),
            new Part.Field("The organisation", $"{HoursWords.Of(organisation.Hours)}, {organisation.Zone}"),
            Part.Says("Messages on Companion's own initiative reach you in these hours only, at most once a day."),
            Part.Says(Line.Of(new Inline.Plain("To change them, say "), new Inline.Typed("hours 10:00-16:00 Mon-Thu"), new Inline.Plain(", "), new Inline.Typed("hours zone Europe/Berlin"), new Inline.Plain(" or "), new Inline.Typed("hours default"), new Inline.Plain("."))));
        return isSteward
            ? card.With(Part.Says(Line.Of(new Inline.Plain("For the organisation: "), new Inline.Typed("hours organisation 9:00-17:00 Mon-Fri"), new Inline.Plain(" or "), new Inline.Typed("hours organisation zone Europe/Berlin"), new Inline.Plain("."))))
            : card;
    }

    public static Card Kept(Organisation organisation, Member member) => Card.Say(
        $"Your hours: {HoursWords.Of(member.Hours ?? organisation.Hours)}, {member.Zone}",
        Part.Says(member.Hours is null ? "These are the organisation's." : "Nothing reaches you outside of them."),
        Part.Offers(new Button("Your hours", "hours")));

    public static Card OrganisationKept(WorkingHours hours) => Card.Say(
        $"The organisation works {HoursWords.Of(hours)}",
        Part.Says("Whoever set hours of their own keeps them. Rounds that are open keep their end."));

    public static Card ZoneKept(string zone) => Card.Say(
        $"The organisation is in {zone}",
        Part.Says("Its days and hours are read there from now on. Check-ins keep the zone they were written with; see checkin."),
        Part.Offers(new Button("Check-ins", "checkin"), new Button("Hours", "hours")));

    public static Card Volume(Volume volume) => Card.Say(
        $"Your volume: {Word(volume)}",
        new Part.Bullets([.. Enum.GetValues<Volume>().Select(v => Line.Of(new Inline.Typed($"volume {Word(v)}"), new Inline.Plain($": {Says(v)}")))]));

    public static Card VolumeKept(Volume volume) => Card.Say($"Your volume: {Word(volume)}", Part.Says(Says(volume)));

    public static string Word(Volume volume) => volume switch
    {
        Core.Members.Volume.Everything => "everything",
        Core.Members.Volume.OnlyWhatNeedsMe => "only what needs me",
        Core.Members.Volume.Weekly => "weekly",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Says(Volume volume) => volume switch
    {
        Core.Members.Volume.Everything => "Each message as it comes, at most one a day.",
        Core.Members.Volume.OnlyWhatNeedsMe => "Only what asks you for something, once: no reminders, no news.",
        Core.Members.Volume.Weekly => "One message a week, on your first working day. A check-in that would close before then comes when it opens.",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
