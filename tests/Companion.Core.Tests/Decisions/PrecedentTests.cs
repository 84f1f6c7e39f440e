using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Companion.Core.Decisions;

namespace Companion.Core.Tests.Decisions;

public sealed class PrecedentTests
{
    private static readonly (ImmutableArray<Decision> Decisions, ImmutableArray<(string Unit, DecisionKind? Kind, string Text, long Wanted)> Queries) Labelled = Read();

    [Fact]
    public void The_right_precedent_is_among_three_in_at_least_80_of_100()
    {
        var precedents = new Precedents(Labelled.Decisions, NameOf);

        var missed = Labelled.Queries.Where(q => precedents.Nearest(q.Text, UnitId(q.Unit), q.Kind, 3).All(d => d.Number != q.Wanted)).Select(q => q.Text).ToList();

        Assert.Equal((60, 30), (Labelled.Decisions.Length, Labelled.Queries.Length));
        Assert.True(missed.Count <= 0.2 * Labelled.Queries.Length, string.Join('\n', missed));
    }

    [Fact]
    public void Words_alone_carry_it_too_without_unit_and_kind()
    {
        var precedents = new Precedents(Labelled.Decisions, NameOf);

        var missed = Labelled.Queries.Where(q => precedents.Nearest(q.Text, null, null, 3).All(d => d.Number != q.Wanted)).Select(q => q.Text).ToList();

        // The set has few decisions of one unit and kind, so those two alone would find much: what a search finds by its words is counted apart.
        Assert.True(missed.Count <= 0.2 * Labelled.Queries.Length, string.Join('\n', missed));
    }

    [Fact]
    public void Among_equals_the_later_decision_comes_first()
    {
        Decision Of(long number) => new(number, A.At(1, 5), DecisionKind.Hold, UnitId("finance"), A.Ana, DecisionRule.OwnerDecides, new(), new("the very same reason"));

        Assert.Equal([2L, 1L], new Precedents([Of(1), Of(2)], NameOf).Nearest("same reason", UnitId("finance"), DecisionKind.Hold, 3).Select(d => d.Number));
    }

    [Fact]
    public void What_has_nothing_in_common_is_not_offered() =>
        Assert.Empty(new Precedents(Labelled.Decisions, NameOf).Nearest("xylophone", null, null, 3));

    private static string NameOf(Guid unit) => Units.First(u => UnitId(u) == unit);

    private static readonly string[] Units = ["contributors", "tech-stack", "finance", "processes", "core-team", "grants"];

    private static Guid? UnitId(string unit) => unit.Length == 0 ? null : new(Array.IndexOf(["contributors", "tech-stack", "finance", "processes", "core-team", "grants"], unit) + 1, 0, 0, new byte[8]);

    private static (ImmutableArray<Decision>, ImmutableArray<(string, DecisionKind?, string, long)>) Read([CallerFilePath] string here = "")
    {
        var lines = File.ReadAllLines(Path.Combine(Path.GetDirectoryName(here)!, "precedents.txt")).Where(l => !l.StartsWith('#')).ToList();
        var parts = lines.Select(l => l.Split('|', StringSplitOptions.TrimEntries)).ToList();
        var cut = lines.IndexOf("---");
        return (
            [.. parts.Take(cut).Select((p, i) => new Decision(i + 1, A.At(1, 5).AddDays(i), Enum.Parse<DecisionKind>(p[1]), UnitId(p[0]), A.Ana, DecisionRule.OwnerDecides, new() { Says = p[2] }, new(p[3])))],
            [.. parts.Skip(cut + 1).Select(p => (p[0], p[1].Length == 0 ? (DecisionKind?)null : Enum.Parse<DecisionKind>(p[1]), p[2], long.Parse(p[3], CultureInfo.InvariantCulture)))]);
    }
}
