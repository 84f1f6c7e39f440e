using System.Collections.Immutable;
using Companion.Core.CheckIns;
using Companion.Core.Decisions;
using Companion.Core.Members;
using Companion.Core.Units;
using Companion.Messages;

namespace Companion.Views;

/// <summary>Setup: the form, and what was set up.</summary>
internal static class SetUpView
{
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
        fields.Add(new("owners", "Who answers for it", FieldKind.Text, Hint: "Names from above, separated by commas. Left empty, the stewards answer for it."));
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
            new Part.Field("First round", checkIn.NextAt is { } at ? Line.Of(Wording.Minute(at)) : "never: the cadence has no date left"));
        return card.With(Part.Offers(
            new Button("Ask now", $"checkin now {checkIn.Name}", ButtonStyle.Primary),
            new Button("Status", "status"),
            new Button("One more unit", "setup")));
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
