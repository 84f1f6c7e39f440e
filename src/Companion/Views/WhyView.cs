using Companion.Core.CheckIns;
using Companion.Core.Readiness;
using Companion.Messages;

namespace Companion.Views;

/// <summary>The chain of reasons behind a status, a number, a criterion or the gate.</summary>
internal static class WhyView
{
    private const int MostPlaces = 5;

    public static Card Status(UnitState unit, Func<Guid, string> nameOf)
    {
        var a = unit.Assessment;
        var reason = Explanation.OfStatus(a, Rules.Default, unit.Foreseen);
        return new Card($"Why {a.Unit.Name} is {InWords.Status(a.Status)}", [Part.Says(reason.Says.Line(nameOf)), .. reason.Short(nameOf), .. Places(a.Readings.Where(r => !r.Holds))])
            .With(
                new Part.Fold($"Why the evidence supports {a.Supported}", [.. Explanation.OfSupported(a).Parts(nameOf)]),
                new Part.Fold("The stability gate", [Part.Says(Explanation.OfGate(a).Says.Line(nameOf)), .. Explanation.OfGate(a).Parts(nameOf)]),
                Part.Offers(new Button("Report evidence", $"evidence {a.Unit.Key}"), new Button("Decide", $"decide {a.Unit.Key}"), new Button("Decisions", $"decisions {a.Unit.Key}")));
    }

    public static Card Supported(Assessment a, Func<Guid, string> nameOf)
    {
        var reason = Explanation.OfSupported(a);
        return new($"Why {a.Unit.Name} is supported at {a.Supported}", [Part.Says(reason.Says.Line(nameOf)), .. reason.Parts(nameOf)]);
    }

    public static Card Gate(Assessment a, Func<Guid, string> nameOf)
    {
        var reason = Explanation.OfGate(a);
        return new("The stability gate", [Part.Says(reason.Says.Line(nameOf)), .. reason.Parts(nameOf), Part.Offers(new Button("Report evidence", $"evidence {Questionnaire.GateKey}"))]);
    }

    public static Card Criterion(string unit, Reading reading, Func<Guid, string> nameOf)
    {
        var reason = Explanation.OfCriterion(reading);
        var card = Card.Say(
            $"Why {reading.Criterion.Key} is {InWords.State(reading.State)}",
            Part.Says(reading.Criterion.Sentence),
            Part.Says(reason.Says.Line(nameOf))).With([.. reason.Parts(nameOf)]);
        if (reading.Decides is { Link: { } link })
            card = card.With(new Part.Field("Evidence", Line.Of(new Inline.Link(link, link))));
        if (reading.Decides is { Note: { } note })
            card = card.With(new Part.Field("Note", note));
        card = card.With([.. Places([reading])]);
        return reading.Criterion.Kind == CriterionKind.Opinion ? card : card.With(Part.Offers(new Button("Report a new value", $"evidence {unit} {reading.Criterion.Key}")));
    }

    /// <summary>Where a change would help most, as the evidence says that is still fresh: the first places of each criterion, five in all.</summary>
    private static IEnumerable<Part> Places(IEnumerable<Reading> readings)
    {
        var places = readings.Where(r => r.ExpiresAt is not null).SelectMany(r => r.Decides?.Places ?? []).Distinct(StringComparer.Ordinal).Take(MostPlaces).ToList();
        return places.Count == 0 ? [] : [new Part.Heading("Where a change helps most"), new Part.Bullets([.. places.Select(p => (Line)p)])];
    }
}
