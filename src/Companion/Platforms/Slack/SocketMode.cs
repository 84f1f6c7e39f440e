using System.Net.WebSockets;
using Companion.Storage;
using Microsoft.Extensions.Options;

namespace Companion.Platforms.Slack;

/// <summary>Slack over a socket that we open: no address, no firewall. See https://docs.slack.dev/apis/events-api/using-socket-mode.</summary>
/// <remarks>When Slack announces the end of a socket the next one is opened first, so that nothing falls between the two; what arrives twice has one effect.</remarks>
internal sealed partial class SocketMode(SlackApi api, SocketFrames frames, IOptions<Settings> settings, TimeProvider time, ILogger<SocketMode> logger) : BackgroundService
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);

    /// <summary>How many sockets are open and greeted.</summary>
    public int Open => _open;

    private int _open;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await RunAsync(stoppingToken) == SocketEnd.SwitchedOff)
                {
                    SwitchedOff();
                    return;
                }

                failures = 0;
            }
            catch (SlackException e) when (IsFinal(e.Code))
            {
                Refused(e.Code);
                return;
            }
            catch (Exception e) when (e is SlackException or WebSocketException or IOException or HttpRequestException or StorageUnavailableException)
            {
                failures++;
                var wait = TimeSpan.FromSeconds(Math.Min(LongestWait.TotalSeconds, FirstWait.TotalSeconds * Math.Pow(2, failures - 1)) * (0.8 + (0.4 * Random.Shared.NextDouble())));
                Lost(e.Message, wait.TotalSeconds);
                await Task.Delay(wait, time, stoppingToken);
            }
        }
    }

    /// <summary>One socket after the other, each opened before the one before it ends.</summary>
    private async Task<SocketEnd> RunAsync(CancellationToken ct)
    {
        var current = await OpenAsync(ct);
        while (true)
        {
            var ended = await current.Leaving.WaitAsync(ct);
            if (ended is SocketEnd.Refresh)
            {
                // The old one goes on delivering until Slack closes it.
                current = await OpenAsync(ct);
                continue;
            }

            await current.Finished.WaitAsync(ct);
            return ended;
        }
    }

    private async Task<OpenSocket> OpenAsync(CancellationToken ct)
    {
        var reply = await api.AskAsync(settings.Value.AppToken, "apps.connections.open", SlackApi.Patience, ct);
        var url = reply.Text("url") is { } text && Uri.TryCreate(text, UriKind.Absolute, out var parsed) && (parsed.Scheme == "wss" || (parsed.Scheme == "ws" && parsed.IsLoopback))
            ? parsed
            : throw new SlackException("apps.connections.open", SlackException.Garbage);
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = TimeSpan.FromSeconds(5);
        socket.Options.KeepAliveTimeout = TimeSpan.FromSeconds(30);
        try
        {
            await socket.ConnectAsync(url, ct);
        }
        catch (WebSocketException)
        {
            socket.Dispose();
            throw;
        }

        return new(ReadAsync(socket, ct));
    }

    private SocketReading ReadAsync(ClientWebSocket socket, CancellationToken ct)
    {
        var leaving = new TaskCompletionSource<SocketEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        return new(leaving.Task, ReadAllAsync(socket, leaving, ct));
    }

    private async Task ReadAllAsync(ClientWebSocket socket, TaskCompletionSource<SocketEnd> leaving, CancellationToken ct)
    {
        var greeted = false;
        try
        {
            await foreach (var frame in frames.ReadAsync(socket, ct))
            {
                switch (frame.Type)
                {
                    case "hello":
                        if (!greeted)
                            Interlocked.Increment(ref _open);
                        greeted = true;
                        Greeted();
                        break;
                    case "disconnect":
                        leaving.TrySetResult(frame.Reason == "link_disabled" ? SocketEnd.SwitchedOff : SocketEnd.Refresh);
                        break;
                    default:
                        break;
                }
            }

            leaving.TrySetResult(SocketEnd.Refresh);
        }
        catch (Exception e) when (e is WebSocketException or IOException or StorageUnavailableException)
        {
            leaving.TrySetException(e);
        }
        finally
        {
            leaving.TrySetCanceled(CancellationToken.None);
            if (greeted)
                Interlocked.Decrement(ref _open);
            socket.Dispose();
        }
    }

    // With such a token no socket ever opens: a person must look.
    private static bool IsFinal(string code) => code is "not_authed" or "invalid_auth" or "account_inactive" or "user_removed_from_team" or "team_disabled" or "not_allowed_token_type" or "missing_scope";

    private sealed record SocketReading(Task<SocketEnd> Leaving, Task Finished);

    private sealed class OpenSocket(SocketReading reading)
    {
        public Task<SocketEnd> Leaving => reading.Leaving;

        public Task Finished => reading.Finished;
    }

    private enum SocketEnd
    {
        Refresh,
        SwitchedOff,
    }

    [LoggerMessage(LogLevel.Information, "Slack is connected over a socket.")]
    private partial void Greeted();

    [LoggerMessage(LogLevel.Warning, "The socket to Slack is lost ({Why}); the next attempt is in {Seconds:0} seconds.")]
    private partial void Lost(string why, double seconds);

    [LoggerMessage(LogLevel.Error, "Socket Mode was switched off in the app's settings. Turn it on again and restart, or use HTTP.")]
    private partial void SwitchedOff();

    [LoggerMessage(LogLevel.Error, "Slack does not take Slack:AppToken: {Code}. Create a new one under Basic Information, App-Level Tokens.")]
    private partial void Refused(string code);
}
