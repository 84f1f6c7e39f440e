using Companion.Core.CheckIns;
using Companion.Core.Readiness;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>why contributors</c>, <c>why contributors know-how</c>, <c>why gate</c></summary>
internal sealed record ExplainWhy(string Unit, string? What) : Command
{
    public override bool OnlyShows => true;
}

internal sealed class ExplainWhyHandler(UnitStore units, UnitStates equalizer)
{
    public async Task<Reply> HandleAsync(ExplainWhy command, Caller caller, CancellationToken ct)
    {
        if (Answers.FindWithGate(await units.EverAsync(caller.Organisation.Id, ct), command.Unit).IsRefused(out var why, out var named))
            return Answers.Refused(why);
        var (unit, isGate) = named;

        var state = await equalizer.OneAsync(caller.Organisation, unit, caller.Now, ct);
        return (isGate, command.What?.ToLowerInvariant()) switch
        {
            (true, null) => new Reply.Show(WhyView.Gate(state.Assessment, caller.NameOf)),
            (true, var key) => OfCriterion(Questionnaire.GateKey, state.Assessment.GateReadings, key, caller),
            (false, null or "status" or "level" or "target") => new Reply.Show(WhyView.Status(state, caller.NameOf)),
            (false, "supported") => new Reply.Show(WhyView.Supported(state.Assessment, caller.NameOf)),
            (false, var key) => OfCriterion(unit.Key, state.Assessment.Readings, key, caller),
        };
    }

    private static Reply OfCriterion(string unit, IReadOnlyCollection<Reading> readings, string key, Caller caller)
    {
        if (readings.FirstOrDefault(r => r.Criterion.Key == key) is { } reading)
            return new Reply.Show(WhyView.Criterion(unit, reading, caller.NameOf));

        var nearest = WordDistance.Nearest(key, readings.Select(r => r.Criterion.Key));
        return Answers.Refused(new("criterion.unknown", nearest is null
            ? $"{unit} has no such criterion. It has {string.Join(", ", readings.Select(r => r.Criterion.Key))}."
            : $"{unit} has no such criterion. Did you mean {nearest}?"));
    }
}
