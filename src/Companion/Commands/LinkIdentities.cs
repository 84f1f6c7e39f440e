using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>link</c>: a code; <c>link ABCD-EFGH</c> on the other side; <c>link confirm ABCD-EFGH</c> back on the first.</summary>
internal sealed record LinkIdentities(string? Code, bool IsConfirmation) : Command;

/// <summary>Two identities of one person become one: a code made on one side, entered on the other, confirmed on the first.</summary>
internal sealed class LinkIdentitiesHandler(LinkStore links)
{
    public Task<Reply> HandleAsync(LinkIdentities command, Caller caller, CancellationToken ct) =>
        !caller.Input.Place.IsPrivate ? Task.FromResult(Answers.Refused(new("link.private", "A code is for your eyes only. Say this to Companion directly, not in a channel.")))
        : command.Code is null ? OfferAsync(caller, ct)
        : command.IsConfirmation ? ConfirmAsync(command.Code, caller, ct)
        : TakeAsync(command.Code, caller, ct);

    private async Task<Reply> OfferAsync(Caller caller, CancellationToken ct)
    {
        var code = OneTimeCode.Draw();
        var reply = new Reply.Done(LinkView.Offered(code, caller.Now + OneTimeCode.Lasts));
        await links.OfferAsync(caller.Id, OneTimeCode.Hash(code), caller.Now + OneTimeCode.Lasts, caller.Effects(reply), ct);
        return reply;
    }

    private async Task<Reply> TakeAsync(string code, Caller caller, CancellationToken ct)
    {
        if (await links.FindAsync(caller.Organisation.Id, OneTimeCode.Hash(code), caller.Now, ct) is not { } offer)
            return Unknown;
        if (offer.Member == caller.Id)
            return Answers.Refused(new("link.same-side", "That is your own code on this side. Enter it where you are known under your other identity."));
        if (offer.Other is not null)
            return Answers.Refused(new("link.taken", "This code was entered already. Confirm it on the first side, or begin anew: link."));

        var reply = new Reply.Done(LinkView.Taken(code, caller.NameOf(offer.Member)));
        await links.TakeAsync(OneTimeCode.Hash(code), caller.Id, caller.Effects(reply), ct);
        return reply;
    }

    private async Task<Reply> ConfirmAsync(string code, Caller caller, CancellationToken ct)
    {
        if (await links.FindAsync(caller.Organisation.Id, OneTimeCode.Hash(code), caller.Now, ct) is not { } offer || offer.Member != caller.Id)
            return Unknown;
        if (offer.Other is not { } other)
            return Answers.Refused(new("link.not-entered", "Nobody has entered this code on another side yet. Say there: link " + code));

        var reply = new Reply.Done(LinkView.Linked(caller.NameOf(other)));
        await links.MergeAsync(OneTimeCode.Hash(code), caller.Id, other, caller.Effects(reply), ct);
        return reply;
    }

    private static Reply Unknown => Answers.Refused(new("link.unknown", "This code is not known, or its quarter of an hour is over. Begin anew: link."));
}
