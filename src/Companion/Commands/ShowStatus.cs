using System.Collections.Concurrent;
using System.Collections.Immutable;
using Companion.Core.CheckIns;
using Companion.Core.Members;
using Companion.Core.Nudges;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>status</c>, <c>status page 2</c>, <c>status contributors</c></summary>
internal sealed record ShowStatus(string? Unit, int Page) : Command
{
    public override bool OnlyShows => true;
}

internal sealed class ShowStatusHandler(UnitStore units, UnitStates equalizer, CheckInStore checkIns, OpenRoundStore rounds)
{
    private const int MostCards = 5000;

    private readonly ConcurrentDictionary<(Guid Organisation, int Page), (Ingredients From, Card Card)> _cards = new();

    public async Task<Reply> HandleAsync(ShowStatus command, Caller caller, CancellationToken ct)
    {
        var organisation = caller.Organisation.Id;
        var (scheduled, open) = (await checkIns.AllAsync(organisation, ct), await rounds.ProgressAsync(organisation, ct));
        if (command.Unit is null)
        {
            var (standing, nudges) = await equalizer.StandingAsync(caller.Organisation, caller.Now, ct);
            return new Reply.Show(standing.Units.IsEmpty ? StatusView.Empty(caller.IsSteward) : All(new(standing, nudges, scheduled, open, caller.Members, caller.Gone), command.Page, caller));
        }

        if (Answers.Find(await units.EverAsync(organisation, ct), command.Unit).IsRefused(out var why, out var unit))
            return Answers.Refused(why);

        var state = await equalizer.OneAsync(caller.Organisation, unit, caller.Now, ct);
        return new Reply.Show(StatusView.One(state, [.. scheduled.Where(c => c.Units.Contains(unit.Id))], open, caller.NameOf));
    }

    /// <summary>The whole equalizer is the same for everybody, and the same card as long as all it is made of is the same.</summary>
    private Card All(Ingredients from, int page, Caller caller)
    {
        var key = (caller.Organisation.Id, page);
        if (_cards.TryGetValue(key, out var kept) && kept.From == from)
            return kept.Card;

        var card = StatusView.All(UnitStates.States(from.Standing.Units, from.Nudges), page, from.CheckIns, from.Open, caller.NameOf);
        if (_cards.Count >= MostCards)
            _cards.Clear();
        _cards[key] = (from, card);
        return card;
    }

    // Lists are compared by their identity: what the stores remember is one object until it is read anew.
    private readonly record struct Ingredients(
        Standing Standing, ImmutableArray<Nudge> Nudges, ImmutableArray<CheckIn> CheckIns, ImmutableArray<RoundProgress> Open, ImmutableArray<Member> Members, ImmutableArray<NamedMember> Gone);
}
