using System.Collections.Immutable;
using Companion.Core.Nudges;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>home</c>: what waits for the caller, then the equalizer.</summary>
internal sealed record ShowHome : Command
{
    public override bool OnlyShows => true;
}

internal sealed class ShowHomeHandler(UnitStates equalizer, CheckInStore checkIns, OpenRoundStore rounds)
{
    public async Task<Reply> HandleAsync(Caller caller, CancellationToken ct)
    {
        var organisation = caller.Organisation.Id;
        var all = await equalizer.AllAsync(caller.Organisation, caller.Now, ct);
        var (scheduled, mine) = (await checkIns.AllAsync(organisation, ct), await rounds.OpenForAsync(organisation, caller.Id, ct));
        var toAnswer = mine.Where(r => r.Participants.Any(p => p.Member == caller.Id && p.AnsweredAt is null) && r.QuestionsFor(caller.Id).Any()).ToImmutableArray();
        var toDecide = all.SelectMany(u => u.Nudges.Where(n => n.State == NudgeState.Open && n.Recipients.Any(r => r.Member == caller.Id)).Select(n => new WaitingNudge(n, u.Assessment))).ToImmutableArray();
        return new Reply.Show(HomeView.Of(toAnswer, toDecide, all.IsEmpty ? StatusView.Empty(caller.IsSteward) : StatusView.All(all, 1, scheduled, await rounds.ProgressAsync(organisation, ct), caller.NameOf), caller.IsSteward, caller.NameOf));
    }
}
