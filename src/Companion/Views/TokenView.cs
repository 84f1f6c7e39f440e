using System.Collections.Immutable;
using System.Globalization;
using Companion.Messages;

namespace Companion.Views;

/// <summary>Tokens of the API, which are shown whole only once.</summary>
internal static class TokenView
{
    /// <param name="secret">Null where the answer is kept: there it is no longer shown.</param>
    public static Card Made(TokenLine token, string? secret, string api)
    {
        var card = Card.Say($"Token {token.Name}", Part.Says(secret is null
            ? "It was shown once, to whoever made it, and is kept nowhere. If it was not copied, revoke this one and make another."
            : "Copy it now: it is shown this once and kept nowhere. Whoever has it can do what it may."));
        if (secret is not null)
            card = card.With(new Part.Field("Token", Line.Of(new Inline.Typed(secret))));
        return card.With(
            new Part.Field("It may", token.May),
            new Part.Field("Until", Line.Of(Wording.Day(token.ExpiresAt))),
            Part.Says(Line.Of(new Inline.Plain("Send it with each request to "), new Inline.Typed(api), new Inline.Plain(" as "), new Inline.Typed("Authorization: Bearer TOKEN"), new Inline.Plain(", or give it to companion evidence as COMPANION_TOKEN."))),
            Part.Offers(new Button("Revoke it", $"token revoke {token.Name}", ButtonStyle.Danger), new Button("All tokens", "token list")));
    }

    public static Card Revoked(string name) => Card.Say(
        $"Token {name} is revoked",
        Part.Says("From now on every request with it is refused. What it sent before stays."),
        Part.Offers(new Button("All tokens", "token list")));

    public static Card List(ImmutableArray<TokenLine> tokens, int page, bool mayChange, DateTimeOffset now)
    {
        var how = Part.Says(Line.Of(new Inline.Plain("A steward makes one by saying, in private, "), new Inline.Typed("token create ci unit tech-stack for 90 days"), new Inline.Plain(".")));
        if (tokens.IsEmpty)
            return Card.Say("There is no token yet", Part.Says("With a token a program can hand in evidence, or read assessments and decisions."), how);

        var rows = Paging.Of(tokens, page).Select(t => ImmutableArray.Create<Line>(
            t.Name,
            t.May,
            t.MadeBy,
            Line.Of(Wording.Day(t.ExpiresAt)),
            t.LastUsedAt is { } used ? Line.Of(Wording.Day(used)) : "never",
            State(t, now))).ToImmutableArray();
        var card = Card.Say($"{tokens.Length.ToString(CultureInfo.InvariantCulture)} {(tokens.Length == 1 ? "token" : "tokens")}", new Part.Table(["Name", "May", "Made by", "Until", "Last used", "State"], rows));
        card = Paging.Turn(card, "token list", page, Paging.Pages(tokens.Length));
        return mayChange ? card.With(how) : card;
    }

    private static Line State(TokenLine token, DateTimeOffset now) =>
        token.RevokedAt is { } at ? Line.Of(new Inline.Plain($"revoked by {token.RevokedBy} on "), Wording.Day(at)) : token.ExpiresAt <= now ? "expired" : "counts";
}

/// <summary>A token as people see it: never the secret.</summary>
internal sealed record TokenLine(string Name, string May, string MadeBy, DateTimeOffset ExpiresAt, DateTimeOffset? LastUsedAt, string? RevokedBy, DateTimeOffset? RevokedAt);
