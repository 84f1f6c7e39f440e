using System.Collections.Concurrent;

namespace Companion.Storage;

/// <summary>How often each table was written to by this process, for an engine whose data nobody else writes.</summary>
internal sealed class TableChanges
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>Told after a commit and before anybody hears of it: what was read earlier is then known to be old.</summary>
    public void Happened(IEnumerable<string> tables)
    {
        foreach (var table in tables)
            _counts.AddOrUpdate(table, 1, (_, count) => count + 1);
    }

    /// <summary>The same number again as long as none of the tables was written to: counts only grow.</summary>
    public long Stamp(ReadOnlySpan<string> tables)
    {
        var sum = 0L;
        foreach (var table in tables)
            sum += _counts.GetValueOrDefault(table);
        return sum;
    }
}
