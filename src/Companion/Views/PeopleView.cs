using System.Collections.Immutable;
using Companion.Core.Decisions;
using Companion.Core.Members;
using Companion.Core.Readiness;
using Companion.Core.Units;
using Companion.Messages;

namespace Companion.Views;

/// <summary>People and their roles.</summary>
internal static class PeopleView
{
    public static Card Owners(Unit unit, bool mayChange, Func<Guid, string> nameOf)
    {
        var card = Card.Say(
            $"Who answers for {unit.Name}",
            unit.Owners.IsEmpty ? Part.Says("Nobody in particular, so it is the stewards'.") : new Part.Bullets([.. unit.Owners.Select(o => Line.Of(new Inline.Person(o, nameOf(o))))]));
        return mayChange
            ? card.With(Part.Says(Line.Of(new Inline.Plain("To hand it over, say for instance "), new Inline.Typed($"owners {unit.Key} Ben, Sam because Sam runs it now"), new Inline.Plain("."))))
            : card;
    }

    public static Card Stewards(ImmutableArray<Guid> stewards, bool mayChange, Func<Guid, string> nameOf)
    {
        var card = Card.Say("Stewards", new Part.Bullets([.. stewards.Select(s => Line.Of(new Inline.Person(s, nameOf(s))))]), Part.Says("They oversee the whole equalizer, and answer for units without an owner."));
        return mayChange
            ? card.With(Part.Says(Line.Of(new Inline.Plain("To hand stewardship over, say who has it from now on: "), new Inline.Typed("stewards Ana, Sam because Sam takes over"), new Inline.Plain("."))))
            : card;
    }

    public static Form Form(string title, string command, string people) => new(
        title,
        command,
        "It takes effect at once and stands in the log.",
        [
            new("people", "From now on", FieldKind.People, Required: true, Initial: people, Hint: "Names separated by commas."),
            new("rationale", "Why", FieldKind.LongText, Required: true, MaxLength: DecisionTexts.Longest),
        ],
        "Decide");

    public static Card YouAreSteward(Member by, Organisation organisation) => Card.Say(
        $"You are a steward of {organisation.Name}",
        Part.Says(Line.Of(new Inline.Person(by.Id, by.Name), new Inline.Plain(" made you a steward: you oversee the whole equalizer from now on."))),
        Part.Offers(new Button("Status", "status", ButtonStyle.Primary), new Button("What you can say", "help")));

    public static Card Reporter(string unit, Criterion criterion, Guid? member, Func<Guid, string> nameOf) => Card.Say(
        $"{unit}: who reports {criterion.Key}",
        Part.Says(member is { } id
            ? Line.Of(new Inline.Person(id, nameOf(id)), new Inline.Plain($" is asked in check-ins from the next round on: {criterion.Question}"))
            : "The first owner is asked again from the next round on; without an owner a steward."));

    public static Card Members(IReadOnlyList<Member> members, ImmutableArray<Unit> units, int page, bool isSteward)
    {
        var rows = Paging.Of(members, page).Select(m => ImmutableArray.Create<Line>(Line.Of(new Inline.Person(m.Id, m.Name)), Roles(m, units), m.Zone)).ToImmutableArray();
        var card = Card.Say($"Members: {members.Count}", new Part.Table(["Name", "Roles", "Time zone"], rows));
        card = Paging.Turn(card, "members", page, Paging.Pages(members.Count));
        return isSteward
            ? card.With(Part.Says(Line.Of(new Inline.Plain("To change that, say "), new Inline.Typed("members add Sam, Kim"), new Inline.Plain(" or "), new Inline.Typed("members remove Kim"), new Inline.Plain("."))))
            : card;
    }

    public static Card Added(IReadOnlyCollection<string> names) => Card.Say(
        names.Count == 1 ? $"{names.First()} is a member now" : $"{names.Count} people are members now",
        Part.Says("They are asked from the next round on."),
        Part.Offers(new Button("Members", "members")));

    public static Card Left(string name) => Card.Say($"{name} is no longer a member", Part.Says("No questions and no messages any more. What they decided and reported stays on record; to have a name erased too, they say forget-me before they go."));

    private static string Roles(Member m, ImmutableArray<Unit> units) =>
        string.Join(", ", (m.IsSteward ? ["steward"] : Array.Empty<string>()).Concat(units.Where(u => u.Owners.Contains(m.Id)).Select(u => $"owner of {u.Name}")).DefaultIfEmpty("member"));
}
