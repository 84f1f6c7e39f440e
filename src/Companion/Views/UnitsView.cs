using System.Collections.Immutable;
using Companion.Core.Decisions;
using Companion.Core.Readiness;
using Companion.Core.Units;
using Companion.Messages;

namespace Companion.Views;

/// <summary>The units: the list with the recommended order of moves, the forms.</summary>
internal static class UnitsView
{
    public static Card List(ImmutableArray<UnitState> states, ImmutableArray<Unit> retired, int page, bool isSteward, Func<Guid, string> nameOf)
    {
        var rows = Paging.Of(states, page).Select(s => ImmutableArray.Create<Line>(
            s.Assessment.Unit.Key,
            s.Assessment.Unit.Name,
            $"{s.Assessment.Level}",
            s.Assessment.Target is { } target ? $"{target.Level}" : "none",
            InWords.Status(s.Assessment.Status),
            Harm(s.Assessment.Unit.Harm),
            s.Assessment.Unit.Owners.IsEmpty ? "the stewards" : string.Join(", ", s.Assessment.Unit.Owners.Select(nameOf)))).ToImmutableArray();
        var card = Card.Say("Units", new Part.Table(["Key", "Unit", "Level", "Target", "Status", "Harm", "Owner"], rows));
        card = Paging.Turn(card, "units", page, Paging.Pages(states.Length));
        var order = OrderOfMoves.Of(states.Select(s => s.Assessment));
        if (!order.IsEmpty)
            card = card.With(
                new Part.Heading("Recommended order of moves"),
                Part.Says("What does little harm if it goes wrong comes first, then what is most proved."),
                new Part.Bullets([.. order.Take(10).Select(m => m.Why.Line(nameOf))]));
        if (!retired.IsEmpty)
            card = card.With(RetirementView.Listed(retired));
        return isSteward ? card.With(Part.Offers(new Button("Add a unit", "units add"), new Button("Import a list", "import"))) : card;
    }

    public static Form AddForm(IReadOnlyCollection<TemplateChoice> builtIn, ImmutableArray<Unit> existing) => new(
        "A new unit",
        "units add",
        "A part of the organisation that can be decentralized on its own. It starts at 0.",
        [
            new("name", "Name", FieldKind.Text, Required: true, MaxLength: 80),
            new("basis", "Begin with", FieldKind.Choice, Required: true, Initial: "scratch", Options:
            [
                new("scratch", "Five stages without criteria"),
                .. builtIn.Select(t => new FormOption(t.Key, $"The built-in {t.Name}")),
                .. existing.Take(80).Select(u => new FormOption($"copy {u.Key}", $"A copy of {u.Name}")),
            ]),
            new("harm", "Harm if a move goes wrong", FieldKind.Choice, Hint: "Empty: as in what it begins with.", Options: Harms),
            new("owners", "Who answers for it", FieldKind.People, Hint: "Names separated by commas. Left empty, the stewards answer for it."),
            Why,
        ],
        "Add");

    public static Form EditForm(Unit unit) => new(
        unit.Name,
        $"units edit {unit.Key}",
        $"Its key for typing stays {unit.Key}.",
        [
            new("name", "Name", FieldKind.Text, Required: true, Initial: unit.Name, MaxLength: 80),
            new("harm", "Harm if a move goes wrong", FieldKind.Choice, Required: true, Initial: $"{unit.Harm}", Options: Harms),
            new("rationale", "Why", FieldKind.LongText, Required: true, MaxLength: DecisionTexts.Longest),
        ],
        "Change");

    public static Form ImportForm() => new(
        "Import units",
        "import",
        "One line for each unit. All lines are right, or nothing is imported.",
        [
            new("list", "The list as CSV", FieldKind.LongText, Required: true, MaxLength: 20_000, Hint: "The first line names the columns: name, harm, owners, template, target, by. Only name is needed; several owners are joined by +."),
            Why,
        ],
        "Import");

    private static readonly FormField Why = new("rationale", "Why", FieldKind.LongText, Hint: "The log keeps that it came, with your reason if you give one.", MaxLength: DecisionTexts.Longest);

    /// <summary>What the log says of units that came.</summary>
    public static string Came(ImmutableArray<Unit> units) => units.Length == 1
        ? $"{units[0].Name} is a new unit"
        : $"{units.Length} units came: {string.Join(", ", units.Select(u => u.Name))}";

    /// <param name="asked">The name of a check-in that could ask about them; null when there is none.</param>
    /// <param name="number">Of the decision that holds them.</param>
    public static Card Added(ImmutableArray<Unit> units, string? asked, long number)
    {
        var card = Card.Say(
            units.Length == 1 ? $"{units[0].Name} is a unit now" : $"{units.Length} units were added",
            new Part.Bullets([.. units.Take(20).Select(u => (Line)$"{u.Key}: {u.Name}, {u.Stages.Length} stages, harm {Harm(u.Harm)}")]));
        card = card.With(Part.Says($"Decision {number} stands in the log."), Part.Says(asked is null
            ? "No check-in asks about anything yet: say checkin create."
            : "No check-in asks about it yet: say checkin edit, and add it."));
        var first = units[0].Key;
        return card.With(Part.Offers(new Button("Criteria", $"criteria {first}", ButtonStyle.Primary), new Button("Set a target", $"target {first}"), new Button("Units", "units")));
    }

    public static string Changed(Unit before, Unit after) => string.Join("; ", new[]
    {
        before.Name == after.Name ? "" : $"{before.Name} is called {after.Name} now",
        before.Harm == after.Harm ? "" : $"harm {Harm(after.Harm)} instead of {Harm(before.Harm)}",
    }.Where(s => s.Length > 0));

    private static readonly ImmutableArray<FormOption> Harms = [new("Low", "Low: easily mended"), new("Medium", "Medium: costs weeks"), new("High", "High: may not be mended")];

    private static string Harm(Harm harm) => harm.ToString().ToLowerInvariant();
}
