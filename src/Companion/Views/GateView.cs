using System.Globalization;
using Companion.Core.CheckIns;
using Companion.Core.Decisions;
using Companion.Core.Readiness;
using Companion.Messages;

namespace Companion.Views;

/// <summary>The stability gate: its criteria, its waiver.</summary>
internal static class GateView
{
    public static Card Show(Assessment a, bool isSteward, Func<Guid, string> nameOf)
    {
        var reason = Explanation.OfGate(a);
        var card = Card.Say("The stability gate", Part.Says(reason.Says.Line(nameOf))).With([.. reason.Parts(nameOf)]);
        if (a.Gate != GateState.Holds && a.GateWaivedUntil is null)
            card = card.With(Part.Says("While it does not hold, no unit is called to move up. Nobody is told to step back for it."));
        var report = new Button("Report evidence", $"evidence {Questionnaire.GateKey}");
        return card.With(!isSteward ? Part.Offers(report)
            : a.GateWaivedUntil is not null ? Part.Offers(report, new Button("Criteria", "criteria gate"), new Button("End the waiver", "waive end", ButtonStyle.Danger))
            : Part.Offers(report, new Button("Criteria", "criteria gate"), new Button("Waive it", "waive")));
    }

    public static Form Form(DateOnly today, string? until) => new(
        string.Equals(until, "end", StringComparison.OrdinalIgnoreCase) ? "End the waiver of the gate" : "Waive the stability gate",
        "waive",
        "While it is waived, units can be called ready though the organisation is not stable. The log shows who waived it and why.",
        [
            new("until", "Until", FieldKind.Text, Required: true, Initial: until ?? today.AddDays(30).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Hint: $"A day as 2026-05-01, a number of days as 30 days (at most {Deciding.LongestWaiverDays}), or end."),
            new("rationale", "Why", FieldKind.LongText, Required: true, MaxLength: DecisionTexts.Longest),
        ],
        "Decide");
}
