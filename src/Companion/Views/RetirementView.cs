using System.Collections.Immutable;
using Companion.Core.Decisions;
using Companion.Core.Members;
using Companion.Core.Units;
using Companion.Messages;

namespace Companion.Views;

/// <summary>Units that go out of use and come back.</summary>
internal static class RetirementView
{
    private const int MostNamed = 10;

    /// <summary>What the log says of a retirement.</summary>
    public const string SaysRetired = "retired";

    /// <summary>What the log says of a restoration.</summary>
    public const string SaysBack = "in use again";

    public static Form RetireForm(Unit unit) => CriteriaView.Why(
        $"Retire {unit.Name}", $"units retire {unit.Key}", $"Nobody is asked about it any more, and open nudges about it end. Its history stays, and units restore {unit.Key} brings it back.");

    public static Form RestoreForm(Unit unit) => CriteriaView.Why(
        $"Bring {unit.Name} back", $"units restore {unit.Key}", "It comes back where it stood, with its criteria, its evidence and its owners. Check-ins ask about it again.");

    public static Card Retired(Unit unit, long number) => Card.Say(
        $"{unit.Name} is retired",
        Part.Says("Nobody is asked about it any more, and open nudges about it ended. Its history stays in the log."),
        Part.Says(Line.Of(new Inline.Plain($"Decision {number} stands in the log. To bring it back, say "), new Inline.Typed($"units restore {unit.Key}"), new Inline.Plain("."))),
        Part.Offers(new Button("Units", "units"), new Button("The log", "decisions")));

    public static Card Restored(Unit unit, long number) => Card.Say(
        $"{unit.Name} is in use again",
        Part.Says($"It stands where it stood, with its criteria and its evidence. {(unit.Owners.IsEmpty ? "Nobody in particular answers for it, so the stewards do." : "Its owners answer for it as before.")} The check-ins that asked about it ask again from their next round on."),
        Part.Says($"Decision {number} stands in the log."),
        Part.Offers(new Button("Status", $"status {unit.Key}", ButtonStyle.Primary), new Button("The log", "decisions")));

    /// <summary>Tells an owner.</summary>
    public static Card YoursIsRetired(Unit unit, DecisionTexts why, Member by) => Yours(
        $"{unit.Name} is retired", by, " retired it: you need not answer for it any more, and nobody is asked about it.", why);

    /// <inheritdoc cref="YoursIsRetired" />
    public static Card YoursIsBack(Unit unit, DecisionTexts why, Member by) => Yours(
        $"{unit.Name} is in use again", by, " brought it back, and you answer for it as before.", why).With(Part.Offers(new Button("Status", $"status {unit.Key}")));

    private static Card Yours(string title, Member by, string what, DecisionTexts why) => Card.Say(
        title, Part.Says(Line.Of(new Inline.Person(by.Id, by.Name), new Inline.Plain(what))), new Part.Field("Why", why.Rationale ?? ""));

    /// <summary>The end of the list of units.</summary>
    public static Part Listed(ImmutableArray<Unit> retired)
    {
        var named = string.Join(", ", retired.Take(MostNamed).Select(u => $"{u.Name} ({u.Key})")) + (retired.Length > MostNamed ? $" and {retired.Length - MostNamed} more" : "");
        return Part.Says(Line.Of(new Inline.Plain($"Retired: {named}. A steward brings one back with "), new Inline.Typed($"units restore {retired[0].Key}"), new Inline.Plain(".")));
    }
}
