using System.Collections.Immutable;
using Companion.Messages;

namespace Companion.Tests.Platforms.WebChat;

/// <summary>Cards and forms that together use every part, every inline and every kind of field.</summary>
internal static class Samples
{
    public static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private static readonly DateTimeOffset Friday = new(2026, 2, 20, 9, 0, 0, TimeSpan.Zero);
    private static readonly Inline.Person Ana = new(Guid.Parse("0196f3a0-0000-7000-8000-000000000001"), "Ana Müller");

    public static Card Status { get; } = Card.Say(
        "External contributors is ready for 40",
        Part.Says(Line.Of(new Inline.Strong("Ready"), new Inline.Plain(" since "), new Inline.Moment(Friday, MomentStyle.Day))
            .Then(": all three criteria of the next stage have held for 14 days.")),
        new Part.Meter("External contributors", 20, 40, 60, [0, 20, 40, 60, 80, 100], "Level 20 · supported 40 · target 60 by 30 June 2026"),
        new Part.Field("Owner", Line.Of(Ana)),
        new Part.Field("Next check-in", Line.Of(new Inline.Moment(Friday.AddDays(11), MomentStyle.Minute))),
        Part.Offers(
            new Button("Advance to 40", "decide contributors advance", ButtonStyle.Primary),
            new Button("Hold", "decide contributors hold"),
            new Button("Step back", "decide contributors back", ButtonStyle.Danger)),
        new Part.Divider(),
        Part.Says(Line.Of(new Inline.Plain("Type "), new Inline.Typed("why contributors"), new Inline.Plain(" for the reasons, or read "))
            .Then(new Inline.Link("https://example.org/guide?a=1&b=2", "the guide"))
            .Then(".")));

    public static Card Reasons { get; } = Card.Say(
        "Why External contributors is ready",
        new Part.Heading("What guards 40"),
        new Part.Table(
            ["Criterion", "State", "Last seen"],
            [
                ["First response within 2 days", Line.Of(new Inline.Strong("met")), Line.Of(new Inline.Moment(Friday, MomentStyle.Day))],
                ["Contributors know whom to ask 👋", Line.Of(new Inline.Strong("met")), "3 of 4 answered"],
            ]),
        new Part.Bullets(
            ["Supported has been 40 for 16 days; 14 are asked.", Line.Of(new Inline.Plain("The gate holds; checked by "), Ana, new Inline.Plain("."))]),
        new Part.Fold(
            "2 more criteria",
            [Part.Says("Nobody waits longer than a week: met."), new Part.Bullets(["Reported by שרה", "Запись от 20 февраля"])]));

    public static Card Ends { get; } = Card.Say(
        "Two ends",
        new Part.Meter("Finance", 0, 0, null, [0, 100], "Level 0 · supported 0 · no target"),
        new Part.Meter("Core team", 100, 100, 100, [0, 50, 100], "Level 100 · supported 100 · target 100"));

    public static Form Answer { get; } = new(
        "Check-in: External contributors",
        "answer 12",
        Line.Of(new Inline.Plain("Open until "), new Inline.Moment(Friday, MomentStyle.Minute), new Inline.Plain(". It takes 20 seconds.")),
        [
            new(
                "first-response",
                "How many hours until a first response?",
                FieldKind.Number,
                Required: true,
                Hint: "The median of the last two weeks; \"I don't know\" is an answer.",
                Initial: "36",
                MaxLength: 12),
            new("know", "Do you know whom to ask?", FieldKind.Choice, Required: true, Initial: "4", Options: Scale),
            new("helped", "What helped?", FieldKind.Choices, Hint: "Any number.", Initial: "docs,people", Options: Helpers),
            new("link", "Where can one see it?", FieldKind.Text, Hint: "A link, if there is one."),
            new("note", "Anything else?", FieldKind.LongText, Initial: "Two lines\nof text", MaxLength: 2000),
            new("seen", "When did you last look?", FieldKind.Day, Initial: "2026-02-19"),
        ],
        "Send answers");

    public static Form Pick { get; } = new(
        "Choose",
        "checkin create",
        Line.Empty,
        [
            new("hour", "At what hour?", FieldKind.Choice, Required: true, Options: Hours),
            new("unit", "Which unit?", FieldKind.Choice, Options: [new("finance", "Finance"), new("tech-stack", "Technology stack")]),
        ],
        "Create");

    public static Reply Errors { get; } = new Reply.FieldErrors(ImmutableSortedDictionary<string, string>.Empty
        .Add("first-response", "60 hours a day is more than there are.")
        .Add("know", "Choose one."));

    private static ImmutableArray<FormOption> Scale =>
        [new("1", "Not at all"), new("2", "Rarely"), new("3", "Often"), new("4", "Always"), new("unknown", "I don't know")];

    private static ImmutableArray<FormOption> Helpers => [new("docs", "Documentation"), new("people", "People"), new("luck", "Luck")];

    private static ImmutableArray<FormOption> Hours => [.. Enumerable.Range(8, 9).Select(hour => new FormOption($"{hour}", $"{hour}:00"))];
}
