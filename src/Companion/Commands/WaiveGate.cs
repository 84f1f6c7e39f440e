using System.Globalization;
using Companion.Core;
using Companion.Core.Decisions;
using Companion.Core.Readiness;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>gate</c></summary>
internal sealed record ShowGate : Command;

/// <summary><c>waive 30 days because ...</c>, <c>waive until 2026-05-01 because ...</c>, <c>waive end because ...</c></summary>
/// <param name="Until">As it was written; null to be asked.</param>
internal sealed record WaiveGate(string? Until, string? Because, Fields Fields) : Command;

/// <summary>The stability gate: what it says, and letting it pass for a while.</summary>
internal sealed class WaiveGateHandler(UnitStore units, UnitStates equalizer, Ledger ledger)
{
    public async Task<Reply> ShowAsync(Caller caller, CancellationToken ct) =>
        await FirstAsync(caller, ct) is { } assessment ? new Reply.Show(GateView.Show(assessment, caller.IsSteward, caller.NameOf)) : Nothing;

    public async Task<Reply> HandleAsync(WaiveGate command, Caller caller, CancellationToken ct)
    {
        if (!caller.IsSteward)
            return Answers.Refused(new("waive.stewards-only", "Only a steward waives the stability gate."));
        if (await FirstAsync(caller, ct) is not { } assessment)
            return Nothing;
        if (!command.Fields.AreSubmitted && (command.Until is null || command.Because is null))
            return new Reply.OpenForm(GateView.Form(caller.Today, command.Until));

        if (Until(command.Until, caller).IsRefused(out var why, out var last) || Deciding.WaiveGate(last.At, caller.IsSteward, caller.Now).IsRefused(out why, out var fact))
            return Answers.Refused(why, command.Fields);
        if (last.At == caller.Now && assessment.GateWaivedUntil is null)
            return Answers.Refused(new("waive.none", "The gate is not waived, so there is nothing to end."), command.Fields);
        if (Ledger.Reason(command.Because, command.Fields).IsRefused(out why, out var texts))
            return Answers.Refused(why, command.Fields);

        var details = new DecisionDetails { Says = last.Says, Until = fact.Until };
        return await ledger.ChangeGateAsync(new(DecisionKind.WaiveGate, details, texts), [fact], caller, ct);
    }

    private static Reply Nothing => Answers.Refused(new("unit.none", "There is no unit yet. A steward starts with: setup."));

    private async Task<Assessment?> FirstAsync(Caller caller, CancellationToken ct) =>
        await units.AllAsync(caller.Organisation.Id, ct) is [var first, ..] ? (await equalizer.OneAsync(caller.Organisation, first, caller.Now, ct)).Assessment : null;

    /// <summary>Until the end of a day where the organisation is.</summary>
    private static Outcome<Last> Until(string? words, Caller caller)
    {
        var text = (words ?? "").Trim();
        if (string.Equals(text, "end", StringComparison.OrdinalIgnoreCase))
            return new Last(caller.Now, "the waiver of the gate ended");
        if (text.StartsWith("until ", StringComparison.OrdinalIgnoreCase))
            text = text[6..].Trim();
        if (text.StartsWith("for ", StringComparison.OrdinalIgnoreCase))
            text = text[4..].Trim();

        DateOnly day;
        var count = text.EndsWith("days", StringComparison.OrdinalIgnoreCase) ? text[..^4].Trim() : text.EndsWith("day", StringComparison.OrdinalIgnoreCase) ? text[..^3].Trim() : null;
        if (count is not null && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= 3650)
            return new Last(caller.Now.AddDays(days), $"the gate is waived until {Wording.Day(caller.Today.AddDays(days))}");
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day) || day.Year > 9000)
            return new Refusal("waive.until", "Write until when: 30 days, or until 2026-05-01.", "until");

        return new Last(Zones.ToInstant(day.AddDays(1), TimeOnly.MinValue, caller.Organisation.TimeZone), $"the gate is waived until {Wording.Day(day)}");
    }

    private sealed record Last(DateTimeOffset At, string Says);
}
