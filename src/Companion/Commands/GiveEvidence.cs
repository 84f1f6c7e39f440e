using System.Collections.Immutable;
using System.Globalization;
using Companion.Core;
using Companion.Core.CheckIns;
using Companion.Core.Readiness;
using Companion.Core.Units;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>evidence contributors first-response 60 https://example.org/report</c></summary>
internal sealed record GiveEvidence(string Unit, string? Criterion, string? Value, string? Note, Fields Fields) : Command;

internal sealed class GiveEvidenceHandler(UnitStore units, TimelineStore timelines, CheckInStore checkIns, ReporterStore reporters, UnitStates equalizer)
{
    public async Task<Reply> HandleAsync(GiveEvidence command, Caller caller, CancellationToken ct)
    {
        if (Answers.FindWithGate(await units.EverAsync(caller.Organisation.Id, ct), command.Unit).IsRefused(out var why, out var named))
            return Answers.Refused(why);
        var (unit, isGate) = named;
        var key = isGate ? Questionnaire.GateKey : unit.Key;
        if (!(isGate ? caller.IsSteward : caller.AnswersFor(unit)) && !await IsReporterAsync(key, command.Criterion, caller, ct))
            return Answers.Refused(new("evidence.not-yours", isGate ? "Only a steward, or whoever was named its reporter, reports about the gate." : $"Only an owner of {unit.Name}, a steward or a named reporter reports evidence for it. In check-ins everybody is asked."));

        var state = await equalizer.OneAsync(caller.Organisation, unit, caller.Now, ct);
        var readings = (isGate ? state.Assessment.GateReadings : state.Assessment.Readings).Where(r => r.Criterion.Kind != CriterionKind.Opinion).ToImmutableArray();
        var name = isGate ? "the stability gate" : unit.Name;
        if (command.Criterion == "retract")
            return await RetractAsync(command.Value ?? "", isGate ? null : unit, key, caller, ct);
        if (command.Value is null && !command.Fields.AreSubmitted)
            return new Reply.OpenForm(EvidenceView.Form(key, name, readings, command.Criterion));
        if (Reported(command, readings).IsRefused(out why, out var report))
            return Answers.Refused(why, command.Fields);

        return await SaveAsync(report, isGate ? null : unit, state, caller, ct);
    }

    /// <summary>Who is named for a fact may report it at any time, and take it back.</summary>
    private async Task<bool> IsReporterAsync(string unit, string? criterion, Caller caller, CancellationToken ct) =>
        (await reporters.AllAsync(caller.Organisation.Id, ct)).Any(r => r.Member == caller.Id && r.Unit == unit && (criterion is "retract" || string.Equals(r.Criterion, criterion, StringComparison.OrdinalIgnoreCase)));

    private async Task<Reply> SaveAsync(Report report, Unit? unit, UnitState state, Caller caller, CancellationToken ct)
    {
        var asked = (await checkIns.AllAsync(caller.Organisation.Id, ct)).FirstOrDefault(c => unit is null ? c.AsksGate : c.Units.Contains(unit.Id));
        var fresh = asked is null ? Rules.FreshWhenNotAsked : Rules.FreshWhenAskedEvery(asked.Cadence.DaysOfOnePeriod);
        var observation = new Observation(Guid.CreateVersion7(caller.Now), report.Criterion.Key, caller.Now, Source.Report, report.Value, fresh)
        {
            Cases = report.Cases,
            Reporter = caller.Id,
            Link = EvidenceView.LinkIn(report.Note),
            Note = report.Note,
        };
        var reply = new Reply.Done(EvidenceView.Kept(unit?.Key ?? Questionnaire.GateKey, state.Assessment.Unit, report.Criterion, observation), Replaces: true);
        var key = unit?.Key ?? Questionnaire.GateKey;
        var effects = caller.Effects(reply, $"the evidence for {report.Criterion.Key}", $"evidence {key}/{report.Criterion.Key}", $"evidence {key} retract {observation.Id}");
        await units.ObserveAsync(unit?.Id, observation, effects, ct);
        return reply;
    }

    /// <summary>Takes own evidence back that nothing was decided on since; from then on it never counted.</summary>
    private async Task<Reply> RetractAsync(string id, Unit? unit, string key, Caller caller, CancellationToken ct)
    {
        var facts = unit is null ? await timelines.GateAsync(caller.Organisation.Id, ct) : (await timelines.WholeAsync(caller.Organisation, unit, ct)).Facts;
        if (!Guid.TryParse(id, out var which) || facts.OfType<Observed>().FirstOrDefault(o => o.Observation.Id == which)?.Observation is not { } observation || observation.Reporter is not { } reporter || !caller.Is(reporter))
            return Answers.Refused(new("evidence.not-there", "That is no evidence of yours."));
        if (facts.OfType<ObservationRetracted>().Any(r => r.Observation == which))
            return Answers.Refused(new("evidence.retracted", "That was taken back already."));
        if (facts.Any(f => f.At >= observation.At && f is LevelMoved or HoldDecided))
            return Answers.Refused(new("evidence.built-on", "A decision was made since, and it may rest on this. Report the right value instead; the latest counts."));

        var reply = new Reply.Done(EvidenceView.Retracted(key, observation));
        await units.RetractAsync(unit?.Id, new(caller.Now, observation.Criterion, which), caller.Effects(reply), ct);
        return reply;
    }

    private static Outcome<Report> Reported(GiveEvidence command, ImmutableArray<Reading> readings)
    {
        var key = command.Criterion?.ToLowerInvariant();
        if (readings.FirstOrDefault(r => r.Criterion.Key == key)?.Criterion is not { } criterion)
            return new Refusal("evidence.criterion", $"Choose a criterion: {string.Join(", ", readings.Select(r => r.Criterion.Key))}. Opinions are asked in check-ins.", "criterion");
        if (command.Note is { Length: > EvidenceView.LongestNote })
            return new Refusal("evidence.note", $"A note has up to {EvidenceView.LongestNote} characters.", "note");
        if (EvidenceWords.Read(criterion, command.Value, command.Fields.AreSubmitted ? null : command.Note).IsRefused(out var why, out var typed))
            return why;
        if (EvidenceView.Parse(criterion, typed.Value, "value").IsRefused(out why, out var value))
            return why;
        var note = command.Fields.AreSubmitted ? command.Note : typed.Note;
        if ((typed.Cases ?? command.Fields["cases"]) is not { } cases)
            return new Report(criterion, value.Number, null, note);

        return int.TryParse(cases, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? new Report(criterion, value.Number, count, note)
            : new Refusal("evidence.cases", "Write how many cases stand behind it as a whole number, or leave it empty.", "cases");
    }

    private sealed record Report(Criterion Criterion, decimal? Value, int? Cases, string? Note);
}
