using System.Collections.Immutable;
using Companion.Core.CheckIns;
using Companion.Core.Nudges;
using Companion.Core.Readiness;
using Companion.Messages;

namespace Companion.Views;

/// <summary>One person's page: what waits for them first, then the equalizer, then where to go from here.</summary>
internal static class HomeView
{
    public static Card Of(ImmutableArray<Round> toAnswer, ImmutableArray<WaitingNudge> toDecide, Card equalizer, bool isSteward, Func<Guid, string> nameOf)
    {
        var parts = ImmutableArray.CreateBuilder<Part>();
        foreach (var round in toAnswer)
        {
            parts.Add(Part.Says(Line.Of(new Inline.Strong(round.CheckInName), new Inline.Plain(" waits for your answers until "), Wording.Minute(round.ClosesAt), new Inline.Plain("."))));
            parts.Add(Part.Offers(new Button("Answer", $"answer {round.Number}", ButtonStyle.Primary)));
        }

        foreach (var (nudge, a) in toDecide)
        {
            if (NudgeClock.AsksForAnswer(nudge.Episode.Kind))
            {
                parts.Add(Part.Says(Line.Of(new Inline.Strong(a.Unit.Name), new Inline.Plain($" waits for your decision: {Wording.Nudge(nudge.Episode.Kind, nudge.Episode.Stage)}."))));
                parts.Add(Part.Offers(new Button("Decide", $"decide {a.Unit.Key}", ButtonStyle.Primary), new Button("Snooze", $"snooze {a.Unit.Key}"), new Button("Why?", $"why {a.Unit.Key}")));
                continue;
            }

            // An alarm asks for no decision; it ends when report and measurement agree again.
            parts.Add(Part.Says(Line.Of(new Inline.Strong(a.Unit.Name), new Inline.Plain($": {Wording.Nudge(nudge.Episode.Kind, nudge.Episode.Stage)}, for {nudge.Episode.Criterion}. "))
                .Then(a.Readings.FirstOrDefault(r => r.Criterion.Key == nudge.Episode.Criterion) is { Alarm: not null } reading ? Explanation.OfAlarm(reading)!.Line(nameOf) : Line.Empty)));
            parts.Add(Part.Offers(new Button("Why?", $"why {a.Unit.Key} {nudge.Episode.Criterion}", ButtonStyle.Primary), new Button("Report evidence", $"evidence {a.Unit.Key} {nudge.Episode.Criterion}")));
        }

        parts.Add(new Part.Divider());
        parts.Add(new Part.Heading(equalizer.Title));
        parts.AddRange(equalizer.Parts);
        parts.Add(new Part.Divider());
        parts.Add(Part.Offers(
            new Button("Decisions", "decisions"),
            new Button("Check-ins", "checkin"),
            new Button("Members", "members"),
            new Button("My time off", "timeoff"),
            new Button("Help", "help"),
            isSteward ? new Button("Set up more", "setup") : new Button("My hours", "hours")));
        var count = toAnswer.Length + toDecide.Length;
        return new(count switch { 0 => "Nothing waits for you", 1 => "One thing waits for you", _ => $"{count} things wait for you" }, parts.ToImmutable());
    }
}

/// <summary>A nudge that asks somebody, with the unit as it stands now.</summary>
internal sealed record WaitingNudge(Nudge Nudge, Assessment Assessment);
