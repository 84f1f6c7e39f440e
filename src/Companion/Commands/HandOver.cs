using System.Collections.Immutable;
using Companion.Core.Nudges;
using Companion.Core.Units;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary>Open nudges follow the unit to its new owners; whoever hands over is no longer asked.</summary>
internal static class HandOver
{
    public static Entry Of(Entry entry, UnitState state, Unit after, Caller caller)
    {
        var open = state.Nudges.Where(n => n.State == NudgeState.Open).ToImmutableArray();
        var moves = open.Select(n => Move(n, after, caller)).ToImmutableArray();
        return entry with
        {
            HandedOver = moves,
            Send = [.. open.Zip(moves).SelectMany(m => m.Second.Come.Select(to => Ask(m.First, to, state, caller)))],
            Revise = [.. open.Zip(moves).SelectMany(m => m.Second.Go.Select(from => new Revision(NudgeView.Subject(m.First.Id), from, NudgeView.HandedOver(m.First, after))))],
        };
    }

    private static HandedOverNudge Move(Nudge nudge, Unit after, Caller caller)
    {
        var asked = nudge.Recipients.Select(r => r.Member).ToList();
        var now = NudgePolicy.Recipients(after.Owners, caller.Stewards).Select(r => r.Member).ToList();
        return new(nudge.Id, [.. now.Except(asked)], [.. asked.Except(now)]);
    }

    private static Outgoing Ask(Nudge nudge, Guid to, UnitState state, Caller caller) => new(
        $"nudge {nudge.Id} to {to}", NudgeView.Subject(nudge.Id), to, NudgeView.Ask(nudge, state.Assessment, caller.NameOf), caller.Now, null);
}
