using System.Collections.Concurrent;

namespace Companion.Tests.Crash;

/// <summary>What people were told, to be held against what the database says.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentDictionary<(long Round, Guid Member), List<Attempt>> _answers = new();
    private readonly ConcurrentDictionary<long, string> _decisions = new();

    public int Acknowledged => _answers.Values.Sum(a => a.Count(t => t.IsAcknowledged));

    public IReadOnlyDictionary<long, string> Decisions => _decisions;

    public IEnumerable<KeyValuePair<(long Round, Guid Member), List<Attempt>>> Answers => _answers;

    /// <summary>An answer is on its way; whether it arrives is not known yet. One person's answers come one after another.</summary>
    public Attempt Try(long round, Guid member, IReadOnlyDictionary<string, string> values)
    {
        var attempt = new Attempt(values);
        _answers.GetOrAdd((round, member), _ => []).Add(attempt);
        return attempt;
    }

    public void Decided(long number, string rationale) => _decisions[number] = rationale;

    /// <summary>What may stand in the database: the last acknowledged values, or those of any attempt after it.</summary>
    public static IEnumerable<Attempt> MayStand(List<Attempt> attempts)
    {
        var last = attempts.FindLastIndex(a => a.IsAcknowledged);
        return attempts.Skip(Math.Max(0, last));
    }
}

/// <summary>One try to answer.</summary>
internal sealed class Attempt(IReadOnlyDictionary<string, string> values)
{
    public IReadOnlyDictionary<string, string> Values => values;

    public bool IsAcknowledged { get; set; }
}
