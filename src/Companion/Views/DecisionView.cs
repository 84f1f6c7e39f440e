using System.Collections.Immutable;
using System.Globalization;
using Companion.Core.Decisions;
using Companion.Core.Readiness;
using Companion.Core.Units;
using Companion.Messages;

namespace Companion.Views;

/// <summary>Decisions: what can be decided, the form, the entry, the list, the review.</summary>
internal static class DecisionView
{
    public static Card Choose(UnitState state)
    {
        var a = state.Assessment;
        var key = a.Unit.Key;
        var buttons = ImmutableArray.CreateBuilder<Button>();
        if (a.Status == Status.Ready)
            buttons.Add(new($"Advance to {a.Next!.Position}", $"decide {key} advance {a.Next.Position}", ButtonStyle.Primary));
        if (a.Episodes.Any(e => e is { Calls: true, Kind: EpisodeKind.Ready or EpisodeKind.Overextended }))
            buttons.Add(new("Hold", $"decide {key} hold"));
        if (a.Level > 0)
            buttons.Add(new("Step back", $"decide {key} step-back", ButtonStyle.Danger));
        buttons.Add(new("Set a target", $"target {key}"));
        buttons.Add(new("Why?", $"why {key}"));
        return Card.Say($"Decide about {a.Unit.Name}", StatusView.Meter(a), Part.Says(StatusView.OneLine(state, _ => "somebody")), WhoDecides(a.Level), new Part.Actions(buttons.ToImmutable()));
    }

    public static Form Form(DecisionKind kind, Assessment a, int? to, DateOnly today, ImmutableArray<Decision> precedents, Decision? considered)
    {
        var fields = ImmutableArray.CreateBuilder<FormField>();
        if (kind == DecisionKind.StepBack)
            fields.Add(new("to", "Back to", FieldKind.Choice, Required: true, Initial: $"{to ?? OneDown(a)}", Options: [.. Below(a)]));
        fields.Add(new("rationale", "Why", FieldKind.LongText, Required: true, Hint: "The log keeps your reason, and everybody in the organisation can read it.", MaxLength: DecisionTexts.Longest));
        if (kind != DecisionKind.Hold)
        {
            fields.Add(new("trigger", "What moves you", FieldKind.Choice, Initial: considered?.Details.Trigger?.ToString(), Hint: considered is null ? null : $"Decision {considered.Number} says: {Clip(considered.Texts.Rationale)}", Options: [new("Chosen", "We choose it", "For its value in the long run."), new("Pushed", "We are pushed", "Something forces the move.")]));
            fields.Add(new("effect", "Expected effect", FieldKind.Text, Hint: "What will you see if it works? The review holds it against what happened.", MaxLength: DecisionTexts.Longest));
            fields.Add(new("cost", "Expected cost", FieldKind.Text, MaxLength: DecisionTexts.Longest));
        }

        fields.Add(new("review", "Look again on", FieldKind.Day, Initial: Iso(today.AddDays(Deciding.HoldDays)), Hint: kind == DecisionKind.Hold ? "Until then it stays quiet, unless the supported level changes." : "You will be asked what became of it."));
        if (!precedents.IsEmpty)
            fields.Add(new("precedents", "Follows earlier decisions", FieldKind.Choices, Options: [.. precedents.Select(p => new FormOption($"{p.Number}", Short(p)))]));

        var (title, command) = kind switch
        {
            DecisionKind.Advance => ($"Advance {a.Unit.Name} to {a.Next!.Position}", $"decide {a.Unit.Key} advance {a.Next.Position}"),
            DecisionKind.Hold => ($"Hold {a.Unit.Name} at {a.Level}", $"decide {a.Unit.Key} hold"),
            DecisionKind.StepBack => ($"Step {a.Unit.Name} back", $"decide {a.Unit.Key} step-back"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return new(title, command, Intro(kind, a), fields.ToImmutable(), Submit(kind, a, to));
    }

    private static string Submit(DecisionKind kind, Assessment a, int? to) => kind switch
    {
        DecisionKind.Advance => $"Advance to {a.Next!.Position}",
        DecisionKind.Hold => $"Hold at {a.Level}",
        _ => to is { } back ? $"Step back to {back}" : "Step back",
    };

    public static int OneDown(Assessment a) => a.Unit.Stages.Select(s => s.Position).Where(p => p < a.Level).DefaultIfEmpty(0).Max();

    /// <summary>The entry for the person who decided.</summary>
    public static Card Decided(Decision decision, Unit? unit, Func<Guid, string> nameOf) =>
        Entry(Titled(decision, unit), decision, unit, isNamed: true, nameOf).With(
            Part.Says($"Decision {decision.Number} stands in the log."),
            Part.Offers(new Button("Status", unit is { RetiredAt: null } ? $"status {unit.Key}" : "status"), new Button("The log", "decisions")));

    /// <summary>The entry for the channel.</summary>
    public static Card Announced(Decision decision, Unit? unit, Func<Guid, string> nameOf) =>
        Entry(Titled(decision, unit), decision, unit, isNamed: true, nameOf).With(Part.Offers(
        [
            .. unit is { RetiredAt: not null } ? Array.Empty<Button>() : [new Button("Why?", unit is null ? "why gate" : $"why {unit.Key}")],
            new Button($"Decision {decision.Number}", $"decisions {decision.Number}"),
        ]));

    private static string Titled(Decision decision, Unit? unit) => unit is null ? Capital(What(decision)) : $"{unit.Name}: {What(decision)}";

    private static string Capital(string words) => words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];

    /// <summary>One entry with everything that is known of it.</summary>
    /// <param name="successors">Later moves of the same unit.</param>
    /// <param name="supersededBy">The decision that took its place; null while it holds.</param>
    public static Card Full(Decision decision, Unit? unit, IReadOnlyCollection<Decision> successors, Decision? review, long? supersededBy, string hash, Func<Guid, string> nameOf)
    {
        var card = Entry($"Decision {decision.Number}: {What(decision)}", decision, unit, isNamed: false, nameOf);
        // What no longer holds is not looked at again.
        if (supersededBy is { } number)
            card = card with { Parts = [new Part.Field("No longer holds", $"decision {number} took its place"), .. card.Parts.Where(p => p is not Part.Field { Label: ReviewLabel })] };
        if (!decision.Details.Evidence.IsEmpty)
            card = card.With(new Part.Fold("Evidence at that moment", [new Part.Bullets([.. decision.Details.Evidence.Select(e => (Line)$"{e.Key}: {e.Value}")])]));
        foreach (var successor in successors)
            card = card.With(new Part.Field("Followed by", Line.Of(new Inline.Plain($"decision {successor.Number}, {What(successor)}, "), Wording.Day(successor.At))));
        if (review is not null)
            card = card.With(new Part.Field("Reviewed", $"decision {review.Number}: {ErrorWords(review.Details.Error)}"));
        return card.With(new Part.Field("Hash", Line.Of(new Inline.Typed(hash[..16]))));
    }

    public static Card List(ImmutableArray<Decision> page, IReadOnlyDictionary<Guid, string> unitNames, int number, int pages, long count, string? unit, Func<Guid, string> nameOf)
    {
        if (page.IsEmpty)
            return Card.Say("The decision log", Part.Says(number > 1 ? "There is no such page." : "No decision has been logged yet. Setup logs the first one when a unit does not start at 0."));

        var rows = page.Select(d => ImmutableArray.Create<Line>(
            $"{d.Number}",
            Line.Of(Wording.Day(d.At)),
            d.UnitId is { } id && unitNames.TryGetValue(id, out var name) ? name : "",
            What(d),
            Line.Of(new Inline.Person(d.DecidedBy, nameOf(d.DecidedBy))),
            Clip(d.Texts.Rationale)));
        var card = Card.Say("The decision log", new Part.Table(["No.", "When", "Unit", "What", "Who", "Why"], [.. rows]));
        var prefix = unit is null ? "decisions" : $"decisions {unit}";
        var turn = ImmutableArray.CreateBuilder<Button>();
        if (number > 1)
            turn.Add(new("Newer", $"{prefix} page {number - 1}"));
        if (number < pages)
            turn.Add(new("Older", $"{prefix} page {number + 1}"));
        var where = pages > 1 ? $"Page {number} of {pages}, " : "";
        card = card.With(Part.Says(Line.Of(
            new Inline.Plain($"{where}{count} {(count == 1 ? "decision" : "decisions")}. To read one in full, say "), new Inline.Typed($"decisions {page[0].Number}"), new Inline.Plain("."))));
        return turn.Count == 0 ? card : card.With(new Part.Actions(turn.ToImmutable()));
    }

    private const string ReviewLabel = "Review";

    public static string ReviewSubject(long number) => $"review {number}";

    /// <summary>Asks for what became of a decision.</summary>
    public static Card AskReview(Decision decision, Unit? unit, IReadOnlyCollection<Decision> successors, Func<Guid, string> nameOf)
    {
        var card = Entry($"Review: what became of decision {decision.Number}?", decision, unit, isNamed: false, nameOf);
        foreach (var successor in successors)
            card = card.With(new Part.Field("Meanwhile", Line.Of(new Inline.Plain($"decision {successor.Number}, {What(successor)}, "), Wording.Day(successor.At))));
        return card.With(Part.Offers(new Button("Say what happened", $"review {decision.Number}", ButtonStyle.Primary)));
    }

    public static Form ReviewForm(Decision decision) => new(
        $"Review of decision {decision.Number}",
        $"review {decision.Number}",
        $"Expected effect: {decision.Texts.Effect ?? "nothing was written down"}. Expected cost: {decision.Texts.Cost ?? "nothing was written down"}.",
        [
            new("effect", "What happened", FieldKind.LongText, Required: true, MaxLength: DecisionTexts.Longest),
            new("cost", "What it cost", FieldKind.Text, MaxLength: DecisionTexts.Longest),
            new("error", "The prediction was", FieldKind.Choice, Required: true, Options: [.. Enum.GetValues<PredictionError>().Select(e => new FormOption($"{e}", ErrorWords(e)))]),
        ],
        "Keep the review");

    public static Card Reviewed(Decision review, Decision reviewed, Unit? unit) => Card.Say(
        unit is null ? $"Review of decision {reviewed.Number}" : $"Review of decision {reviewed.Number} ({unit.Name})",
        new Part.Field("Expected effect", reviewed.Texts.Effect ?? "not written down"),
        new Part.Field("What happened", review.Texts.Effect ?? ""),
        new Part.Field("Expected cost", reviewed.Texts.Cost ?? "not written down"),
        new Part.Field("What it cost", review.Texts.Cost ?? "not said"),
        new Part.Field("Prediction", ErrorWords(review.Details.Error)),
        Part.Says($"Kept in the log as decision {review.Number}."));

    public static string ErrorWords(PredictionError? error) => error switch
    {
        PredictionError.None => "as expected",
        PredictionError.Small => "a little off",
        PredictionError.Large => "far off",
        PredictionError.Opposite => "the other way round",
        null => "not rated",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>What was decided, in a few words.</summary>
    public static string What(Decision d) => d.Kind switch
    {
        DecisionKind.Declare => $"declared at {d.Details.To}",
        DecisionKind.Advance => $"advanced from {d.Details.From} to {d.Details.To}",
        DecisionKind.Hold => $"held at {d.Details.To}",
        DecisionKind.StepBack => $"stepped back from {d.Details.From} to {d.Details.To}",
        DecisionKind.SetTarget when d.Details.Target is { } target => $"target {target.Level}{(target.By is { } by ? $" by {Wording.Day(by)}" : "")}",
        DecisionKind.SetTarget => "target dropped",
        DecisionKind.Review => $"review of decision {d.Details.Reviews}: {ErrorWords(d.Details.Error)}",
        DecisionKind.ChangeOwners => "owners changed",
        DecisionKind.ChangeStewards => "stewards changed",
        DecisionKind.Consider => d.Details.Trigger == Trigger.Pushed ? "a move is considered: pushed" : "a move is considered: chosen",
        DecisionKind.Expect => $"what decision {d.Details.About} is expected to bring",
        DecisionKind.Supersede => $"decision {d.Details.Supersedes} no longer holds",
        DecisionKind.Record => d.Texts.What is { } what ? Clip(what) : "a decision whose words were erased",
        DecisionKind.Forget => "a member's name and texts were erased",
        DecisionKind.WaiveGate or DecisionKind.SetDependency or DecisionKind.ChangeCriterion or DecisionKind.DeclareApplicability
            or DecisionKind.ChangeStages or DecisionKind.ChangeUnit => d.Details.Says ?? "changed",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The rule that will apply at this level.</summary>
    public static Part WhoDecides(int level) => Deciding.RuleAt(level) == DecisionRule.OwnerDecides
        ? Part.Says("The owner decides.")
        : Part.Says($"At level {level} the rule will be {Wording.Rule(Deciding.RuleAt(level))}; until that is built the owner decides.");

    private static Card Entry(string title, Decision d, Unit? unit, bool isNamed, Func<Guid, string> nameOf)
    {
        var parts = ImmutableArray.CreateBuilder<Part>();
        if (unit is not null && !isNamed)
            parts.Add(new Part.Field("Unit", unit.Name));
        if (d.Kind is DecisionKind.Advance or DecisionKind.StepBack && unit?.Stages.FirstOrDefault(s => s.Position == d.Details.To) is { } stage)
            parts.Add(new Part.Field("From now on", $"{stage.Position}, {stage.Title}. {stage.Says}"));
        // The title clips a long one.
        if (d.Texts.What is { Length: > 80 } what)
            parts.Add(new Part.Field("Decided", what));
        parts.Add(new Part.Field("Decided by", Line.Of(new Inline.Person(d.DecidedBy, nameOf(d.DecidedBy)), new Inline.Plain(", "), Wording.Minute(d.At), new Inline.Plain($" (rule: {Wording.Rule(d.Rule)})"))));
        parts.Add(new Part.Field("Why", d.Texts.Rationale ?? "not said, or erased"));
        if (d.Kind is DecisionKind.ChangeOwners or DecisionKind.ChangeStewards)
        {
            parts.Add(new Part.Field("Before", People(d.Details.Before, nameOf)));
            parts.Add(new Part.Field("From now on", People(d.Details.After, nameOf)));
        }

        if (d.Details.Supersedes is { } superseded && d.Kind != DecisionKind.Supersede)
            parts.Add(new Part.Field("Takes the place of", $"decision {superseded}"));
        if (d.Details.Trigger is { } trigger)
            parts.Add(new Part.Field("Trigger", trigger == Trigger.Pushed ? "pushed" : "chosen"));
        if (d.Texts.Source is { } source)
            parts.Add(new Part.Field("Source", Line.Of(new Inline.Link(source, source))));
        if (d.Texts.Effect is { } effect)
            parts.Add(new Part.Field(d.Kind == DecisionKind.Review ? "What happened" : "Expected effect", effect));
        if (d.Texts.Cost is { } cost)
            parts.Add(new Part.Field(d.Kind == DecisionKind.Review ? "What it cost" : "Expected cost", cost));
        if (d.Details.ReviewOn is { } review)
            parts.Add(new Part.Field(ReviewLabel, Wording.Day(review)));
        if (!d.Details.Precedents.IsDefaultOrEmpty)
            parts.Add(new Part.Field("Follows", string.Join(", ", d.Details.Precedents.Select(p => $"decision {p}"))));
        return new(title, parts.ToImmutable());
    }

    private static Line People(ImmutableArray<Guid> people, Func<Guid, string> nameOf)
    {
        if (people.IsDefaultOrEmpty)
            return "nobody: the stewards answer for it";

        var line = Line.Empty;
        foreach (var (place, person) in people.Index())
            line = (place > 0 ? line.Then(", ") : line).Then(new Inline.Person(person, nameOf(person)));
        return line;
    }

    private static Line Intro(DecisionKind kind, Assessment a) => kind switch
    {
        DecisionKind.Advance => $"At {a.Next!.Position}, {a.Next.Title}: {a.Next.Says} After the move the slider settles for 30 days.",
        DecisionKind.Hold => "You stay where you are, on purpose.",
        DecisionKind.StepBack => $"At once, without waiting. The evidence supports {a.Supported}.",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static IEnumerable<FormOption> Below(Assessment a) =>
        a.Unit.Stages.Select(s => s.Position).Prepend(0).Where(p => p < a.Level).Select(p => new FormOption($"{p}", $"{p} {a.Unit.TitleOf(p)}"));

    private static string Short(Decision d) => $"{d.Number}: {What(d)}{(d.Texts.Rationale is { } why ? $", \"{Clip(why)}\"" : "")}";

    private static string Clip(string? text) => text is null ? "" : text.Length <= 80 ? text : $"{text[..80].TrimEnd()}…";

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
