using System.Collections.Immutable;

namespace Companion.Core.Decisions;

/// <summary>Finds the earlier decisions that are nearest to a draft or a search: by words, unit and kind.</summary>
/// <remarks>
/// Words are weighed by Okapi BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009) with k1 = 1.2 and b = 0.75.
/// The same unit and the same kind add to that, and among equals the later decision comes first.
/// </remarks>
public sealed class Precedents
{
    private const double K1 = 1.2;
    private const double B = 0.75;
    private const double SameUnit = 1.5;
    private const double SameKind = 0.75;

    private readonly ImmutableArray<Entry> _entries;
    private readonly Dictionary<string, int> _found = new(StringComparer.Ordinal);
    private readonly double _averageLength;

    /// <param name="decisions">The log, in any order.</param>
    /// <param name="unitName">Key and name of a unit, so that naming it finds its decisions.</param>
    public Precedents(IEnumerable<Decision> decisions, Func<Guid, string> unitName)
    {
        ArgumentNullException.ThrowIfNull(decisions);
        ArgumentNullException.ThrowIfNull(unitName);
        _entries = [.. decisions.Select(d => new Entry(d, Count(TextOf(d, unitName))))];
        foreach (var word in _entries.SelectMany(e => e.Words.Keys))
            _found[word] = _found.GetValueOrDefault(word) + 1;
        _averageLength = _entries.IsEmpty ? 1 : Math.Max(1, _entries.Average(e => e.Words.Values.Sum()));
    }

    /// <summary>The nearest decisions, nearest first.</summary>
    /// <param name="text">What the draft says so far, or what is searched for; may be empty.</param>
    /// <param name="unit">The unit that is decided about.</param>
    /// <param name="kind">What is about to be decided.</param>
    public ImmutableArray<Decision> Nearest(string text, Guid? unit, DecisionKind? kind, int count)
    {
        ArgumentNullException.ThrowIfNull(text);
        var asked = Count(text).Keys.ToList();
        return
        [
            .. _entries
                .Select(e => (e.Decision, Score: Score(e, asked), Near: (unit is not null && e.Decision.UnitId == unit ? SameUnit : 0) + (kind is not null && e.Decision.Kind == kind ? SameKind : 0)))
                .Where(s => s.Score > 0 || s.Near >= SameUnit)
                .OrderByDescending(s => s.Score + s.Near)
                .ThenByDescending(s => s.Decision.Number)
                .Take(count)
                .Select(s => s.Decision),
        ];
    }

    private double Score(Entry entry, List<string> asked)
    {
        var length = entry.Words.Values.Sum();
        return asked.Sum(word =>
        {
            if (!entry.Words.TryGetValue(word, out var times))
                return 0;
            var inHowMany = _found[word];
            var rare = Math.Log(1 + ((_entries.Length - inHowMany + 0.5) / (inHowMany + 0.5)));
            return rare * times * (K1 + 1) / (times + (K1 * (1 - B + (B * length / _averageLength))));
        });
    }

    private static string TextOf(Decision d, Func<Guid, string> unitName) =>
        string.Join(' ', new[] { d.UnitId is { } unit ? unitName(unit) : "", d.Details.Says, d.Texts.What, d.Texts.Rationale, d.Texts.Effect, d.Texts.Cost }.Where(t => !string.IsNullOrEmpty(t)));

    private static Dictionary<string, int> Count(string text)
    {
        var count = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var word in PlainWords.In(text))
            count[word] = count.GetValueOrDefault(word) + 1;
        return count;
    }

    private sealed record Entry(Decision Decision, Dictionary<string, int> Words);
}
