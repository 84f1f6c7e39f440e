using System.Globalization;
using Companion.Core.Decisions;
using Companion.Core.Readiness;
using Companion.Messages;

namespace Companion.Views;

internal static class TargetView
{
    public static Form Form(Assessment a, string? level, string? by) => new(
        $"Target of {a.Unit.Name}",
        $"target {a.Unit.Key}",
        StatusView.Caption(a),
        [
            new("target", "Where it should be", FieldKind.Choice, Required: true, Initial: level ?? $"{a.Target?.Level ?? a.Unit.NextAbove(a.Level)?.Position ?? 100}", Options:
                [.. a.Unit.Stages.Select(s => new FormOption($"{s.Position}", $"{s.Position} {s.Title}")), new("none", "No target")]),
            new("by", "By", FieldKind.Day, Initial: by ?? a.Target?.By?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Hint: "The last day on which it is not late. Leave it empty for no date."),
            new("rationale", "Why", FieldKind.LongText, Required: true, MaxLength: DecisionTexts.Longest),
        ],
        "Set the target");
}
