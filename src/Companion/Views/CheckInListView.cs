using System.Collections.Immutable;
using System.Globalization;
using Companion.Core.CheckIns;
using Companion.Core.Readiness;
using Companion.Core.Units;
using Companion.Messages;

namespace Companion.Views;

/// <summary>The check-ins themselves: the list, the form, what creating, opening and pausing say.</summary>
internal static class CheckInListView
{
    /// <summary>How many check-ins one card shows: each has several lines and its buttons.</summary>
    public const int PerPage = 5;

    public static Card List(ImmutableArray<CheckIn> all, int page, IReadOnlyCollection<RoundProgress> open, IReadOnlyDictionary<Guid, string> unitNames, Func<Invitees, string> namesOf)
    {
        if (all.IsEmpty)
            return Card.Say("No check-in yet", Part.Says("A check-in asks a few questions regularly. A steward or an owner creates one."), Part.Offers(new Button("Create one", "checkin create", ButtonStyle.Primary)));

        var parts = ImmutableArray.CreateBuilder<Part>();
        foreach (var checkIn in Paging.Of(all, page, PerPage))
        {
            parts.Add(new Part.Heading(checkIn.Name));
            parts.Add(new Part.Field("When", When(checkIn)));
            parts.Add(new Part.Field("Asks about", (checkIn.Units.IsEmpty ? "retired units only" : string.Join(", ", checkIn.Units.Select(u => unitNames.GetValueOrDefault(u, "a unit that is gone")))) + (checkIn.AsksGate ? ", the stability gate" : "")));
            if (!checkIn.Asks.IsEveryone)
                parts.Add(new Part.Field("Asks whom", namesOf(checkIn.Asks)));
            parts.Add(new Part.Field("Open for", $"{checkIn.WindowDays} working days{(checkIn.IsAnonymous ? ", anonymous" : "")}"));
            parts.Add(new Part.Field("Next", checkIn.IsPaused ? "paused" : Wording.Next(checkIn)));
            if (open.FirstOrDefault(r => r.CheckInId == checkIn.Id) is { } round)
                parts.Add(new Part.Field("Now", Line.Of(new Inline.Plain($"round {round.Number} is open until "), Wording.Minute(round.ClosesAt))));
            parts.Add(checkIn.IsPaused
                ? Part.Offers(new Button("Resume", $"checkin resume {checkIn.Name}"))
                : Part.Offers(new Button("Ask now", $"checkin now {checkIn.Name}"), new Button("Pause", $"checkin pause {checkIn.Name}")));
        }

        return Paging.Turn(new("Check-ins", parts.ToImmutable()), "checkin", page, Paging.Pages(all.Length, PerPage));
    }

    /// <param name="before">What is changed; null for a new one.</param>
    public static Form Form(ImmutableArray<Unit> units, CheckIn? before, string asks) => new(
        before is null ? "A new check-in" : $"Change {before.Name}",
        before is null ? "checkin create" : $"checkin edit {before.Name}",
        before is null ? "Opinions are asked of everybody, or of whom you name; facts of whoever reports them." : "It counts from the next round on; an open round stays as it is.",
        [
            new("name", "Name", FieldKind.Text, Required: true, Initial: before?.Name ?? "Check-in", MaxLength: 80),
            new("units", "Asks about", FieldKind.Choices, Required: true, Initial: string.Join(',', units.Where(u => before is null || before.Units.Contains(u.Id)).Select(u => u.Key)), Options: [.. units.Select(u => new FormOption(u.Key, u.Name))]),
            new("asks", "Asks whom", FieldKind.People, Initial: asks.Length == 0 ? null : asks, Hint: "Names of people or groups, separated by commas. Left empty, everybody is asked.", MaxLength: 2000) { TakesGroups = true },
            before is null ? Cadence() : Cadence() with { Initial = before.Cadence.ToString() },
            new("window", "Open for how many working days", FieldKind.Number, Required: true, Initial: (before?.WindowDays ?? RoundWindow.DefaultDays).ToString(CultureInfo.InvariantCulture)),
            new("gate", "Ask for the stability gate too", FieldKind.Choice, Required: true, Initial: before?.AsksGate == true ? "yes" : "no", Options: [new("no", "No"), new("yes", "Yes")]),
            new("anonymous", "Anonymous", FieldKind.Choice, Required: true, Initial: before?.IsAnonymous == true ? "yes" : "no", Options:
                [new("no", "No"), new("yes", "Yes", "Who answered what is destroyed when a round closes; results show from 4 answers on. Facts stand beside their reporter's name all the same.")]),
        ],
        before is null ? "Create" : "Change");

    /// <summary>The field in which a cadence is written in plain words. Zone and start are left out: then they are the organisation's and today.</summary>
    public static FormField Cadence() => new(
        "cadence",
        "How often to ask",
        FieldKind.Text,
        Required: true,
        Hint: "In plain words, such as: every second Tuesday 10:00, or: every 3 months on the last workday 16:00.",
        Initial: "every month on the first Tuesday 10:00",
        MaxLength: 200);

    public static Card Changed(CheckIn checkIn, int asked) => Created(checkIn, asked) with { Title = $"{checkIn.Name} is changed" };

    /// <param name="asked">How many people it asks for opinions today.</param>
    public static Card Created(CheckIn checkIn, int asked) => Warned(
        Card.Say($"{checkIn.Name} is set", new Part.Field("When", When(checkIn)), new Part.Field("First round", Wording.Next(checkIn))),
        checkIn,
        asked).With(Part.Offers(new Button("Ask now", $"checkin now {checkIn.Name}"), new Button("All check-ins", "checkin")));

    private static string When(CheckIn checkIn) => checkIn.Cadence.Skips is { } rare ? $"{checkIn.Cadence}; months without a {rare} are skipped" : checkIn.Cadence.ToString();

    private static Card Warned(Card card, CheckIn checkIn, int asked) => checkIn.IsAnonymous && asked < Criterion.AnonymousRespondents
        ? card.With(Part.Says($"{CheckInView.NoResult(asked)} Ask more people, or let it not be anonymous: checkin edit {checkIn.Name}."))
        : card;

    /// <param name="asked">How many people it asks for opinions.</param>
    public static Card Opened(CheckIn checkIn, RoundWindow window, int asked) => Warned(Card.Say(
        $"{checkIn.Name} is open",
        Part.Says(Line.Of(new Inline.Plain("Everybody who is asked gets a message in their working hours. It closes when all have answered, at the latest on "), Wording.Minute(window.ClosesAt), new Inline.Plain(".")))), checkIn, asked).With(Part.Offers(new Button("Answer", "answer", ButtonStyle.Primary)));

    public static Card Paused(CheckIn checkIn) => checkIn.IsPaused
        ? Card.Say($"{checkIn.Name} is paused", Part.Says("Nobody is asked until somebody resumes it. An open round goes on."), Part.Offers(new Button("Resume", $"checkin resume {checkIn.Name}")))
        : Card.Say($"{checkIn.Name} goes on", new Part.Field("Next", Wording.Next(checkIn)), Part.Offers(new Button("Ask now", $"checkin now {checkIn.Name}")));
}
