using System.Collections.Immutable;
using Companion.Core.Decisions;
using Companion.Messages;

namespace Companion.Views;

/// <summary>The log as a whole: found, verified, taken away.</summary>
internal static class LogView
{
    public static Card Found(string words, ImmutableArray<Decision> page, IReadOnlyDictionary<Guid, string> unitNames, int number, int pages, int count, Func<Guid, string> nameOf)
    {
        if (count == 0)
            return Card.Say(
                "Nothing found",
                Part.Says(words.Length == 0 ? "The log is empty so far." : "No decision has these words, or fits these filters."),
                Part.Says(Line.Of(new Inline.Plain("You can search by text and by "), new Inline.Typed("unit:contributors by:Ben kind:hold from:2026-01-01 to:2026-06-30"), new Inline.Plain("."))));

        var rows = page.Select(d => ImmutableArray.Create<Line>(
            $"{d.Number}",
            Line.Of(Wording.Day(d.At)),
            d.UnitId is { } id && unitNames.TryGetValue(id, out var name) ? name : "",
            DecisionView.What(d),
            Line.Of(new Inline.Person(d.DecidedBy, nameOf(d.DecidedBy))),
            d.Texts.Rationale is { Length: > 80 } why ? $"{why[..80].TrimEnd()}…" : d.Texts.Rationale ?? "")).ToImmutableArray();
        var card = Card.Say($"{count} {(count == 1 ? "decision" : "decisions")} found", new Part.Table(["No.", "When", "Unit", "What", "Who", "Why"], rows));
        return Paging.Turn(card, $"search {words}", number, pages).With(Part.Offers(new Button($"Read decision {page.FirstOrDefault()?.Number ?? 1}", $"decisions {page.FirstOrDefault()?.Number ?? 1}")));
    }

    public static Card Verified(ChainReport report) => report.Intact
        ? Card.Say(
            $"The log is whole: {report.Count} {(report.Count == 1 ? "entry" : "entries")}",
            new Part.Field("Head", Line.Of(new Inline.Typed(report.Head))),
            new Part.Field("Erased texts", $"{report.Erased}"),
            Part.Says("Publish the head where others see it, with today's date: on the roadmap page or in a channel. Only that makes it detectable if somebody rewrites the log or cuts off its end; the chain alone cannot show that."))
        : Card.Say(
            "The log is not whole",
            Part.Says(report.FirstFault!.Says),
            Part.Says($"{report.Count} entries before it are whole. Compare with a backup, and ask whoever runs the database."));

    public static Card Offered(string address, string format, DateTimeOffset until) => Card.Say(
        "The decision log to take away",
        Part.Says(Line.Of(new Inline.Link(address, $"Download it as {format}"))),
        Part.Says(Line.Of(new Inline.Plain("The address works until "), Wording.Minute(until), new Inline.Plain(" for whoever has it."))));

    /// <summary>A kind as it is typed: "step-back".</summary>
    public static string KindWord(string kind) =>
        string.Concat(kind.Select((c, i) => i > 0 && char.IsAsciiLetterUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
