using System.Collections.Immutable;
using System.Globalization;
using Companion.Core;
using Companion.Core.Members;
using Companion.Core.Units;
using Companion.Messages;
using Companion.Storage;
using Companion.Views;

namespace Companion.Commands;

/// <summary><c>token create ci scope evidence unit tech-stack for 90 days</c></summary>
internal sealed record CreateToken(TokenWish Wish) : Command;

/// <summary><c>token list</c>, <c>token list page 2</c></summary>
internal sealed record ListTokens(int Page) : Command;

/// <summary><c>token revoke ci</c></summary>
internal sealed record RevokeToken(string Name) : Command;

/// <summary>What somebody asks of a new token, as it was written.</summary>
internal sealed record TokenWish(string Name, string? Scopes, string? Unit, string? Days);

/// <summary>Tokens of the API: a steward makes and revokes them, everybody sees which there are.</summary>
internal sealed class KeepTokensHandler(TokenStore tokens, UnitStore units, PublicAddress address)
{
    public const int LongestName = 40;
    public const int DefaultDays = 90;
    public const int MostDays = 366;
    private const int Most = 100;

    public async Task<Reply> CreateAsync(CreateToken command, Caller caller, CancellationToken ct)
    {
        if (!caller.IsSteward)
            return Answers.Refused(new("token.stewards-only", "Only a steward makes tokens: whoever has one speaks to Companion without being asked who they are."));
        if (!caller.Input.Place.IsPrivate)
            return Answers.Refused(new("token.private", "A token is for your eyes only. Say this to Companion directly, not in a channel."));
        if ((await DraftAsync(caller.Organisation, command.Wish, caller.Id, caller.Now, ct)).IsRefused(out var why, out var made))
            return Answers.Refused(why);

        // What is kept of the answer, in the history and for a repeat of the delivery, never holds the secret.
        var kept = new Reply.Done(TokenView.Made(LineOf(made.Token, caller.NameOf), null, address.Of("/api/v1")));
        await tokens.AddAsync(made.Token, caller.Effects(kept, $"token {made.Token.Name}", $"token {made.Token.Name}", $"token revoke {made.Token.Name}"), ct);
        return new Reply.Done(TokenView.Made(LineOf(made.Token, caller.NameOf), made.Secret, address.Of("/api/v1")), Once: true);
    }

    public async Task<Reply> ListAsync(ListTokens command, Caller caller, CancellationToken ct) =>
        new Reply.Show(TokenView.List([.. (await tokens.AllAsync(caller.Organisation.Id, ct)).Select(t => LineOf(t, caller.NameOf))], command.Page, caller.IsSteward, caller.Now));

    public async Task<Reply> RevokeAsync(RevokeToken command, Caller caller, CancellationToken ct)
    {
        if (!caller.IsSteward)
            return Answers.Refused(new("token.stewards-only", "Only a steward revokes tokens."));
        var all = await tokens.AllAsync(caller.Organisation.Id, ct);
        var name = command.Name.ToLowerInvariant();
        if (all.FirstOrDefault(t => t.Name == name && t.RevokedAt is null) is not { } token)
            return Answers.Refused(Unknown(all, name));

        var reply = new Reply.Done(TokenView.Revoked(token.Name));
        await tokens.RevokeAsync(token.Id, caller.Id, caller.Effects(reply, $"token {name}", $"token {name}", back: null), ct);
        return reply;
    }

    /// <summary>A token as it was wished for, with its secret, before it is kept.</summary>
    public async Task<Outcome<MadeToken>> DraftAsync(Organisation organisation, TokenWish wish, Guid? by, DateTimeOffset now, CancellationToken ct)
    {
        if (!organisation.IsSetUp)
            return new Refusal("token.early", "There is nothing to measure yet: set the organisation up first (setup).");
        var name = wish.Name.ToLowerInvariant();
        if (name.Length is 0 or > LongestName || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            return new Refusal("token.name", $"A token's name has up to {LongestName} letters, digits, dots and dashes, such as ci or nightly-build.");
        if (ScopesOf(wish.Scopes) is not { } scopes)
            return new Refusal("token.scope", "There is scope evidence (hand in measurements), scope read (units, assessments, decisions), and scope evidence,read.");
        if (DaysOf(wish.Days) is not { } days)
            return new Refusal("token.days", $"A token lasts from 1 to {MostDays} days: for 90 days.");
        Unit? unit = null;
        if (wish.Unit is not null && Answers.Find(await units.EverAsync(organisation.Id, ct), wish.Unit).IsRefused(out var why, out unit))
            return why;
        var all = await tokens.AllAsync(organisation.Id, ct);
        if (all.Any(t => t.Name == name && t.RevokedAt is null))
            return new Refusal("token.taken", $"There is a token {name} already. Choose another name, or revoke it first: token revoke {name}.");
        if (all.Count(t => t.RevokedAt is null && t.ExpiresAt > now) >= Most)
            return new Refusal("token.many", $"There are {Most} tokens that count already. Revoke some that are not needed any more: token list.");

        var secret = TokenSecret.Make();
        return new MadeToken(new(Guid.CreateVersion7(now), organisation.Id, name, TokenSecret.Hash(secret), scopes, unit?.Id, unit?.Key, by, now, now.AddDays(days)), secret);
    }

    private static TokenLine LineOf(ApiToken token, Func<Guid, string> nameOf) => new(
        token.Name, MayWords(token), NameOf(token.MadeBy, nameOf), token.ExpiresAt, token.LastUsedAt, token.RevokedAt is null ? null : NameOf(token.RevokedBy, nameOf), token.RevokedAt);

    private static string NameOf(Guid? member, Func<Guid, string> nameOf) => member is { } id ? nameOf(id) : "the command line";

    private static string MayWords(ApiToken token)
    {
        var may = token.Scopes switch
        {
            TokenScopes.Evidence => "hand in evidence",
            TokenScopes.Read => "read",
            _ => "hand in evidence and read",
        };
        return token.UnitKey is { } unit ? $"{may} about {unit} only" : may;
    }

    private static Refusal Unknown(ImmutableArray<ApiToken> all, string name)
    {
        var shown = name.Length > LongestName ? $"{name[..LongestName]}…" : name;
        if (all.Any(t => t.Name == name))
            return new("token.revoked", $"The token {shown} was revoked already.");
        var nearest = WordDistance.Nearest(name, all.Where(t => t.RevokedAt is null).Select(t => t.Name));
        return new("token.unknown", nearest is null ? $"There is no token {shown}. See token list." : $"There is no token {shown}. Did you mean {nearest}?");
    }

    private static TokenScopes? ScopesOf(string? text)
    {
        var scopes = TokenScopes.None;
        foreach (var word in (text ?? "evidence").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Equals("evidence", StringComparison.OrdinalIgnoreCase))
                scopes |= TokenScopes.Evidence;
            else if (word.Equals("read", StringComparison.OrdinalIgnoreCase))
                scopes |= TokenScopes.Read;
            else
                return null;
        }

        return scopes == TokenScopes.None ? null : scopes;
    }

    private static int? DaysOf(string? text) =>
        text is null ? DefaultDays
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= MostDays ? days
        : null;
}

/// <summary>A new token with the secret that is shown once.</summary>
internal sealed record MadeToken(ApiToken Token, string Secret);
