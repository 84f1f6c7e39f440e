using System.Collections.Concurrent;

namespace Companion.Platforms.Teams;

/// <summary>What this process is handling or has handled in the last minutes. Teams posts again what was not answered in time, and an answer to something read leaves no key behind.</summary>
internal sealed class Repeats(TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(15);
    private const int Many = 10_000;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _begun = new(StringComparer.Ordinal);

    /// <summary>True for the first.</summary>
    public bool IsFirst(string key)
    {
        var now = time.GetUtcNow();
        if (_begun.Count > Many)
            foreach (var (old, at) in _begun)
                if (now - at > Kept)
                    _begun.TryRemove(old, out _);
        return _begun.TryAdd(key, now);
    }

    /// <summary>It came to nothing: the next one is a first again.</summary>
    public void Forget(string key) => _begun.TryRemove(key, out _);
}
