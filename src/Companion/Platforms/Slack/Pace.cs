using System.Collections.Concurrent;
using Companion.Chat;

namespace Companion.Platforms.Slack;

/// <summary>Keeps to Slack's limits: about one message a second and channel, each method by its tier, and what a 429 says. See https://docs.slack.dev/apis/web-api/rate-limits.</summary>
internal sealed class Pace(TimeProvider time)
{
    /// <summary>Longer than this is not waited for here: the message goes back to its queue.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private const int MostKeys = 10_000;

    private readonly ConcurrentDictionary<(Guid Connection, string What), Slot> _slots = new();

    /// <summary>Waits for the turn of a call, or says when it comes.</summary>
    /// <param name="channel">For messages: the channel has a limit of its own.</param>
    /// <exception cref="SendException">The turn comes too late to wait for it.</exception>
    public async Task EnterAsync(Guid connection, string method, string? channel, CancellationToken ct)
    {
        var wait = Take(connection, method, PerMinute(method), Burst(method));
        if (channel is not null)
            wait = wait > TimeSpan.Zero ? wait : Take(connection, $"#{channel}", 60, 5);
        if (wait > LongestWait)
            throw new SendException(SendFault.Retry, "paced", wait);
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, time, ct);
    }

    /// <summary>Slack asked to pause one method in one workspace.</summary>
    public void Pause(Guid connection, string method, TimeSpan pause) =>
        _slots[(connection, method)] = new(time.GetUtcNow() + pause, time.GetUtcNow() + pause);

    /// <summary>How long a method is paused for; zero when it is not. For calls that have no pace of their own.</summary>
    public TimeSpan Paused(Guid connection, string method) =>
        _slots.TryGetValue((connection, method), out var slot) && slot.PausedUntil > time.GetUtcNow() ? slot.PausedUntil - time.GetUtcNow() : TimeSpan.Zero;

    // A turn every so often; whoever did not come for a while may take several at once.
    private TimeSpan Take(Guid connection, string what, double perMinute, int burst)
    {
        var now = time.GetUtcNow();
        var every = TimeSpan.FromMinutes(1 / perMinute);
        if (_slots.Count > MostKeys)
            Forget(now);
        var taken = _slots.AddOrUpdate(
            (connection, what),
            _ => new(now + every, DateTimeOffset.MinValue),
            (_, slot) => slot.PausedUntil > now ? slot : slot with { Next = (slot.Next > now ? slot.Next : now) + every });
        return taken.PausedUntil > now ? taken.PausedUntil - now : taken.Next - now - (every * burst);
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var old in _slots.Where(s => s.Value.Next < now && s.Value.PausedUntil < now).Select(s => s.Key).ToList())
            _slots.TryRemove(old, out _);
    }

    private static double PerMinute(string method) => method switch
    {
        "chat.postMessage" => 240,
        "chat.postEphemeral" or "users.info" => 100,
        "usergroups.users.list" => 20,
        _ => 50,
    };

    private static int Burst(string method) => method is "chat.postMessage" ? 60 : 20;

    private sealed record Slot(DateTimeOffset Next, DateTimeOffset PausedUntil);
}
