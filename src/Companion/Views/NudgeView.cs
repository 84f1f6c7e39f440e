using Companion.Core.Decisions;
using Companion.Core.Nudges;
using Companion.Core.Readiness;
using Companion.Core.Units;
using Companion.Messages;

namespace Companion.Views;

/// <summary>Nudges: the first message, the reminder, the word to the stewards, and what all copies become afterwards.</summary>
internal static class NudgeView
{
    /// <summary>What every message about one nudge is filed under, so that one revision reaches all copies.</summary>
    public static string Subject(Guid nudge) => $"nudge {nudge}";

    public static Card Ask(Nudge nudge, Assessment a, Func<Guid, string> nameOf) => nudge.Episode.Kind switch
    {
        EpisodeKind.Ready => With($"{a.Unit.Name} is ready for {nudge.Episode.Stage} ({a.Unit.TitleOf(nudge.Episode.Stage)})", a, nameOf).With(
            DecisionView.WhoDecides(a.Level),
            Part.Offers(
                new Button($"Advance to {nudge.Episode.Stage}", $"decide {a.Unit.Key} advance {nudge.Episode.Stage}", ButtonStyle.Primary),
                new Button("Hold", $"decide {a.Unit.Key} hold"),
                new Button("Snooze", $"snooze {a.Unit.Key}"),
                new Button("Why?", $"why {a.Unit.Key}"))),
        EpisodeKind.Overextended => With($"{a.Unit.Name} has gone too far: mend it or step back", a, nameOf).With(
            DecisionView.WhoDecides(a.Level),
            Part.Offers(
                new Button("Step back", $"decide {a.Unit.Key} step-back", ButtonStyle.Danger),
                new Button("Hold and mend", $"decide {a.Unit.Key} hold"),
                new Button("Snooze", $"snooze {a.Unit.Key}"),
                new Button("Why?", $"why {a.Unit.Key}"))),
        EpisodeKind.Late => With($"{a.Unit.Name} missed its target {nudge.Episode.Stage}", a, nameOf).With(
            Part.Says("Move, give the target a new date, or drop it, with a reason."),
            Part.Offers(
                new Button("New date", $"target {a.Unit.Key} {nudge.Episode.Stage}", ButtonStyle.Primary),
                new Button("Decide", $"decide {a.Unit.Key}"),
                new Button("Drop the target", $"target {a.Unit.Key} none"),
                new Button("Snooze", $"snooze {a.Unit.Key}"))),
        EpisodeKind.Alarm => Alarm(nudge, a, nameOf),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static Card Remind(Nudge nudge, Assessment a, Func<Guid, string> nameOf)
    {
        var ask = Ask(nudge, a, nameOf);
        return ask with { Title = $"Still waiting: {ask.Title}" };
    }

    /// <summary>What the copy of somebody becomes who is not asked any more.</summary>
    public static Card HandedOver(Nudge nudge, Unit unit) => Card.Say(
        $"{unit.Name}: {Wording.Nudge(nudge.Episode.Kind, nudge.Episode.Stage)}",
        Part.Says("The unit was handed over, so others are asked now. You need not do anything."),
        Part.Offers(new Button("Status", $"status {unit.Key}")));

    /// <summary>What every copy becomes when the unit goes out of use.</summary>
    public static Card Retired(Nudge nudge, Unit unit) => Card.Say(
        $"{unit.Name}: {Wording.Nudge(nudge.Episode.Kind, nudge.Episode.Stage)}, over",
        Part.Says("The unit was retired, so no decision is needed."));

    /// <summary>Ten working days without an answer: the stewards learn the history.</summary>
    public static Card Escalate(Nudge nudge, Assessment a, Func<Guid, string> nameOf)
    {
        var card = Card.Say($"No answer for {a.Unit.Name}: {Wording.Nudge(nudge.Episode.Kind, nudge.Episode.Stage)}", StatusView.Meter(a));
        foreach (var r in nudge.Recipients)
        {
            var line = Line.Of(new Inline.Person(r.Member, nameOf(r.Member)));
            line = r.DeliveredAt is { } asked ? line.Then(" was asked on ").Then(Wording.Day(asked)) : line.Then(" could not be reached");
            line = r.RemindedAt is { } reminded ? line.Then(" and reminded on ").Then(Wording.Day(reminded)) : line;
            line = r.SnoozedUntil is { } snoozed ? line.Then(", put off until ").Then(Wording.Day(snoozed)) : line;
            card = card.With(Part.Says(line.Then(".")));
        }

        return card.With([Part.Says(Explanation.OfStatus(a, Rules.Default, null).Says.Line(nameOf)), .. Explanation.OfStatus(a, Rules.Default, null).Parts(nameOf)])
            .With(Part.Offers(new Button("Decide", $"decide {a.Unit.Key}", ButtonStyle.Primary), new Button("Why?", $"why {a.Unit.Key}")));
    }

    /// <summary>What every copy becomes when a decision answered it.</summary>
    public static Card Answered(Nudge nudge, Unit unit, Decision decision, Func<Guid, string> nameOf) => Card.Say(
        $"{unit.Name}: {Wording.Nudge(nudge.Episode.Kind, nudge.Episode.Stage)}, answered",
        Part.Says(Line.Of(new Inline.Person(decision.DecidedBy, nameOf(decision.DecidedBy)), new Inline.Plain($" decided on "), Wording.Day(decision.At), new Inline.Plain($": {DecisionView.What(decision)}."))),
        Part.Offers(new Button($"Decision {decision.Number}", $"decisions {decision.Number}")));

    /// <summary>What every copy becomes when its cause ended by itself.</summary>
    public static Card Moot(Nudge nudge, Assessment a) => Card.Say(
        $"{a.Unit.Name}: {Wording.Nudge(nudge.Episode.Kind, nudge.Episode.Stage)}, over",
        Part.Says($"It is {InWords.Status(a.Status)} now, so no decision is needed."),
        Part.Offers(new Button("Why?", $"why {a.Unit.Key}")));

    /// <summary>What every copy becomes after 30 working days without an answer.</summary>
    public static Card Lapsed(Nudge nudge, Assessment a) => Card.Say(
        $"{a.Unit.Name}: {Wording.Nudge(nudge.Episode.Kind, nudge.Episode.Stage)}, lapsed",
        Part.Says("Nobody answered for 30 working days. It stays visible in status, and no more messages come."),
        Part.Offers(new Button("Decide", $"decide {a.Unit.Key}"), new Button("Why?", $"why {a.Unit.Key}")));

    private static Card With(string title, Assessment a, Func<Guid, string> nameOf)
    {
        var reason = Explanation.OfStatus(a, Rules.Default, null);
        return new(title,
        [
            StatusView.Meter(a),
            .. reason.Because.Select(b => Part.Says(b.Says.Line(nameOf))),
            new Part.Fold("The evidence", [.. reason.Parts(nameOf)]),
        ]);
    }

    private static Card Alarm(Nudge nudge, Assessment a, Func<Guid, string> nameOf)
    {
        var reading = a.Readings.First(r => r.Criterion.Key == nudge.Episode.Criterion);
        var says = reading.Alarm is { } alarm
            ? Line.Of(
                new Inline.Plain($"Reported {InWords.Value(reading.Criterion, alarm.Reported.Value!.Value)} on "),
                Wording.Day(alarm.Reported.At),
                new Inline.Plain($", measured {InWords.Value(reading.Criterion, alarm.Measured.Value!.Value)} on "),
                Wording.Day(alarm.Measured.At),
                new Inline.Plain(". The measurement decides."))
            : "They agree again by now.";
        return Card.Say(
            $"{a.Unit.Name}: report and measurement of {reading.Criterion.Key} differ",
            Part.Says(says),
            Part.Says(Explanation.OfCriterion(reading).Says.Line(nameOf)),
            Part.Offers(new Button("Why?", $"why {a.Unit.Key} {reading.Criterion.Key}"), new Button("Report a new value", $"evidence {a.Unit.Key} {reading.Criterion.Key}")));
    }
}
