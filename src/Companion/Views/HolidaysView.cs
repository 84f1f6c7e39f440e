using System.Collections.Immutable;
using Companion.Core.Members;
using Companion.Messages;

namespace Companion.Views;

/// <summary>Days on which nobody is messaged.</summary>
internal static class HolidaysView
{
    public static Card List(ImmutableArray<(DateOnly Day, string Name)> ahead, int page, bool isSteward)
    {
        var card = ahead.IsEmpty
            ? Card.Say("No holidays ahead", Part.Says("Nobody is messaged on the organisation's holidays, and no clock runs."))
            : Card.Say("Holidays ahead", new Part.Bullets([.. Paging.Of(ahead, page).Select(h => (Line)$"{Wording.Day(h.Day)}: {h.Name}")]));
        card = Paging.Turn(card, "holidays", page, Paging.Pages(ahead.Length));
        return isSteward
            ? card.With(
                Part.Says(Line.Of(new Inline.Plain("To change them, say "), new Inline.Typed("holidays add 2026-12-25 Christmas Day"), new Inline.Plain(" or "), new Inline.Typed("holidays remove 2026-12-25"), new Inline.Plain("."))),
                Part.Offers(new Button("Paste a calendar", "holidays import")))
            : card;
    }

    public static Form Form() => new(
        "Paste a calendar of holidays",
        "holidays import",
        "The text of an .ics file, such as public holiday pages offer. Its all-day events of the next three years become holidays.",
        [new("calendar", "Calendar", FieldKind.LongText, Required: true, Hint: "It begins with BEGIN:VCALENDAR.", MaxLength: HolidayCalendar.Longest)],
        "Add the days");

    public static Card Added(ImmutableArray<(DateOnly Day, string Name)> days, PassedOver passedOver)
    {
        var card = Card.Say(
            days.Length == 1 ? $"{Wording.Day(days[0].Day)} is a holiday: {days[0].Name}" : $"{days.Length} holidays were added",
            days.Length == 1 ? Part.Says("Nobody is messaged on that day.") : new Part.Bullets([.. days.Take(Paging.PerPage).Select(d => (Line)$"{Wording.Day(d.Day)}: {d.Name}")]));
        if (days.Length > Paging.PerPage)
            card = card.With(Part.Says($"And {days.Length - Paging.PerPage} more."));
        if (!passedOver.IsNothing)
            card = card.With(Part.Says(PassedOver(passedOver).TrimStart()));
        return card.With(Part.Offers(new Button("Holidays", "holidays")));
    }

    /// <summary>A sentence for each reason why events were no days off, each after a space; empty when all were.</summary>
    public static string PassedOver(PassedOver events) => string.Concat(
        Sentence(events.Timed, "has a time of day", "have a time of day"),
        Sentence(events.Cancelled, "is cancelled", "are cancelled"),
        Sentence(events.Unreadable, "has a date or length that cannot be read, or is cut off before END:VEVENT", "have a date or length that cannot be read, or are cut off before END:VEVENT"));

    private static string Sentence(int count, string one, string many) => count == 0 ? "" : $" Passed over: {(count == 1 ? $"1 event {one}" : $"{count} events {many}")}.";

    public static Card Removed(DateOnly day, string name) => Card.Say($"{Wording.Day(day)} is a working day again", Part.Says($"It was: {name}."), Part.Offers(new Button("Holidays", "holidays")));
}
