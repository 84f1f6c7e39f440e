using System.Collections.Immutable;
using Companion.Core.CheckIns;
using Companion.Core.Decisions;
using Companion.Core.Members;
using Companion.Core.Readiness;
using Companion.Core.Units;
using Companion.Messages;

namespace Companion.Views;

/// <summary>Setup: the form, and what was set up.</summary>
internal static class SetUpView
{
    /// <summary>The three questions; a fourth only for somebody whose name is not known.</summary>
    public static Form StartForm(Organisation organisation, IReadOnlyCollection<TemplateChoice> templates, Member you)
    {
        FormField[] name = you.Name == "You" ? [new("you", "Your name", FieldKind.Text, Initial: you.Name, MaxLength: 80)] : [];
        return new(
            "Set up Companion",
            "setup",
            "Three questions. Where each part stands, who answers for it and where it should be can be said afterwards.",
            [
                .. name,
                new("organisation", "What is your organisation called?", FieldKind.Text, Required: true, Initial: organisation.IsSetUp ? organisation.Name : null, MaxLength: 80),
                new("units", "Which parts could be decentralized on their own?", FieldKind.Choices, Required: true, Initial: string.Join(',', templates.Select(t => t.Key)), Options: [.. templates.Select(t => new FormOption(t.Key, t.Name, string.Join(" · ", t.Stages.Select(s => $"{s.Position} {s.Title}"))))]),
                CheckInListView.Cadence() with { Label = "How often shall people be asked?", Initial = $"every month on the first Tuesday 10:00 {you.Zone}" },
            ],
            "Set up");
    }

    public static Card Started(string organisation, ImmutableArray<Unit> units, CheckIn checkIn) => Card.Say(
        $"{organisation} is set up",
        Part.Says($"{units.Length} {(units.Length == 1 ? "unit starts" : "units start")} at 0, centralized; the built-in criteria guard their stages. All of it can be changed."),
        new Part.Field("Check-in", checkIn.Cadence.ToString()!),
        new Part.Field("First round", Wording.Next(checkIn)),
        Part.Says(Line.Of(new Inline.Plain("Next: say who belongs to it with "), new Inline.Typed("members add Ben, Sam"), new Inline.Plain(", and where each unit stands:"))),
        Part.Offers([.. units.Take(5).Select(u => new Button(u.Name, $"setup {u.Key}"))]),
        Part.Offers(new Button("Ask now", $"checkin now {checkIn.Name}", ButtonStyle.Primary), new Button("What is left to say", "setup"), new Button("Status", "status")));

    /// <summary>Setup goes on where it was left.</summary>
    /// <param name="units">How they stand.</param>
    /// <param name="decided">Those that move by decisions by now.</param>
    /// <param name="isMoreBuiltIn">True while a built-in unit is not set up.</param>
    /// <param name="members">How many.</param>
    public static Card Left(ImmutableArray<Assessment> units, IReadOnlySet<Guid> decided, bool isMoreBuiltIn, int members)
    {
        var card = Card.Say("Setup: what is said and what is left", Part.Says(members == 1 ? "You are the only member so far. Say: members add Ben, Sam." : $"{members} members."));
        foreach (var a in units)
        {
            var left = new[] { a.Unit.Owners.IsEmpty ? "who answers for it" : "", a.Target is null ? "where it should be" : "" }.Where(l => l.Length > 0).ToList();
            card = card.With(new Part.Field(a.Unit.Name, $"level {a.Level}{(left.Count == 0 ? "; all said" : $"; left to say: {string.Join(" and ", left)}")}"));
        }

        return card.With(
            Part.Offers([.. units.Where(a => a.Unit.Owners.IsEmpty || a.Target is null).Take(5).Select(Say)]),
            Part.Offers([.. isMoreBuiltIn ? [new Button("One more built-in unit", "setup more")] : Array.Empty<Button>(), new Button("A unit of your own", "units add"), new Button("Check-ins", "checkin")]));

        Button Say(Assessment a) => !decided.Contains(a.Unit.Id) ? new(a.Unit.Name, $"setup {a.Unit.Key}")
            : a.Target is null ? new($"Target of {a.Unit.Name}", $"target {a.Unit.Key}")
            : new($"Owners of {a.Unit.Name}", $"owners {a.Unit.Key}");
    }

    public static Form DeclareForm(Assessment a, Func<Guid, string> nameOf) => new(
        $"Set up {a.Unit.Name}",
        $"setup {a.Unit.Key}",
        "Until the first decision about it, this can be said anew.",
        [
            new("owners", "Who answers for it", FieldKind.People, Initial: string.Join(", ", a.Unit.Owners.Select(nameOf)), Hint: "Names separated by commas. Left empty, the stewards answer for it."),
            new("level", "Where it stands today", FieldKind.Choice, Required: true, Initial: $"{a.Level}", Options: [new("0", "0 centralized"), .. a.Unit.Stages.Select(s => new FormOption($"{s.Position}", $"{s.Position} {s.Title}", s.Says))]),
            new("rationale", "Why there", FieldKind.Text, Hint: "Needed unless it starts at 0. The log keeps your reason.", MaxLength: DecisionTexts.Longest),
            new("target", "Where it should be", FieldKind.Choice, Required: true, Initial: a.Target is { } target ? $"{target.Level}" : "none", Options: [new("none", "No target"), .. a.Unit.Stages.Select(s => new FormOption($"{s.Position}", $"{s.Position} {s.Title}", s.Says))]),
            new("by", "By", FieldKind.Day, Initial: a.Target?.By?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), Hint: "Leave it empty if there is no date yet."),
        ],
        "Keep");

    public static Form Form(Organisation organisation, IReadOnlyCollection<TemplateChoice> templates, ImmutableArray<Member> members, string you)
    {
        var fields = ImmutableArray.CreateBuilder<FormField>();
        if (!organisation.IsSetUp)
        {
            fields.Add(new("you", "Your name", FieldKind.Text, Initial: you, MaxLength: 80));
            fields.Add(new("organisation", "Name of your organisation", FieldKind.Text, Required: true, MaxLength: 80));
            fields.Add(new("zone", "Time zone", FieldKind.Text, Required: true, Initial: organisation.Zone, Hint: "Such as Europe/Berlin, America/New_York or UTC."));
        }

        fields.Add(new("people", "People to add", FieldKind.LongText, Hint: Already(organisation, members)));
        fields.Add(new("unit", "Part of the organisation", FieldKind.Choice, Required: true, Options: [.. templates.Select(t => new FormOption(t.Key, t.Name, string.Join(" · ", t.Stages.Select(s => $"{s.Position} {s.Title}"))))]));
        fields.Add(new("owners", "Who answers for it", FieldKind.People, Hint: "Names from above, separated by commas. Left empty, the stewards answer for it."));
        fields.Add(new("level", "Where it stands today", FieldKind.Choice, Required: true, Hint: "0 is centralized, 100 is run by the community; the stages between are named above.", Initial: "0", Options: Positions(templates, new("0", templates.Count == 1 ? "0 centralized" : "0"))));
        fields.Add(new("rationale", "Why there", FieldKind.Text, Hint: "Needed unless it starts at 0. The log keeps your reason.", MaxLength: DecisionTexts.Longest));
        fields.Add(new("target", "Where it should be", FieldKind.Choice, Required: true, Initial: "none", Options: Positions(templates, new("none", "No target"))));
        fields.Add(new("by", "By", FieldKind.Day, Hint: "Leave it empty if there is no date yet."));
        if (!organisation.IsSetUp)
            fields.Add(CheckInListView.Cadence());
        return new(
            organisation.IsSetUp ? "Set up one more unit" : "Set up Companion",
            "setup",
            organisation.IsSetUp ? "One more part of the organisation." : "One part of the organisation to begin with; more can follow.",
            fields.ToImmutable(),
            "Set up");
    }

    private static string Already(Organisation organisation, ImmutableArray<Member> members) => organisation.IsSetUp
        ? $"Names separated by commas. Here already: {string.Join(", ", members.Take(10).Select(m => m.Name))}{(members.Length > 10 ? "…" : "")}."
        : "Names separated by commas. You can add more later.";

    public static Card Done(Unit unit, int level, Target? target, CheckIn checkIn)
    {
        var card = Card.Say(
            $"{unit.Name} is set up",
            new Part.Field("Level", $"{level} ({unit.TitleOf(level)})"),
            new Part.Field("Target", target is null ? "none yet" : $"{target.Level} ({unit.TitleOf(target.Level)}){(target.By is { } by ? $" by {Wording.Day(by)}" : "")}"),
            new Part.Field("Check-in", checkIn.Cadence.ToString()!),
            new Part.Field("First round", Wording.Next(checkIn)));
        return card.With(Part.Offers(
            new Button("Ask now", $"checkin now {checkIn.Name}", ButtonStyle.Primary),
            new Button("Status", "status"),
            new Button("One more unit", "setup more")));
    }

    /// <summary>All positions of the templates to choose from; titles only while there is one template, since they differ.</summary>
    private static ImmutableArray<FormOption> Positions(IReadOnlyCollection<TemplateChoice> templates, FormOption first)
    {
        var positions = templates.SelectMany(t => t.Stages).Select(s => s.Position).Distinct().Order();
        return [first, .. positions.Select(p => new FormOption($"{p}", templates.Count == 1 ? $"{p} {templates.First().Stages.FirstOrDefault(s => s.Position == p)?.Title}" : $"{p}"))];
    }
}

/// <summary>A template as the form offers it.</summary>
internal sealed record TemplateChoice(string Key, string Name, ImmutableArray<Stage> Stages);
