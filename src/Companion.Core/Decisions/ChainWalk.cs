namespace Companion.Core.Decisions;

/// <summary>A walk along a chain, entry by entry, for logs that are read in pages.</summary>
public sealed class ChainWalk
{
    private long _count;
    private long _erased;
    private string _head = Chain.Genesis;
    private ChainFault? _fault;

    /// <summary>Looks at the next entry.</summary>
    /// <returns>False at the first fault: what comes after it proves nothing.</returns>
    public bool Step(LoggedEntry logged)
    {
        ArgumentNullException.ThrowIfNull(logged);
        var entry = logged.Entry;
        _fault ??= FaultOf(logged);
        if (_fault is not null)
            return false;

        (_count, _head) = (_count + 1, entry.Hash);
        _erased += entry.Texts.Count(t => !logged.Texts.ContainsKey(t.Key));
        return true;
    }

    /// <summary>What the walk found.</summary>
    /// <param name="expectedHead">A head that was published before, to detect a missing end; null to skip that.</param>
    public ChainReport Report(string? expectedHead = null)
    {
        if (_fault is null && expectedHead is not null && expectedHead != _head)
            _fault = new(_count, $"The chain ends in {_head}, not in the expected {expectedHead}: entries at its end are missing or others were added.");

        return new(_fault is null, _count, _head, _erased, _fault);
    }

    private ChainFault? FaultOf(LoggedEntry logged)
    {
        var entry = logged.Entry;
        if (entry.Number != _count + 1)
            return new(entry.Number, $"Entry {_count + 1} should come here, but entry {entry.Number} does: one was removed, added or moved.");
        if (entry.PreviousHash != _head)
            return new(entry.Number, $"Entry {entry.Number} does not follow on the entry before it.");
        if (entry.Hash != Chain.Hash(entry.PreviousHash, entry.Content))
            return new(entry.Number, $"Entry {entry.Number} was changed after it was written.");

        foreach (var (name, text) in logged.Texts)
            if (!entry.Texts.TryGetValue(name, out var seal) || seal != text.Seal())
                return new(entry.Number, $"The text \"{name}\" of entry {entry.Number} was changed after it was written.");

        return null;
    }
}

/// <summary>What a verification found.</summary>
/// <param name="Intact">True when no entry was edited, removed from the middle or moved.</param>
/// <param name="Count">How many entries are whole, from the first on.</param>
/// <param name="Head">The hash of the last whole entry: worth publishing.</param>
/// <param name="Erased">How many texts were erased; that leaves the chain valid.</param>
public sealed record ChainReport(bool Intact, long Count, string Head, long Erased, ChainFault? FirstFault);

/// <summary>The first thing that is wrong with a chain.</summary>
public sealed record ChainFault(long Number, string Says);
