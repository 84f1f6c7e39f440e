using System.Collections.Immutable;
using Companion.Core.Decisions;
using Companion.Core.Units;
using Companion.Messages;

namespace Companion.Views;

/// <summary>The form for a decision that was made in a conversation.</summary>
internal static class LogDecisionView
{
    /// <summary>The choice for what concerns no single unit.</summary>
    public const string Whole = "-";

    public static Form Form(ImmutableArray<Unit> units, string text, string? source, Func<Unit, bool> isMine) => new(
        "Log a decision",
        "log",
        "It stands in the log for good, and everybody in the organisation can read it.",
        [
            new("what", "What was decided", FieldKind.LongText, Required: true, Initial: text.Length == 0 ? null : text, MaxLength: DecisionTexts.Longest),
            new("unit", "About", FieldKind.Choice, Required: true, Initial: units.FirstOrDefault(isMine)?.Key ?? Whole, Options: [.. units.Select(u => new FormOption(u.Key, u.Name)), new(Whole, "The whole organisation")]),
            new("rationale", "Why", FieldKind.LongText, Required: true, MaxLength: DecisionTexts.Longest),
            new("effect", "Expected effect", FieldKind.Text, MaxLength: DecisionTexts.Longest),
            new("source", "Where it was said", FieldKind.Text, Initial: source, Hint: "A link, kept as evidence.", MaxLength: 1000),
            new("review", "Look again on", FieldKind.Day, Hint: "Leave it empty for no review date."),
        ],
        "Log it");
}
