using System.Runtime.CompilerServices;
using Companion.Chat;
using Companion.Messages;
using Companion.Storage;
using Microsoft.Extensions.Options;

namespace Companion.Platforms.Teams;

/// <summary>A real registration, tried: the Connector's keys, a token, a message to whoever spoke to the bot last.</summary>
internal sealed class LiveCheck(IOptions<Settings> settings, SigningKeys keys, Tokens tokens, Connector connector, ConnectionStore connections, ConversationStore conversations) : ILiveCheck
{
    public async IAsyncEnumerable<(bool Well, string Says)> RunAsync([EnumeratorCancellation] CancellationToken ct)
    {
        if (settings.Value.Emulator)
        {
            yield return (true, "Teams: the emulator needs no registration; there is nothing to try.");
            yield break;
        }

        yield return await KeysAsync(ct);
        var token = await TokenAsync(ct);
        yield return token;
        if (token.Well)
            yield return await MessageAsync(ct);
    }

    private async Task<(bool, string)> KeysAsync(CancellationToken ct)
    {
        try
        {
            var count = await keys.CountAsync(Verifier.Channel, ct);
            return (count > 0, $"Teams: {settings.Value.Metadata} announces {count} keys that speak for Teams.");
        }
        catch (KeysUnavailableException)
        {
            return (false, $"Teams: the keys announced at {settings.Value.Metadata} cannot be fetched. Is the server allowed to reach it?");
        }
    }

    private async Task<(bool Well, string Says)> TokenAsync(CancellationToken ct)
    {
        try
        {
            await tokens.GetAsync(null, ct);
            return (true, $"Teams: {settings.Value.Tokens} gives a token for {settings.Value.AppId}.");
        }
        catch (SendException e)
        {
            return (false, $"Teams: {settings.Value.Tokens} gives no token ({e.Code}). Check Teams:AppId, the secret's value (not its id) or the certificate, and Teams:TenantId.");
        }
    }

    private async Task<(bool, string)> MessageAsync(CancellationToken ct)
    {
        foreach (var workspace in await connections.AllAsync(People.Platform, ct))
        {
            var talk = (await conversations.ActiveAsync(workspace.Id, 100, ct)).FirstOrDefault(c => c.Kind == ConversationKind.Personal);
            if (talk is null || TalkDetails.Read(talk.Details) is not { } details)
                continue;

            var card = Card.Say("This is a test", Part.Says("Somebody who runs Companion asked it to try its connection to Teams. It works; you need not do anything."));
            try
            {
                await connector.PostAsync(new(details.ServiceUrl, workspace.External), talk.External, null, Message.Of(Renderer.Render(card, Frame.Bare), card.Title, details.Bot, talk.External), targeted: false, ct);
                return (true, "Teams: a test message went to whoever spoke to the bot last.");
            }
            catch (SendException e)
            {
                return (false, $"Teams: the Connector does not take a message ({e.Code}). Is the bot's messaging endpoint set, and the app still installed?");
            }
        }

        return (true, "Teams: nobody has spoken to the bot yet, so no message was tried. Install the app, say hello, and run this again.");
    }
}
