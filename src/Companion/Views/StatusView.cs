using System.Collections.Immutable;
using Companion.Core.CheckIns;
using Companion.Core.Nudges;
using Companion.Core.Readiness;
using Companion.Messages;

namespace Companion.Views;

/// <summary>The equalizer in a chat: a meter for each unit, its status in words, what comes next.</summary>
internal static class StatusView
{
    public static Card Empty(bool isSteward) => Card.Say(
        "Nothing to show yet",
        Part.Says(isSteward
            ? "There is no unit yet. Setup asks for one part of your organisation, where it stands, and how often to check."
            : "There is no unit yet. A steward sets one up."),
        Part.Offers(isSteward ? new Button("Set up", "setup", ButtonStyle.Primary) : new Button("Help", "help")));

    /// <summary>How many units one card shows: each is a meter and a sentence.</summary>
    public const int PerPage = 12;

    public static Card All(IReadOnlyCollection<UnitState> units, int page, IReadOnlyCollection<CheckIn> checkIns, IReadOnlyCollection<RoundProgress> open, Func<Guid, string> nameOf)
    {
        var parts = ImmutableArray.CreateBuilder<Part>();
        var shown = Paging.Of(units, page, PerPage).ToList();
        foreach (var unit in shown)
        {
            parts.Add(Meter(unit.Assessment));
            parts.Add(Part.Says(OneLine(unit, nameOf)));
        }

        if (units.Count > 0)
            parts.Add(Part.Says(Explanation.OfGate(units.First().Assessment).Says.Line(nameOf)));
        parts.AddRange(Next(checkIns, open));
        parts.Add(Part.Offers([.. shown.Take(5).Select(u => new Button($"Why {u.Assessment.Unit.Name}?", $"why {u.Assessment.Unit.Key}"))]));
        return Paging.Turn(new("The equalizer", parts.ToImmutable()), "status", page, Paging.Pages(units.Count, PerPage));
    }

    public static Card One(UnitState unit, IReadOnlyCollection<CheckIn> checkIns, IReadOnlyCollection<RoundProgress> open, Func<Guid, string> nameOf)
    {
        var assessment = unit.Assessment;
        var card = Card.Say(
            assessment.Unit.Name,
            Meter(assessment),
            Part.Says(OneLine(unit, nameOf)),
            new Part.Field("Owner", Owners(assessment, nameOf)),
            new Part.Field("Harm", $"{assessment.Unit.Harm.ToString().ToLowerInvariant()}, if a move goes wrong"));
        card = card.With([.. unit.Nudges.Select(n => NudgeLine(n, nameOf))]);
        return card.With([.. Next(checkIns, open)]).With(Part.Offers(
            new Button("Why?", $"why {assessment.Unit.Key}", ButtonStyle.Primary),
            new Button("Decide", $"decide {assessment.Unit.Key}"),
            new Button("Report evidence", $"evidence {assessment.Unit.Key}"),
            new Button("Decisions", $"decisions {assessment.Unit.Key}")));
    }

    /// <summary>A slider with the same in words.</summary>
    public static Part.Meter Meter(Assessment a) => new(
        a.Unit.Name, a.Level, a.Supported, a.Target?.Level, [.. a.Unit.Stages.Select(s => s.Position)], Caption(a));

    public static string Caption(Assessment a)
    {
        var target = a.Target is null ? "no target" : $"target {a.Target.Level}{(a.Target.By is { } by ? $" by {Wording.Day(by)}" : "")}";
        return $"Level {a.Level} ({a.Unit.TitleOf(a.Level)}), evidence supports {a.Supported}, {target}";
    }

    /// <summary>Status, since when, and the one thing to know next.</summary>
    public static Line OneLine(UnitState unit, Func<Guid, string> nameOf)
    {
        var a = unit.Assessment;
        var line = Line.Of(new Inline.Strong(Capital(InWords.Status(a.Status))), new Inline.Plain(a.IsLate ? " and late, since " : " since "), Wording.Day(a.Since), new Inline.Plain("."));
        var reasons = Explanation.OfStatus(a, Rules.Default, null).Because;
        // Held back: what holds it is more to the point than what would carry it.
        var first = a.Status == Status.HeldBack && reasons.Length > 1 ? reasons[1] : reasons.FirstOrDefault();
        // What only has to last is said once, by the date on which it has.
        var lasts = a is { Status: Status.Nearing, SupportedAboveSince: not null } && unit.Foreseen is { Status: Status.Ready } && a.GuardsOf(a.Next!.Position).All(g => g.Holds);
        if (first is not null && !lasts)
            line = line.Then(" ").Then(first.Says.Line(nameOf));
        if (unit.Foreseen is { } foreseen)
            line = line.Then($" {Capital(InWords.Status(foreseen.Status))} on ").Then(Wording.Day(foreseen.At)).Then(" if it stays so.");
        return unit.Nudges.Any(n => n.State == NudgeState.Lapsed) ? line.Then(" A nudge lapsed without an answer.") : line;
    }

    private static IEnumerable<Part> Next(IReadOnlyCollection<CheckIn> checkIns, IReadOnlyCollection<RoundProgress> open)
    {
        foreach (var round in open)
            yield return new Part.Field("Open check-in", Line.Of(
                new Inline.Plain($"{Named(round.CheckInName)}{round.Answered} of {round.Asked} answered, until "),
                Wording.Minute(round.ClosesAt)));
        foreach (var checkIn in checkIns.Where(c => c is { IsPaused: false, NextAt: not null }))
            yield return new Part.Field("Next check-in", Line.Of(new Inline.Plain(Named(checkIn.Name))).Then(Wording.Next(checkIn)));
        foreach (var checkIn in checkIns.Where(c => c.IsPaused))
            yield return new Part.Field("Paused check-in", checkIn.Name);
    }

    private static Part.Text NudgeLine(Nudge nudge, Func<Guid, string> nameOf)
    {
        var line = Line.Of(new Inline.Plain(nudge.State == NudgeState.Lapsed ? "Lapsed without an answer: " : "Waiting for a decision: "), new Inline.Plain(Wording.Nudge(nudge.Episode.Kind, nudge.Episode.Stage)));
        foreach (var recipient in nudge.Recipients)
        {
            line = line.Then(", ").Then(new Inline.Person(recipient.Member, nameOf(recipient.Member)));
            line = recipient.DeliveredAt is { } at ? line.Then(" asked on ").Then(Wording.Day(at)) : line.Then(" not reached yet");
        }

        return Part.Says(line);
    }

    private static Line Owners(Assessment a, Func<Guid, string> nameOf)
    {
        if (a.Unit.Owners.IsEmpty)
            return "none, so the stewards answer for it";

        var line = Line.Empty;
        foreach (var (place, owner) in a.Unit.Owners.Index())
            line = (place > 0 ? line.Then(", ") : line).Then(new Inline.Person(owner, nameOf(owner)));
        return line;
    }

    private static string Named(string checkIn) => checkIn == CheckInView.DefaultName ? "" : $"{checkIn}, ";

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}

/// <summary>A unit as status shows it.</summary>
/// <param name="Foreseen">The change of status that comes if nothing new happens.</param>
/// <param name="Nudges">Nudges that wait or lapsed.</param>
internal sealed record UnitState(Assessment Assessment, (Status Status, DateTimeOffset At)? Foreseen, ImmutableArray<Nudge> Nudges);
