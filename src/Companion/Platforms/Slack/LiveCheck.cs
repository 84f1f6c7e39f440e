using Companion.Chat;
using Companion.Storage;
using Microsoft.Extensions.Options;

namespace Companion.Platforms.Slack;

/// <summary>What <c>doctor --live</c> asks Slack: whom the tokens belong to, what they may do, whether the addresses answer, whether sockets open.</summary>
internal sealed class LiveCheck(SlackApi api, Workspaces workspaces, ConnectionStore connections, PublicAddress address, IHttpClientFactory clients, IOptions<Settings> settings) : ILiveCheck
{
    public async Task RunAsync(Func<bool, string, Task> sayAsync, CancellationToken ct)
    {
        if (settings.Value.BotToken is { Length: > 0 } own)
            await TokenAsync("Slack:BotToken", own, sayAsync, ct);
        else
            await InstallationsAsync(sayAsync, ct);
        if (settings.Value.IsSocketMode)
            await SocketAsync(sayAsync, ct);
        else
            await AddressAsync(sayAsync, ct);
    }

    private async Task InstallationsAsync(Func<bool, string, Task> sayAsync, CancellationToken ct)
    {
        var all = await connections.AllAsync(SlackWorkspace.Platform, ct);
        if (all.Count == 0)
            await sayAsync(true, $"No workspace has installed the app yet. Open {address.Of("/slack/install")}.");
        foreach (var kept in all)
        {
            if (kept.IsQuiet)
                await sayAsync(true, $"{kept.Name} is quiet since {kept.QuietSince:yyyy-MM-dd} ({kept.QuietReason}); its data is kept. Install again to wake it.");
            else
                await TokenAsync(kept.Name, await TokenOfAsync(kept, ct), sayAsync, ct);
        }
    }

    private async Task<string?> TokenOfAsync(Workspace kept, CancellationToken ct)
    {
        try
        {
            return await workspaces.TokenAsync(SlackWorkspace.Of(kept), ct);
        }
        catch (SlackException)
        {
            return null;
        }
    }

    private async Task TokenAsync(string whose, string? token, Func<bool, string, Task> sayAsync, CancellationToken ct)
    {
        if (token is null)
        {
            await sayAsync(false, $"The token of {whose} cannot be read: its keys are gone. Install the app there again.");
            return;
        }

        try
        {
            var (reply, scopes) = await api.TestAsync(token, SlackApi.Patience, ct);
            await sayAsync(true, $"{whose}: Slack knows us in {reply.Text("team")} as {reply.Text("user") ?? reply.Text("user_id")}.");
            var missing = Manifest.Scopes.Except(scopes, StringComparer.Ordinal).ToList();
            await sayAsync(missing.Count == 0, missing.Count == 0 ? $"{whose}: all scopes are granted." : $"{whose}: the scopes {string.Join(", ", missing)} are missing. Add them under OAuth & Permissions and reinstall the app.");
        }
        catch (SlackException e)
        {
            await sayAsync(false, $"{whose}: Slack said {e.Code}. {(e.Sorted().Fault == SendFault.Disconnected ? "Copy the token again from OAuth & Permissions, or reinstall the app." : "Is the network in the way? Try again.")}");
        }
    }

    private async Task SocketAsync(Func<bool, string, Task> sayAsync, CancellationToken ct)
    {
        try
        {
            await api.AskAsync(settings.Value.AppToken, "apps.connections.open", SlackApi.Patience, ct);
            await sayAsync(true, "Slack:AppToken opens sockets.");
        }
        catch (SlackException e)
        {
            await sayAsync(false, $"Slack:AppToken: Slack said {e.Code}. Create one under Basic Information, App-Level Tokens, with connections:write, and turn Socket Mode on.");
        }
    }

    private async Task AddressAsync(Func<bool, string, Task> sayAsync, CancellationToken ct)
    {
        var url = address.Of("/healthz");
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(SlackApi.Patience);
            using var response = await clients.CreateClient(SlackApi.ClientName).GetAsync(url, limit.Token);
            var isPublic = url.StartsWith("https://", StringComparison.Ordinal);
            await sayAsync(response.IsSuccessStatusCode && isPublic, isPublic
                ? $"{url} answered {(int)response.StatusCode}."
                : $"PublicUrl is {address.Of("")}, which Slack cannot reach. Set PublicUrl to the https address in front of this server, or use Socket Mode.");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            await sayAsync(false, $"{url} does not answer from here. Is the server running, and does PublicUrl name the https address in front of it?");
        }
    }
}
