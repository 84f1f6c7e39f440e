using System.Collections.Concurrent;

namespace Companion.Storage;

/// <summary>What was read lately and cannot have changed since, so that a question asked a thousand times a second is read once.</summary>
/// <remarks>Only values that nobody changes in place may be kept.</remarks>
internal sealed class Remembered
{
    private const int Most = 20_000;

    private readonly ConcurrentDictionary<(string What, Guid Of), (long Stamp, object? Value)> _values = new();

    public bool TryGet<T>(string what, Guid of, long stamp, out T value)
    {
        if (_values.TryGetValue((what, of), out var kept) && kept.Stamp == stamp)
        {
            value = (T)kept.Value!;
            return true;
        }

        value = default!;
        return false;
    }

    /// <param name="stamp">As it was before the reading began: a write meanwhile makes the value old at once.</param>
    public void Keep(string what, Guid of, long stamp, object? value)
    {
        // Simple and bounded: what is asked for again is read again.
        if (_values.Count >= Most)
            _values.Clear();
        _values[(what, of)] = (stamp, value);
    }
}
