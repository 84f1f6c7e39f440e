using Companion.Commands;
using Companion.Core;

namespace Companion.Chat;

/// <summary>The lines that are about tokens of the API.</summary>
internal static class TokenCommands
{
    private const string How = "Write token create ci, then what it needs: scope evidence, unit tech-stack, for 90 days.";

    public static Outcome<Command> Tokens(Words words) => words.Next()?.ToLowerInvariant() switch
    {
        null => new ListTokens(1),
        "list" => words.Next() is null ? new ListTokens(1) : UnitCommands.Page(words, page => new ListTokens(page)),
        "page" => UnitCommands.Page(words, page => new ListTokens(page)),
        "create" or "new" or "add" => Create(words),
        "revoke" or "remove" => words.Next() is { } name ? new RevokeToken(name) : new Refusal("token.which", "Revoke which token? Write token revoke ci; token list shows them."),
        var other => new Refusal("token.how", $"\"token {UnitCommands.Short(other)}\" is not known. There is token create, list and revoke."),
    };

    private static Outcome<Command> Create(Words words)
    {
        if (words.Next() is not { } name)
            return new Refusal("token.which", $"What is it called? {How}");

        var wish = new TokenWish(name, null, null, null);
        while (words.Next()?.ToLowerInvariant() is { } word)
        {
            var value = words.Next();
            if (value is null || word is not ("scope" or "unit" or "for"))
                return new Refusal("token.how", $"I cannot read \"{UnitCommands.Short(word)}\" there. {How}");

            wish = word switch
            {
                "scope" => wish with { Scopes = value },
                "unit" => wish with { Unit = value },
                _ => wish with { Days = value },
            };
            if (word == "for" && words.Next()?.ToLowerInvariant() is not ("days" or "day"))
                return new Refusal("token.days", "For how many days? Write for 90 days.");
        }

        return new CreateToken(wish);
    }
}
