using System.Globalization;
using Companion.Core;
using Companion.Core.CheckIns;
using Companion.Core.Decisions;
using Companion.Core.Readiness;
using Companion.Messages;

namespace Companion.Views;

/// <summary>Core's sentences and values as inlines of a card.</summary>
internal static class Wording
{
    public static Line Line(this Sentence sentence, Func<Guid, string> nameOf) => new([.. sentence.Fragments.Select(f => Inline(f, nameOf))]);

    public static string Day(DateOnly day) => day.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);

    public static Inline.Moment Day(DateTimeOffset at) => new(at, MomentStyle.Day);

    public static Inline.Moment Minute(DateTimeOffset at) => new(at, MomentStyle.Minute);

    /// <summary>When a check-in asks next: a moment, or a day on which each person is asked at their own time.</summary>
    public static Line Next(CheckIn checkIn) => checkIn is not { NextDate: { } date, NextAt: { } at } ? "never: the cadence has no date left"
        : checkIn.Cadence.Zone is null ? $"{Day(date)}, {checkIn.Cadence.Time.ToString("HH:mm", CultureInfo.InvariantCulture)} in each person's own time"
        : Messages.Line.Of(Minute(at));

    public static string Rule(DecisionRule rule) => rule switch
    {
        DecisionRule.OwnerDecides => "the owner decides",
        DecisionRule.Advice => "advice",
        DecisionRule.Vote => "vote",
        DecisionRule.StewardDecides => "a steward decides",
        DecisionRule.OwnRight => "everybody decides for themselves",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static string Nudge(EpisodeKind kind, int stage) => kind switch
    {
        EpisodeKind.Ready => $"ready for {stage}",
        EpisodeKind.Overextended => $"overextended at {stage}",
        EpisodeKind.Late => $"late for {stage}",
        EpisodeKind.Alarm => "report and measurement differ",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The chain of reasons: what rests on reasons of its own is a sentence, what rests on evidence a bullet below it.</summary>
    public static IEnumerable<Part> Parts(this Reason reason, Func<Guid, string> nameOf)
    {
        foreach (var because in reason.Because)
        {
            yield return Part.Says(because.Says.Line(nameOf));
            if (because.Because.Any(b => b.Because.Any(c => c.Because.IsEmpty)))
            {
                foreach (var part in because.Parts(nameOf))
                    yield return part;
            }
            else if (!because.Because.IsEmpty)
            {
                yield return new Part.Bullets([.. because.Because.SelectMany(b => b.Lines()).Select(l => l.Says.Line(nameOf))]);
            }
        }
    }

    /// <summary>The same as <see cref="Parts"/> without the stages and their criteria: for where those stand in a fold.</summary>
    public static IEnumerable<Part> Short(this Reason reason, Func<Guid, string> nameOf) =>
        reason.Because.SelectMany(because => (Part[])
        [
            Part.Says(because.Says.Line(nameOf)),
            .. because.Because.IsEmpty || because.Because.Any(b => !b.Because.IsEmpty)
                ? Array.Empty<Part>()
                : [new Part.Bullets([.. because.Because.Select(b => b.Says.Line(nameOf))])],
        ]);

    private static Inline Inline(Fragment fragment, Func<Guid, string> nameOf) => fragment switch
    {
        Fragment.Text text => new Inline.Plain(text.Says),
        Fragment.Day day => Day(day.At),
        Fragment.Person person => new Inline.Person(person.Id, nameOf(person.Id)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
