using System.Collections.Immutable;
using Companion.Core.Decisions;
using Companion.Core.Readiness;
using Companion.Core.Units;
using Companion.Messages;

namespace Companion.Views;

/// <summary>What a unit needs of others, and who needs it.</summary>
internal static class DependencyView
{
    public static Card List(Assessment a, ImmutableArray<Assessment> all, bool mayChange)
    {
        var needs = a.Dependencies.Select(d => (Line)$"From {d.Stage} on it needs {d.NeedsName} at {d.Level}; that is at {all.FirstOrDefault(o => o.Unit.Id == d.Needs)?.Level ?? 0}.").ToImmutableArray();
        var needed = all.SelectMany(o => o.Dependencies.Where(d => d.Needs == a.Unit.Id).Select(d => (Line)$"{o.Unit.Name} needs it at {d.Level} from {d.Stage} on.")).ToImmutableArray();
        var card = Card.Say($"What {a.Unit.Name} needs", needs.IsEmpty ? Part.Says("It needs no other unit.") : new Part.Bullets(needs));
        if (!needed.IsEmpty)
            card = card.With(new Part.Heading("Who needs it"), new Part.Bullets(needed));
        if (!mayChange || a.Unit.Stages.IsEmpty)
            return card;

        var top = a.Unit.Stages[^1].Position;
        return card.With(
            Part.Says(Line.Of(new Inline.Plain("To change that, say for instance "), new Inline.Typed($"depends {a.Unit.Key} {top} on {all.FirstOrDefault(o => o.Unit.Id != a.Unit.Id)?.Unit.Key ?? "another-unit"} 40"), new Inline.Plain("."))));
    }

    public static Form Form(Assessment a, ImmutableArray<Unit> others, string? stage, string? needs, string? level) => new(
        $"What {a.Unit.Name} needs",
        $"depends {a.Unit.Key}",
        "A unit that needs another is held back until that one is there.",
        [
            new("stage", "From which stage on", FieldKind.Choice, Required: true, Initial: stage, Options: [.. a.Unit.Stages.Select(s => new FormOption($"{s.Position}", $"{s.Position} {s.Title}"))]),
            new("needs", "Needs", FieldKind.Choice, Required: true, Initial: others.FirstOrDefault(o => string.Equals(o.Key, needs, StringComparison.OrdinalIgnoreCase))?.Key, Options: [.. others.Select(o => new FormOption(o.Key, o.Name))]),
            new("level", "At which level", FieldKind.Text, Required: true, Initial: level, Hint: "A stage of that unit, such as 40; none to need it no longer."),
            new("rationale", "Why", FieldKind.LongText, Required: true, MaxLength: DecisionTexts.Longest),
        ],
        "Decide");
}
