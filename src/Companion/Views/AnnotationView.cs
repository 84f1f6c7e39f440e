using Companion.Core.Decisions;
using Companion.Core.Units;
using Companion.Messages;

namespace Companion.Views;

/// <summary>What is written beside decisions: triggers, expectations, successors.</summary>
internal static class AnnotationView
{
    public static Form TriggerForm(Unit unit, string? trigger) => new(
        $"Why a move of {unit.Name} is considered",
        $"trigger {unit.Key}",
        "When the move is decided, this is what it starts from.",
        [
            new("trigger", "What moves you", FieldKind.Choice, Required: true, Initial: trigger?.ToLowerInvariant(), Options: [new("chosen", "We choose it", "For its value in the long run."), new("pushed", "We are pushed", "Something forces the move.")]),
            new("rationale", "How so", FieldKind.LongText, Required: true, Hint: "Too much content to curate, for instance.", MaxLength: DecisionTexts.Longest),
        ],
        "Keep");

    public static Form ExpectForm(Decision decision) => new(
        $"What decision {decision.Number} should bring",
        $"expect {decision.Number}",
        $"{DecisionView.What(decision)}. Its review holds this against what happened.",
        [
            new("effect", "Expected effect", FieldKind.Text, Required: true, Hint: "What will you see if it works?", MaxLength: DecisionTexts.Longest),
            new("cost", "Expected cost", FieldKind.Text, MaxLength: DecisionTexts.Longest),
        ],
        "Keep");

    /// <summary>How a decision with an effect is undone: by its contrary; null for one that only says something.</summary>
    public static string? HowToUndo(Decision d, Unit? unit) => d.Kind switch
    {
        DecisionKind.Advance => $"decide {unit?.Key} step-back {d.Details.From}",
        DecisionKind.StepBack => $"decide {unit?.Key} advance, when it is ready",
        DecisionKind.SetTarget => $"target {unit?.Key}",
        DecisionKind.WaiveGate => "waive end",
        DecisionKind.SetDependency => $"depends {unit?.Key}",
        DecisionKind.ChangeCriterion or DecisionKind.DeclareApplicability => $"criteria {unit?.Key ?? "gate"}",
        DecisionKind.ChangeStages => $"stages {unit?.Key}",
        DecisionKind.ChangeUnit when unit is not null && d.Details.Says == RetirementView.SaysRetired => $"units restore {unit.Key}",
        DecisionKind.ChangeUnit when unit is not null && d.Details.Says == RetirementView.SaysBack => $"units retire {unit.Key}",
        DecisionKind.ChangeUnit when unit is { RetiredAt: not null } => $"units restore {unit.Key}, then units edit {unit.Key}",
        DecisionKind.ChangeUnit => unit is null ? "units" : $"units edit {unit.Key}, or units retire {unit.Key}",
        DecisionKind.ChangeOwners => $"owners {unit?.Key}",
        DecisionKind.ChangeStewards => "stewards",
        _ => null,
    };
}
