using System.Globalization;
using Companion.Core;
using Companion.Core.Decisions;
using Companion.Core.Units;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>log</c>, <c>log https://chat.example/p1 We publish the budget</c>: a decision that was made in a conversation.</summary>
/// <param name="Source">Where it was said; null when nobody says.</param>
/// <param name="Text">What the form begins with.</param>
internal sealed record LogDecision(string? Source, string Text, Fields Fields) : Command;

/// <summary>Decisions that move no slider are decisions too: they get a number, a reason, and where they were made.</summary>
internal sealed class LogDecisionHandler(UnitStore units, Ledger ledger)
{
    private const int LongestSource = 1000;

    public async Task<Reply> HandleAsync(LogDecision command, Caller caller, CancellationToken ct)
    {
        if (!command.Fields.AreSubmitted)
            return new Reply.OpenForm(LogDecisionView.Form(await units.AllAsync(caller.Organisation.Id, ct), command.Text, command.Source, caller.AnswersFor));

        Unit? unit = null;
        if (command.Fields["unit"] is { } key && key != LogDecisionView.Whole && Answers.Find(await units.EverAsync(caller.Organisation.Id, ct), key).IsRefused(out var why, out unit))
            return Answers.Refused(why with { Field = "unit" }, command.Fields);
        if (unit is null ? !caller.IsSteward : !caller.AnswersFor(unit))
            return Answers.Refused(new("log.not-yours", unit is null ? "Only a steward logs what concerns the whole organisation; choose a unit of yours." : $"Only an owner of {unit.Name} or a steward logs a decision about it.", "unit"), command.Fields);
        if (Texts(command.Fields).IsRefused(out why, out var texts))
            return Answers.Refused(why, command.Fields);
        if (ReviewOn(command.Fields["review"], caller).IsRefused(out why, out var review))
            return Answers.Refused(why, command.Fields);

        return await ledger.LogAsync(unit, new(DecisionKind.Record, new() { ReviewOn = review.Day }, texts) { ReviewDueAt = review.Day is { } day ? caller.Organisation.MorningOf(day) : null }, caller, ct);
    }

    private static Outcome<DecisionTexts> Texts(Fields fields)
    {
        var texts = new DecisionTexts(fields["rationale"], fields["effect"]) { What = fields["what"], Source = fields["source"] };
        if (texts.What is null)
            return new Refusal("log.what", "Say what was decided, in a sentence.", "what");
        if (texts.Rationale is null)
            return new Refusal("rationale.missing", "Say why: the log keeps the reason.", "rationale");
        if (texts.Source is { } source && (source.Length > LongestSource || !Uri.TryCreate(source, UriKind.Absolute, out var link) || link.Scheme is not ("https" or "http")))
            return new Refusal("log.source", $"A source is a link that begins with https://, of up to {LongestSource:N0} characters.", "source");

        return texts.All().FirstOrDefault(t => t.Text.Length > DecisionTexts.Longest) is { Name: { } name }
            ? new Refusal("log.long", $"Up to {DecisionTexts.Longest:N0} characters fit.", name)
            : texts;
    }

    private static Outcome<ReviewDay> ReviewOn(string? text, Caller caller)
    {
        if (text is null)
            return new ReviewDay(null);
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return new Refusal("review.unclear", "Write the day as 2026-04-15.", "review");

        return Deciding.CheckReview(caller.Organisation.MorningOf(day), caller.Now) is { } why ? why : new ReviewDay(day);
    }

    private sealed record ReviewDay(DateOnly? Day);
}
