namespace Companion.Core.Units;

/// <summary>"Unit A needs unit B": a graph that must not lead back to where it began.</summary>
public static class Dependencies
{
    /// <summary>The way from <paramref name="needs"/> back to <paramref name="unit"/> that a new dependency would close; empty when it closes none.</summary>
    /// <param name="all">Who needs whom today.</param>
    public static IReadOnlyList<Guid> CycleWith(Guid unit, Guid needs, IEnumerable<(Guid Unit, Guid Needs)> all)
    {
        ArgumentNullException.ThrowIfNull(all);
        var needed = all.ToLookup(d => d.Unit, d => d.Needs);
        var cameFrom = new Dictionary<Guid, Guid> { [needs] = unit };
        var open = new Queue<Guid>([needs]);
        while (open.TryDequeue(out var at))
        {
            if (at == unit)
                return Way(unit, needs, cameFrom);
            foreach (var next in needed[at])
                if (cameFrom.TryAdd(next, at))
                    open.Enqueue(next);
        }

        return [];
    }

    private static List<Guid> Way(Guid unit, Guid needs, Dictionary<Guid, Guid> cameFrom)
    {
        var way = new List<Guid> { unit };
        for (var at = unit; at != needs;)
        {
            at = cameFrom[at];
            way.Add(at);
        }

        // A unit that needs itself is the shortest of them.
        if (way.Count == 1 || way[^1] != unit)
            way.Add(unit);
        way.Reverse();
        return way;
    }
}
