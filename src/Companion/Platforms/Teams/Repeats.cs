namespace Companion.Platforms.Teams;

/// <summary>What this process is handling or has handled in the last minutes. Teams posts again what was not answered in time, and an answer to something read leaves no key behind.</summary>
/// <remarks>A key is kept for a quarter to half an hour; when more come than a process should hold, the oldest half goes first.</remarks>
internal sealed class Repeats(TimeProvider time)
{
    /// <summary>How long a key is kept at least, while there are not too many.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(15);

    /// <summary>How many keys are kept at least.</summary>
    public const int Many = 50_000;

    private readonly Lock _one = new();
    private HashSet<string> _young = new(StringComparer.Ordinal);
    private HashSet<string> _old = [];
    private DateTimeOffset _since = time.GetUtcNow();

    /// <summary>How many keys are kept now.</summary>
    public int Count
    {
        get
        {
            lock (_one)
                return _young.Count + _old.Count;
        }
    }

    /// <summary>True for the first.</summary>
    public bool IsFirst(string key)
    {
        var now = time.GetUtcNow();
        lock (_one)
        {
            // Two generations: forgetting costs nothing, however many there are.
            if (now - _since >= Kept || _young.Count >= Many)
            {
                _old = now - _since >= 2 * Kept ? [] : _young;
                (_young, _since) = (new(StringComparer.Ordinal), now);
            }

            return !_old.Contains(key) && _young.Add(key);
        }
    }

    /// <summary>It came to nothing: the next one is a first again.</summary>
    public void Forget(string key)
    {
        lock (_one)
        {
            _young.Remove(key);
            _old.Remove(key);
        }
    }
}
