using System.CommandLine;
using Companion.Commands;
using Companion.Storage;

namespace Companion.CommandLine;

/// <summary><c>companion token create</c>: for whoever holds the machine, so that a build server can be set up without the chat.</summary>
internal static class Tokens
{
    public static System.CommandLine.Command Command()
    {
        var name = new Argument<string>("name") { Description = "What it is called: ci." };
        var scope = new Option<string?>("--scope") { Description = "evidence (the default), read, or evidence,read." };
        var unit = new Option<string?>("--unit") { Description = "The one unit it may speak about; all of them when left out." };
        var days = new Option<string?>("--days") { Description = $"How long it lasts: 1 to {KeepTokensHandler.MostDays} days, {KeepTokensHandler.DefaultDays} when left out." };
        var organisation = new Option<string?>("--organisation") { Description = "The organisation's name, where the database has several." };
        var create = new System.CommandLine.Command("create", "Make a token and print it: it is shown this once. With SQLite, stop the server first.") { name, scope, unit, days, organisation };
        create.TreatUnmatchedTokensAsErrors = false;
        create.SetAction((parsed, ct) => Server.WithServicesAsync(
            [.. parsed.UnmatchedTokens],
            (services, output, token) => CreateAsync(services, output, new(parsed.GetRequiredValue(name), parsed.GetValue(scope), parsed.GetValue(unit), parsed.GetValue(days)), parsed.GetValue(organisation), token),
            ct));
        return new("token", "Tokens of the API; in the chat a steward lists and revokes them.") { create };
    }

    private static async Task<int> CreateAsync(IServiceProvider services, TextWriter output, TokenWish wish, string? name, CancellationToken ct)
    {
        var state = await services.GetRequiredService<Migrator>().StateAsync(ct);
        if (!state.IsCurrent)
            throw new SchemaException(state.Objection ?? $"There is no database of this version at {state.Place} yet: start Companion once.");

        var organisations = services.GetRequiredService<OrganisationStore>();
        var all = new List<Core.Members.Organisation>();
        foreach (var id in await organisations.AllAsync(ct))
            all.Add(await organisations.GetAsync(id, ct));
        var fitting = all.Where(o => name is null || string.Equals(o.Name, name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (fitting is not [var organisation])
        {
            await Console.Error.WriteLineAsync(all.Count == 0
                ? "There is no organisation yet: set one up in the chat first."
                : $"Say which organisation: --organisation \"{all[0].Name}\". There {(all.Count == 1 ? "is" : "are")} {string.Join(", ", all.Select(o => o.Name))}.");
            return 1;
        }

        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        if ((await services.GetRequiredService<KeepTokensHandler>().DraftAsync(organisation, wish, by: null, now, ct)).IsRefused(out var why, out var made))
        {
            await Console.Error.WriteLineAsync(why.Reason);
            return 1;
        }

        await services.GetRequiredService<TokenStore>().AddAsync(made.Token, new(organisation.Id, now), ct);
        await Console.Error.WriteLineAsync($"Token {made.Token.Name} of {organisation.Name}, until {made.Token.ExpiresAt:yyyy-MM-dd}. It is shown this once:");
        await output.WriteLineAsync(made.Secret);
        return 0;
    }
}
