using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Companion.Storage;
using Microsoft.Extensions.Options;

namespace Companion.Platforms.Slack;

/// <summary>Installing from a browser. What begins in one browser ends there, once, within ten minutes. See https://docs.slack.dev/authentication/installing-with-oauth.</summary>
internal sealed partial class Install(
    SlackApi api, ConnectionStore connections, Workspaces workspaces, People people, TokenVault vault, PublicAddress address, IOptions<Settings> settings, IOptions<Storage.Settings> storage, TimeProvider time, ILogger<Install> logger)
{
    private const string Cookie = "slack-install";
    private const int Bytes = 32;
    private const int MostOpen = 10_000;
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _open = new(StringComparer.Ordinal);

    private string Redirect => address.Of("/slack/oauth/callback");

    /// <summary>Where the browser goes to be asked.</summary>
    public string Begin(IResponseCookies cookies, bool isHttps)
    {
        var now = time.GetUtcNow();
        foreach (var old in _open.Where(s => s.Value <= now).Select(s => s.Key).ToList())
            _open.TryRemove(old, out _);
        if (_open.Count >= MostOpen)
            _open.Clear();

        var state = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
        _open[state] = now + Lasts;
        cookies.Append(Cookie, state, new() { HttpOnly = true, Secure = isHttps, SameSite = SameSiteMode.Lax, Path = "/slack", MaxAge = Lasts });
        var authorize = new Uri(settings.Value.Api, "/oauth/v2/authorize");
        return $"{authorize}?client_id={Uri.EscapeDataString(settings.Value.ClientId!)}&scope={Uri.EscapeDataString(string.Join(',', Manifest.Scopes))}&redirect_uri={Uri.EscapeDataString(Redirect)}&state={state}";
    }

    /// <summary>Slack sends the browser back.</summary>
    /// <returns>The status and the page to show.</returns>
    public async Task<(int Status, string Page)> FinishAsync(HttpRequest request, IResponseCookies cookies, CancellationToken ct)
    {
        cookies.Delete(Cookie, new() { Path = "/slack" });
        if (!IsOurs(request))
            return Page(StatusCodes.Status400BadRequest, "That was not begun here", "Begin again in this browser: an installation is good once, for ten minutes.");
        if (request.Query["error"] is [{ } refused])
            return Page(StatusCodes.Status200OK, "Nothing was installed", refused == "access_denied" ? "You said no, which is fine." : $"Slack said {refused}.");
        if (request.Query["code"] is not [{ Length: > 0 } code])
            return Page(StatusCodes.Status400BadRequest, "Slack sent no code", "Begin again.");

        try
        {
            var reply = await api.AuthorizeAsync(ct, ("code", code), ("redirect_uri", Redirect));
            return await KeepAsync(Installation.Of(reply, time.GetUtcNow()), ct);
        }
        catch (SlackException e)
        {
            NotInstalled(e.Code);
            return Page(StatusCodes.Status502BadGateway, "Slack did not finish the installation", $"It said {e.Code}. Begin again; if it stays so, check Slack:ClientId, Slack:ClientSecret and PublicUrl.");
        }
    }

    private async Task<(int Status, string Page)> KeepAsync(Installation installed, CancellationToken ct)
    {
        await connections.ConnectAsync(new(SlackWorkspace.Platform, installed.Key, installed.Name, "UTC", installed.Details.Write(), vault.Seal(installed.Tokens)), time.GetUtcNow(), ct);
        workspaces.Forget(installed.Key);
        if (installed.Details.Installer is { } installer && await workspaces.FindAsync(new(installed.Key, installed.Key, false), ct) is { } workspace)
        {
            await people.MeetAsync(workspace, installer, null, ct);
            Installed(workspace.Id);
        }

        return Page(StatusCodes.Status200OK, $"Companion is installed in {installed.Name}", $"Open Slack and say /equalizer setup. If you ever uninstall it, what it knows of your people is kept for {storage.Value.KeepUninstalledDays} days, in case you come back, and then erased.");
    }

    // The browser proves by its cookie that it began, and what was begun is taken away.
    private bool IsOurs(HttpRequest request) =>
        request.Query["state"] is [{ Length: Bytes * 2 } state]
        && request.Cookies[Cookie] is { } cookie
        && CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(state), System.Text.Encoding.UTF8.GetBytes(cookie))
        && _open.TryRemove(state, out var until)
        && until > time.GetUtcNow();

    private static (int Status, string Page) Page(int status, string title, string says) => (status, string.Create(CultureInfo.InvariantCulture, $"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{WebUtility.HtmlEncode(title)}</title></head>
        <body><h1>{WebUtility.HtmlEncode(title)}</h1><p>{WebUtility.HtmlEncode(says)}</p></body></html>
        """));

    [LoggerMessage(LogLevel.Information, "Workspace {Connection} installed the app.")]
    private partial void Installed(Guid connection);

    [LoggerMessage(LogLevel.Warning, "An installation was not finished: {Code}.")]
    private partial void NotInstalled(string code);
}
