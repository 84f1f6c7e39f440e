using System.Runtime.CompilerServices;
using Companion.Chat;
using Companion.Storage;
using Microsoft.Extensions.Options;

namespace Companion.Platforms.Slack;

/// <summary>A real workspace, asked: whom the tokens belong to, what they may do, whether the address answers, whether sockets open.</summary>
internal sealed class LiveCheck(SlackApi api, Workspaces workspaces, ConnectionStore connections, PublicAddress address, IHttpClientFactory clients, IOptions<Settings> settings, IOptions<Storage.Settings> storage) : ILiveCheck
{
    private const string InTheWay = "Is the network in the way? Try again.";

    public async IAsyncEnumerable<(bool Well, string Says)> RunAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var tokens = settings.Value.BotToken is { Length: > 0 } own ? TokenAsync("Slack:BotToken", own, ct) : InstallationsAsync(ct);
        await foreach (var said in tokens)
            yield return said;
        yield return settings.Value.IsSocketMode ? await SocketAsync(ct) : await AddressAsync(ct);
    }

    private async IAsyncEnumerable<(bool Well, string Says)> InstallationsAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var all = await connections.AllAsync(SlackWorkspace.Platform, ct);
        if (all.Count == 0)
            yield return (true, $"Slack: no workspace has installed the app yet. Open {address.Of("/slack/install")}.");
        foreach (var kept in all)
        {
            if (kept.IsForgotten)
                continue;
            if (kept.IsQuiet)
            {
                yield return (true, $"Slack: {kept.Name} is quiet since {kept.QuietSince:yyyy-MM-dd} ({kept.QuietReason}); its data is kept{(kept.Secret is null ? $" until {kept.QuietSince + storage.Value.KeepUninstalled:yyyy-MM-dd}" : "")}. Install again to wake it.");
                continue;
            }

            await foreach (var said in TokenAsync(kept.Name, await TokenOfAsync(kept, ct), ct))
                yield return said;
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

    private async IAsyncEnumerable<(bool Well, string Says)> TokenAsync(string whose, string? token, [EnumeratorCancellation] CancellationToken ct)
    {
        if (token is null)
        {
            yield return (false, $"Slack: the token of {whose} cannot be read: its keys are gone. Install the app there again.");
            yield break;
        }

        var (knows, scopes) = await TestAsync(whose, token, ct);
        yield return knows;
        if (!knows.Well)
            yield break;

        var missing = Manifest.Scopes.Except(scopes, StringComparer.Ordinal).ToList();
        yield return missing.Count == 0
            ? (true, $"Slack: {whose} has all scopes.")
            : (false, $"Slack: {whose} lacks {string.Join(", ", missing)}. Add them under OAuth & Permissions and reinstall the app.");
    }

    private async Task<((bool Well, string Says) Knows, IReadOnlyList<string> Scopes)> TestAsync(string whose, string token, CancellationToken ct)
    {
        try
        {
            var (reply, scopes) = await api.TestAsync(token, SlackApi.Patience, ct);
            return ((true, $"Slack: with {whose} we are {reply.Text("user") ?? reply.Text("user_id")} in {reply.Text("team") ?? reply.Text("team_id")}."), scopes);
        }
        catch (SlackException e)
        {
            return ((false, $"Slack: {whose}: {e.Code}. {(e.Sorted().Fault == SendFault.Disconnected ? "Copy the token again from OAuth & Permissions, or reinstall the app." : InTheWay)}"), []);
        }
    }

    private async Task<(bool Well, string Says)> SocketAsync(CancellationToken ct)
    {
        try
        {
            await api.AskAsync(settings.Value.AppToken, "apps.connections.open", SlackApi.Patience, ct);
            return (true, "Slack: Slack:AppToken opens sockets.");
        }
        catch (SlackException e)
        {
            return (false, $"Slack: Slack:AppToken: {e.Code}. {(e.Sorted().Fault == SendFault.Retry ? InTheWay : "Create one under Basic Information, App-Level Tokens, with connections:write, and turn Socket Mode on.")}");
        }
    }

    private async Task<(bool Well, string Says)> AddressAsync(CancellationToken ct)
    {
        var url = address.Of("/healthz");
        if (!url.StartsWith("https://", StringComparison.Ordinal))
            return (false, $"Slack: PublicUrl is {address.Of("")}, which Slack cannot reach. Set PublicUrl to the https address in front of this server, or use Socket Mode.");

        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(SlackApi.Patience);
            using var response = await clients.CreateClient(SlackApi.ClientName).GetAsync(url, limit.Token);
            return (response.IsSuccessStatusCode, $"Slack: {url} answered {(int)response.StatusCode}.");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return (false, $"Slack: {url} does not answer from here. Is the server running, and does PublicUrl name the https address in front of it?");
        }
    }
}
