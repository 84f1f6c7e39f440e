using System.Globalization;
using Companion.Core.Units;
using Companion.Messages;

namespace Companion.Views;

internal static class SnoozeView
{
    public static Form Form(Unit unit, DateOnly today) => new(
        $"Put {unit.Name} off",
        $"snooze {unit.Key}",
        "Only for you: you hear of it again on that day. To stay where you are on purpose, decide to hold.",
        [
            new("until", "Until", FieldKind.Day, Required: true, Initial: today.AddDays(7).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Hint: "At most 30 days."),
            new("reason", "Why", FieldKind.Text, Required: true, MaxLength: EvidenceView.LongestNote),
        ],
        "Put off");

    public static Card Snoozed(Unit unit, DateTimeOffset until) => Card.Say(
        $"{unit.Name}: put off",
        Part.Says(Line.Of(new Inline.Plain("You hear of it again on "), Wording.Minute(until), new Inline.Plain("."))),
        Part.Offers(new Button("Decide now", $"decide {unit.Key}")));
}
