using System.Globalization;
using Companion.Core.Decisions;
using Companion.Core.Readiness;
using Companion.Core.Units;
using Companion.Messages;

namespace Companion.Views;

/// <summary>The named positions of a slider.</summary>
internal static class StagesView
{
    public static Card List(Assessment a, bool mayEdit)
    {
        var unit = a.Unit;
        var rows = unit.Stages.Select(s => System.Collections.Immutable.ImmutableArray.Create<Line>($"{s.Position}", s.Title, s.Says, Guards(a, s))).ToList();
        var card = Card.Say(
            $"Stages of {unit.Name}",
            StatusView.Meter(a),
            new Part.Table(["Stage", "Title", "What changes for people", "Guarded by"], [.. rows]),
            Part.Offers(new Button("Criteria", $"criteria {unit.Key}"), new Button("What it needs", $"depends {unit.Key}")));
        return mayEdit
            ? card.With(
                Part.Says(Line.Of(new Inline.Plain("To change one, say "), new Inline.Typed($"stages {unit.Key} edit {unit.Stages.FirstOrDefault()?.Position}"), new Inline.Plain("; there is also add, remove, free and guard."))),
                Part.Offers(new Button("Add a stage", $"stages {unit.Key} add")))
            : card;
    }

    public static Form Form(Unit unit, Stage? before)
    {
        FormField[] position = before is null ? [new("position", "Position, 1 to 100", FieldKind.Number, Required: true)] : [];
        return new(
            before is null ? $"A new stage of {unit.Name}" : $"Stage {before.Position} of {unit.Name}",
            before is null ? $"stages {unit.Key} add" : $"stages {unit.Key} edit {before.Position.ToString(CultureInfo.InvariantCulture)}",
            "A stage is a position on the slider with a name.",
            [
                .. position,
                new("title", "Title", FieldKind.Text, Required: true, Initial: before?.Title, Hint: "contributions invited", MaxLength: 60),
                new("says", "What changes for people there", FieldKind.Text, Required: true, Initial: before?.Says, Hint: "The community recommends, the team decides.", MaxLength: 300),
                new("rationale", "Why", FieldKind.LongText, Required: true, MaxLength: DecisionTexts.Longest),
            ],
            before is null ? "Add" : "Change");
    }

    private static string Guards(Assessment a, Stage stage)
    {
        var guards = a.GuardsOf(stage.Position).ToList();
        return guards.Count > 0 ? $"{guards.Count(g => g.Holds)} of {guards.Count} hold"
            : a.FreedStages.Contains(stage.Position) ? "needs none"
            : "nothing, so it cannot be proved";
    }
}
