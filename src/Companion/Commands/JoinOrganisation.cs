using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>connect</c>: a code; <c>connect ABCD-EFGH</c> in a second chat that was not set up: it joins.</summary>
internal sealed record JoinOrganisation(string? Code) : Command;

/// <summary>One organisation with several chats: a steward of the first makes a code, whoever may set up the second enters it.</summary>
internal sealed class JoinOrganisationHandler(JoinStore joins)
{
    public Task<Reply> HandleAsync(JoinOrganisation command, Caller caller, CancellationToken ct) =>
        !caller.Input.Place.IsPrivate ? Task.FromResult(Answers.Refused(new("connect.private", "A code is for your eyes only. Say this to Companion directly, not in a channel.")))
        : !caller.IsSteward ? Task.FromResult(Answers.Refused(new("connect.stewards-only", $"Only a steward connects chats: {string.Join(", ", caller.Stewards.Select(caller.NameOf))}.")))
        : command.Code is { } code ? JoinAsync(code, caller, ct)
        : OfferAsync(caller, ct);

    private async Task<Reply> OfferAsync(Caller caller, CancellationToken ct)
    {
        if (!caller.Organisation.IsSetUp)
            return Answers.Refused(new("connect.not-set-up", "Set this organisation up first (setup); or, if it is the second chat of one that is, say here: connect CODE."));

        var code = OneTimeCode.Draw();
        var reply = new Reply.Done(JoinView.Offered(code, caller.Organisation.Name, caller.Now + OneTimeCode.Lasts));
        await joins.OfferAsync(caller.Id, OneTimeCode.Hash(code), caller.Now + OneTimeCode.Lasts, caller.Effects(reply), ct);
        return reply;
    }

    private async Task<Reply> JoinAsync(string code, Caller caller, CancellationToken ct)
    {
        if (caller.Organisation.IsSetUp)
            return Answers.Refused(new("connect.set-up", "This organisation has been set up, and two that have cannot become one. Enter the code in a chat that was not set up."));
        if (await joins.FindAsync(OneTimeCode.Hash(code), caller.Now, ct) is not { } offer || offer.OrganisationId == caller.Organisation.Id)
            return Answers.Refused(new("connect.unknown", "This code is not known, or its quarter of an hour is over. A steward of the organisation gets a new one by saying there: connect."));

        var reply = new Reply.Done(JoinView.Joined(offer.Name));
        await joins.JoinAsync(OneTimeCode.Hash(code), offer, caller.Input.ConnectionId, caller.Organisation.Id, caller.Effects(reply) with { OrganisationId = offer.OrganisationId }, ct);
        return reply;
    }
}
