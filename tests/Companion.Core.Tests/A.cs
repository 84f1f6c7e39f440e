using System.Collections.Immutable;
using Companion.Core.Members;
using Companion.Core.Readiness;
using Companion.Core.Units;

namespace Companion.Core.Tests;

/// <summary>Short words for what tests talk about.</summary>
internal static class A
{
    public static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    public static readonly Guid Ana = new("00000000-0000-7000-8000-00000000000a");
    public static readonly Guid Ben = new("00000000-0000-7000-8000-00000000000b");

    /// <summary>A moment on Berlin's clocks in 2026.</summary>
    public static DateTimeOffset At(int month, int day, int hour = 10) => Zones.ToInstant(new(2026, month, day), new(hour, 0), Berlin);

    public static Unit Unit(params int[] stages) => new(
        new("00000000-0000-7000-8000-000000000001"), "contributors", "External contributors", Harm.Low,
        [.. (stages.Length == 0 ? [20, 40, 60] : stages).Select(s => new Stage(s, $"stage {s}", ""))], [Ben], 1);

    public static Criterion Fact(string key, int stage, decimal atLeast) =>
        new(key, stage, key, CriterionKind.Fact, AnswerType.Number, "How many?", Aggregate.None, Comparison.AtLeast, atLeast);

    public static Criterion Opinion(string key, int stage, decimal atLeast) =>
        new(key, stage, key, CriterionKind.Opinion, AnswerType.Scale, "Do you agree?", Aggregate.Share, Comparison.AtLeast, atLeast);

    public static Observation Report(string criterion, DateTimeOffset at, decimal? value, int freshDays = 45) =>
        new(Guid.CreateVersion7(at), criterion, at, Source.Report, value, TimeSpan.FromDays(freshDays)) { Reporter = Ben };

    public static Observation Measurement(string criterion, DateTimeOffset at, decimal? value, int freshDays = 90) =>
        new(Guid.CreateVersion7(at), criterion, at, Source.Measurement, value, TimeSpan.FromDays(freshDays));

    public static Observation Share(string criterion, DateTimeOffset at, decimal? value, int answers = 6, int asked = 8) =>
        new(Guid.CreateVersion7(at), criterion, at, Source.Opinion, value, TimeSpan.FromDays(45)) { Cases = answers, Asked = asked };

    public static CriterionSet Rule(DateTimeOffset at, Criterion criterion) => new(at, at, criterion.Key, criterion, Relaxes: false);

    public static Timeline Timeline(Unit unit, IEnumerable<Core.Readiness.Fact> facts, IEnumerable<Core.Readiness.Fact>? gate = null) =>
        new(unit, Rules.Default, Berlin, facts, gate ?? []);

    public static WorkingTime Office(params TimeOff[] off) => new(
        new WorkingHours(new(9, 0), new(17, 0), [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday]),
        ImmutableSortedSet<DateOnly>.Empty, Berlin, [.. off]);
}
