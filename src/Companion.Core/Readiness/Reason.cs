using System.Collections.Immutable;

namespace Companion.Core.Readiness;

/// <summary>A sentence and the sentences it rests on.</summary>
public sealed record Reason(Sentence Says, ImmutableArray<Reason> Because)
{
    /// <summary>A sentence that rests on the given ones.</summary>
    public static Reason Of(Sentence says, params IEnumerable<Reason> because) => new(says, [.. because]);

    /// <summary>All sentences, depth first, with their depth from 0.</summary>
    public IEnumerable<(int Depth, Sentence Says)> Lines(int depth = 0)
    {
        yield return (depth, Says);
        foreach (var line in Because.SelectMany(b => b.Lines(depth + 1)))
            yield return line;
    }
}
