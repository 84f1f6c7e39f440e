using System.Collections.Immutable;
using Companion.Core;
using Companion.Core.Decisions;
using Companion.Core.Readiness;
using Companion.Core.Units;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary>Writes decisions that move no slider: who may is checked before, here the change, the log entry, the answer and the announcement become one.</summary>
internal sealed class Ledger(UnitStore units, RetirementStore retirements, OrganisationStore organisations, DecisionStore decisions, PersonStore people)
{
    /// <summary>A decision about a unit, as it is from now on.</summary>
    public async Task<Reply> ChangeUnitAsync(Unit unit, Entry entry, IReadOnlyCollection<Fact> facts, Caller caller, CancellationToken ct)
    {
        var (reply, effects) = await EffectsAsync(unit, entry, caller, ct);
        await units.ChangeAsync(unit, facts, entry.HandedOver, effects, ct);
        return reply;
    }

    /// <summary>Units that come: one entry, about the unit if it is one.</summary>
    public async Task<Reply> AddUnitsAsync(IReadOnlyCollection<NewUnit> added, Entry entry, Caller caller, CancellationToken ct)
    {
        var (reply, effects) = await EffectsAsync(added.Count == 1 ? added.Single().Unit : null, entry, caller, ct);
        await units.AddAsync(added, effects, ct);
        return reply;
    }

    /// <summary>A unit that goes out of use.</summary>
    public async Task<Reply> RetireAsync(Retirement retirement, Entry entry, Caller caller, CancellationToken ct)
    {
        var (reply, effects) = await EffectsAsync(retirement.Unit with { RetiredAt = caller.Now }, entry, caller, ct);
        await retirements.RetireAsync(retirement, effects, ct);
        return reply;
    }

    /// <summary>A unit that comes back.</summary>
    public async Task<Reply> RestoreAsync(Restoration restoration, Entry entry, Caller caller, CancellationToken ct)
    {
        var (reply, effects) = await EffectsAsync(restoration.Unit with { RetiredAt = null }, entry, caller, ct);
        await retirements.RestoreAsync(restoration, effects, ct);
        return reply;
    }

    /// <summary>A decision about the stability gate.</summary>
    public async Task<Reply> ChangeGateAsync(Entry entry, IReadOnlyCollection<Fact> facts, Caller caller, CancellationToken ct)
    {
        var (reply, effects) = await EffectsAsync(null, entry, caller, ct);
        await units.ChangeGateAsync(facts, effects, ct);
        return reply;
    }

    public async Task<Reply> ChangeStewardsAsync(IReadOnlyCollection<Guid> come, IReadOnlyCollection<Guid> go, Entry entry, Caller caller, CancellationToken ct)
    {
        var (reply, effects) = await EffectsAsync(null, entry, caller, ct);
        await people.SetStewardsAsync(come, go, effects, ct);
        return reply;
    }

    /// <summary>An entry that changes nothing but the log.</summary>
    public async Task<Reply> LogAsync(Unit? unit, Entry entry, Caller caller, CancellationToken ct)
    {
        var (reply, effects) = await EffectsAsync(unit, entry, caller, ct);
        await decisions.LogAsync(effects, ct);
        return reply;
    }

    private async Task<(Reply Reply, Effects Effects)> EffectsAsync(Unit? unit, Entry entry, Caller caller, CancellationToken ct)
    {
        var head = await organisations.HeadAsync(caller.Organisation.Id, ct);
        var log = caller.Decide(head, entry.Kind, entry.Before ?? unit, entry.Details, entry.Texts, entry.ReviewDueAt) with { Contrary = entry.Contrary };
        var reply = new Reply.Done(entry.Shown?.Invoke(log.Decision) ?? DecisionView.Decided(log.Decision, unit, caller.NameOf), Replaces: true);
        var number = log.Decision.Number;
        return (reply, caller.Effects(reply) with
        {
            Log = [log],
            Revise = entry.Revise,
            Send = [new($"decision {number}", $"decision {number}", null, DecisionView.Announced(log.Decision, unit, caller.NameOf), caller.Now, null) { Unit = unit?.Key }, .. entry.Send],
        });
    }

    /// <summary>The reason somebody gave, or the refusal to log a change without one.</summary>
    public static Outcome<DecisionTexts> Reason(string? because, Fields fields)
    {
        var rationale = because ?? fields["rationale"];
        return rationale is null ? new Refusal("rationale.missing", "Say why: the log keeps the reason. Write it after the word because.", "rationale")
            : rationale.Length > DecisionTexts.Longest ? new Refusal("rationale.long", $"That is {rationale.Length:N0} characters; up to {DecisionTexts.Longest:N0} fit.", "rationale")
            : new DecisionTexts(rationale);
    }
}

/// <summary>What a decision says.</summary>
internal sealed record Entry(DecisionKind Kind, DecisionDetails Details, DecisionTexts Texts)
{
    public ImmutableArray<Outgoing> Send { get; init; } = [];

    public ImmutableArray<Revision> Revise { get; init; } = [];

    /// <summary>The command line that decides the contrary; null when there is no single one.</summary>
    public string? Contrary { get; init; }

    /// <summary>When it comes back for review.</summary>
    public DateTimeOffset? ReviewDueAt { get; init; }

    /// <summary>The unit as it was, where its owners change; null where they stay.</summary>
    public Unit? Before { get; init; }

    /// <summary>Nudges that other people are asked by from now on.</summary>
    public ImmutableArray<HandedOverNudge> HandedOver { get; init; } = [];

    /// <summary>What whoever decided is shown; null for the entry itself.</summary>
    public Func<Decision, Card>? Shown { get; init; }
}
