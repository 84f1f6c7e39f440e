using System.Collections.Concurrent;
using Companion.Chat;

namespace Companion.Platforms.Teams;

/// <summary>Keeps to what Teams takes: so many messages into one conversation, so many requests for one tenant.</summary>
/// <remarks>https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit</remarks>
internal sealed class Pace(TimeProvider time)
{
    private static readonly (int Count, TimeSpan Window)[] Sending =
        [(7, TimeSpan.FromSeconds(1)), (8, TimeSpan.FromSeconds(2)), (60, TimeSpan.FromSeconds(30)), (1800, TimeSpan.FromHours(1))];

    private static readonly (int Count, TimeSpan Window)[] Tenant = [(50, TimeSpan.FromSeconds(1))];

    /// <summary>Whoever would have to wait longer comes back later.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(8);

    private const int MostKept = 20_000;

    private readonly ConcurrentDictionary<string, Lane> _lanes = new(StringComparer.Ordinal);

    /// <summary>Waits for its turn.</summary>
    /// <param name="conversation">Null for what is not sent into a conversation.</param>
    /// <exception cref="SendException">The turn is too far away.</exception>
    public async Task WaitAsync(string tenant, string? conversation, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var at = conversation is null ? now : Lane(conversation, now).Take(Sending, now, now + LongestWait);
        at = Lane(tenant, now).Take(Tenant, at, now + LongestWait);
        if (at > now)
            await Task.Delay(at - now, time, ct);
    }

    // Counting a concurrent dictionary takes all its locks: only a new lane is a reason to.
    private Lane Lane(string name, DateTimeOffset now)
    {
        if (_lanes.TryGetValue(name, out var known))
            return known;

        if (_lanes.Count >= MostKept)
            Forget(now);
        return _lanes.GetOrAdd(name, static _ => new Lane());
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (name, lane) in _lanes)
            if (lane.IsIdleSince(now - TimeSpan.FromHours(1)))
                _lanes.TryRemove(name, out _);
    }
}

/// <summary>When the last messages went one way.</summary>
internal sealed class Lane
{
    private readonly List<DateTimeOffset> _taken = [];
    private readonly Lock _one = new();

    /// <summary>The first moment, not before another, at which one more is allowed; it is taken.</summary>
    public DateTimeOffset Take((int Count, TimeSpan Window)[] limits, DateTimeOffset notBefore, DateTimeOffset latest)
    {
        lock (_one)
        {
            var at = notBefore;
            foreach (var (count, window) in limits)
                if (_taken.Count >= count && _taken[^count] + window is var free && free > at)
                    at = free;
            if (at > latest)
                throw new SendException(SendFault.Retry, "paced", at - notBefore);

            Trim(limits[^1].Count);
            _taken.Add(at);
            return at;
        }
    }

    public bool IsIdleSince(DateTimeOffset at)
    {
        lock (_one)
            return _taken.Count == 0 || _taken[^1] < at;
    }

    private void Trim(int most)
    {
        if (_taken.Count >= 2 * most)
            _taken.RemoveRange(0, _taken.Count - most);
    }
}
