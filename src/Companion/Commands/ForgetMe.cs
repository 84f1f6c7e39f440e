using Companion.Core.Decisions;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>forget-me</c>: says what would be erased; <c>forget-me yes</c> erases it.</summary>
internal sealed record ForgetMe(bool IsSure) : Command;

internal sealed class ForgetMeHandler(ErasureStore erasure, UnitStore units, OrganisationStore organisations, Database database)
{
    public async Task<Reply> HandleAsync(ForgetMe command, Caller caller, CancellationToken ct)
    {
        if (caller.IsSteward)
            return Answers.Refused(new("forget.steward", $"You are a steward. Hand stewardship over first: stewards {caller.AnotherSteward(caller.Id)} because ..."));
        var owned = (await units.AllAsync(caller.Organisation.Id, ct)).Where(caller.IsOwner).ToList();
        if (owned.Count > 0)
            return Answers.Refused(new("forget.owner", $"You still answer for {string.Join(", ", owned.Select(u => u.Name))}. Hand that over first: owners {owned[0].Key}."));

        var texts = await erasure.CountAsync(caller.Organisation.Id, caller.Id, ct);
        if (!command.IsSure)
            return new Reply.Show(ForgetView.Ask(texts, database.Engine.Place));

        var reply = new Reply.Done(ForgetView.Done(texts, database.Engine.Place));
        var head = await organisations.HeadAsync(caller.Organisation.Id, ct);
        var log = caller.Decide(head, DecisionKind.Forget, null, new(), new(), null);
        // Neither the question nor the answer is kept: the conversation goes with the person.
        await erasure.EraseAsync(caller.Id, new(caller.Organisation.Id, caller.Now) { Log = [log] }, ct);
        await database.ScrubAsync();
        return reply;
    }
}
