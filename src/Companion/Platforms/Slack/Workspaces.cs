using System.Collections.Concurrent;
using Companion.Storage;
using Companion.Views;
using Microsoft.Extensions.Options;

namespace Companion.Platforms.Slack;

/// <summary>The workspaces that have the app: found by what a payload says, with the token that speaks there.</summary>
internal sealed partial class Workspaces(
    ConnectionStore connections, DepartureStore departures, StewardStore stewards, IOptions<Storage.Settings> storage, TokenVault vault, SlackApi api, IOptions<Settings> settings, TimeProvider time, ILogger<Workspaces> logger) : IDisposable
{
    // Another process may have changed it; ours says so itself.
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RefreshBefore = TimeSpan.FromHours(2);
    private static readonly TimeSpan RefreshTakes = TimeSpan.FromSeconds(40);

    private readonly ConcurrentDictionary<string, Entry> _byKey = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, Entry> _byId = new();
    private readonly SemaphoreSlim _oneConnects = new(1, 1);
    private DateTimeOffset _askedAt = DateTimeOffset.MinValue;

    /// <summary>The installation a payload belongs to; null when there is none.</summary>
    public async Task<SlackWorkspace?> FindAsync(Origin origin, CancellationToken ct) =>
        await InstalledAsync(origin, ct) is not { } found ? null : found.Details.Team is null && origin.Team is { } team ? found with { From = team } : found;

    private async Task<SlackWorkspace?> InstalledAsync(Origin origin, CancellationToken ct)
    {
        foreach (var key in origin.Keys)
        {
            if (_byKey.TryGetValue(key, out var entry) && entry.At + Remembered > time.GetUtcNow())
                return entry.Workspace;
            if (await connections.FindAsync(SlackWorkspace.Platform, key, ct) is not { } kept)
                continue;

            // Whoever still sends us something may have installed the app again.
            return kept.IsQuiet && IsOwn ? await ConnectOwnAsync(key, ct) ?? Remember(key, kept) : Remember(key, kept);
        }

        return IsOwn && origin.Team is { } team ? await ConnectOwnAsync(team, ct) : null;
    }

    private bool IsOwn => settings.Value.BotToken is { Length: > 0 };

    public async Task<SlackWorkspace> GetAsync(Guid connection, CancellationToken ct)
    {
        if (_byId.TryGetValue(connection, out var entry) && entry.At + Remembered > time.GetUtcNow())
            return entry.Workspace;

        var kept = await connections.GetAsync(connection, ct);
        return Remember(kept.External, kept);
    }

    /// <summary>With a bot token in the settings: the one workspace it belongs to; null when it belongs to another.</summary>
    public async Task<SlackWorkspace?> ConnectOwnAsync(string? expected, CancellationToken ct)
    {
        await _oneConnects.WaitAsync(ct);
        try
        {
            // Somebody else may have asked meanwhile.
            if (expected is not null && await connections.FindAsync(SlackWorkspace.Platform, expected, ct) is { IsQuiet: false } there)
                return Remember(expected, there);
            // Whoever asks again right after somebody else's question gets no other answer.
            if (time.GetUtcNow() - _askedAt < AskEvery)
                return null;
            _askedAt = time.GetUtcNow();
            var (reply, _) = await api.TestAsync(settings.Value.BotToken!, SlackApi.WithinRequest, ct);
            var (team, enterprise) = (reply.Text("team_id"), reply.Text("enterprise_id"));
            var key = reply.IsTrue("is_enterprise_install") ? enterprise : team;
            if (key is null || (expected is not null && expected != team && expected != enterprise))
                return null;

            var before = await connections.FindAsync(SlackWorkspace.Platform, key, ct);
            var details = before is null ? new(null, team, enterprise, null) : WorkspaceDetails.Read(before.Details);
            details = details with { BotUser = reply.Text("user_id"), Team = team, Enterprise = enterprise };
            if (before is null || before.IsQuiet || before.Details != details.Write())
                await connections.ConnectAsync(new(SlackWorkspace.Platform, key, reply.Text("team") ?? key, "UTC", details.Write(), null), time.GetUtcNow(), ct);
            Forget(key);
            return await connections.FindAsync(SlackWorkspace.Platform, key, ct) is { } kept ? Remember(key, kept) : null;
        }
        catch (SlackException e)
        {
            NotTested(e.Code);
            return null;
        }
        finally
        {
            _oneConnects.Release();
        }
    }

    /// <summary>The token that speaks in a workspace, refreshed when it is about to end.</summary>
    /// <exception cref="SlackException">There is none any more.</exception>
    public async Task<string> TokenAsync(SlackWorkspace workspace, CancellationToken ct)
    {
        if (settings.Value.BotToken is { Length: > 0 } own)
            return own;
        if (vault.Open(workspace.Kept.Secret) is not { } tokens)
            throw new SlackException("token", "not_authed");

        return tokens.ExpiresAt is { } end && end - time.GetUtcNow() < RefreshBefore
            ? await RefreshAsync(workspace.Id, ct) ?? tokens.AccessToken
            : tokens.AccessToken;
    }

    public Task SetRichAsync(SlackWorkspace workspace, bool isRich, CancellationToken ct) => ChangeAsync(workspace, d => d with { IsRich = isRich }, ct);

    /// <summary>The administrators of an organisation gave the app to some of its workspaces, or took it away from them.</summary>
    public Task AccessAsync(SlackWorkspace workspace, IReadOnlyCollection<string> teams, bool isGranted, CancellationToken ct) => ChangeAsync(
        workspace, d => d with { Revoked = [.. (d.Revoked ?? []).Except(teams, StringComparer.Ordinal), .. isGranted ? [] : teams] }, ct);

    private async Task ChangeAsync(SlackWorkspace workspace, Func<WorkspaceDetails, WorkspaceDetails> change, CancellationToken ct)
    {
        var kept = await connections.GetAsync(workspace.Id, ct);
        await connections.SetDetailsAsync(kept, change(WorkspaceDetails.Read(kept.Details)).Write(), ct);
        Forget(kept.External);
    }

    public async Task QuietAsync(SlackWorkspace workspace, string reason, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (await connections.QuietAsync(workspace.Id, reason, forgetSecret: true, now, ct))
        {
            WentQuiet(workspace.Id, reason);
            // Where the organisation has another chat, its stewards can still hear of it.
            if (await departures.IsElsewhereAsync(workspace.Connection, ct))
                await stewards.TellAsync(workspace.Connection.OrganisationId, $"workspace {workspace.Id} uninstalled {now:yyyy-MM-dd}", ChannelView.Uninstalled(workspace.Kept.Name, storage.Value.KeepUninstalledDays, now + storage.Value.KeepUninstalled), now, ct);
        }

        Forget(workspace.Kept.External);
    }

    public void Forget(string key)
    {
        if (_byKey.TryRemove(key, out var entry))
            _byId.TryRemove(entry.Workspace.Id, out _);
    }

    public void Dispose() => _oneConnects.Dispose();

    /// <summary>A new access token for one that ends soon. Whoever claims it in the database refreshes; the others go on with the one they have.</summary>
    /// <returns>Null when somebody else is at it, or Slack could not be asked: the old one may still work.</returns>
    private async Task<string?> RefreshAsync(Guid connection, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var kept = await connections.GetAsync(connection, ct);
        if (vault.Open(kept.Secret) is not { RefreshToken: { } refresh } tokens || tokens.RefreshingUntil > now)
            return null;
        if (tokens.ExpiresAt - now >= RefreshBefore)
            return Remember(kept.External, kept) is { } fresh ? vault.Open(fresh.Kept.Secret)?.AccessToken : null;

        var claimed = vault.Seal(tokens with { RefreshingUntil = now + RefreshTakes });
        if (!await connections.RenewSecretAsync(kept, claimed, ct))
            return null;

        try
        {
            var reply = await api.AuthorizeAsync(ct, ("grant_type", "refresh_token"), ("refresh_token", refresh));
            var renewed = Installation.TokensOf(reply, time.GetUtcNow());
            await connections.RenewSecretAsync(kept with { Secret = claimed }, vault.Seal(renewed), ct);
            Forget(kept.External);
            Refreshed(connection);
            return renewed.AccessToken;
        }
        catch (SlackException e)
        {
            NotRefreshed(connection, e.Code);
            return null;
        }
    }

    private SlackWorkspace Remember(string key, Workspace kept)
    {
        var entry = new Entry(SlackWorkspace.Of(kept), time.GetUtcNow());
        _byKey[key] = entry;
        _byId[kept.Id] = entry;
        return entry.Workspace;
    }

    private sealed record Entry(SlackWorkspace Workspace, DateTimeOffset At);

    [LoggerMessage(LogLevel.Error, "Slack does not take Slack:BotToken, or could not be asked about it: {Code}.")]
    private partial void NotTested(string code);

    [LoggerMessage(LogLevel.Information, "Workspace {Connection} went quiet: {Reason}.")]
    private partial void WentQuiet(Guid connection, string reason);

    [LoggerMessage(LogLevel.Debug, "The token of workspace {Connection} was refreshed.")]
    private partial void Refreshed(Guid connection);

    [LoggerMessage(LogLevel.Warning, "The token of workspace {Connection} was not refreshed: {Code}. It is tried again.")]
    private partial void NotRefreshed(Guid connection, string code);
}
