using System.Collections.Immutable;

namespace Companion.Core.Readiness;

/// <summary>One criterion's rules and evidence as a sweep comes past them.</summary>
internal sealed class CriterionTrack(string key)
{
    private readonly List<TrackRule> _rules = [];
    private readonly List<Applicability> _applicability = [];
    private readonly List<Observation> _told = [];
    private readonly List<Observation> _measured = [];
    private DateTimeOffset? _relaxedAt;
    private bool _isCut;
    private bool _dirty = true;

    /// <summary>A track that goes on where another stood.</summary>
    public CriterionTrack(TrackState state)
        : this(state.Key)
    {
        _rules.AddRange(state.Rules);
        _applicability.AddRange(state.Applicability);
        _told.AddRange(state.Told);
        _measured.AddRange(state.Measured);
        (_relaxedAt, _isCut) = (state.RelaxedAt, state.IsCut);
    }

    public string Key { get; } = key;

    /// <summary>The reading of the last refresh; null while no rule counts.</summary>
    public Reading? Reading { get; private set; }

    /// <summary>A new criterion that is on notice: no rule counts before it.</summary>
    public AnnouncedRule? Coming { get; private set; }

    /// <summary>When the reading changes without a new fact.</summary>
    public DateTimeOffset? ChangesAt { get; private set; }

    /// <summary>When it last became easier to meet, by an edit or by not applying any more.</summary>
    public DateTimeOffset? RelaxedAt { get; private set; }

    /// <summary>What a later sweep needs of it: evidence that nothing looks back at any more is left out.</summary>
    public TrackState Capture(DateTimeOffset now)
    {
        var rules = _rules.Where((r, i) => r.Effective > now || i == _rules.FindLastIndex(r => r.Effective <= now)).ToImmutableArray();
        var (told, measured) = (Needed(_told, rules), Needed(_measured, rules));
        return new(Key, rules, [.. _applicability.Where((a, i) => a.Effective > now || i == _applicability.FindLastIndex(a => a.Effective <= now))], told, measured, RelaxedAt, _isCut || told.Length + measured.Length < _told.Count + _measured.Count);
    }

    public void Add(Observation observation)
    {
        var series = observation.Source == Source.Measurement ? _measured : _told;
        // What was observed earlier may arrive later: the latest observation decides, not the latest arrival.
        series.Insert(series.FindLastIndex(o => o.When <= observation.When) + 1, observation);
        _dirty = true;
    }

    public void Retract(Guid observation)
    {
        _told.RemoveAll(o => o.Id == observation);
        _measured.RemoveAll(o => o.Id == observation);
        _dirty = true;
    }

    public void Set(CriterionSet change)
    {
        // A new edit takes the place of one that is still on notice.
        _rules.RemoveAll(r => r.Effective > change.At);
        _rules.Add(new(change.Effective, change.Criterion, change.Relaxes));
        _dirty = true;
    }

    public void Declare(ApplicabilityDeclared declared)
    {
        _applicability.RemoveAll(a => a.Effective > declared.At);
        _applicability.Add(new(declared.Effective ?? declared.At, declared.Applies));
        _dirty = true;
    }

    /// <summary>Reads again if anything can have changed since the last time.</summary>
    public void Refresh(DateTimeOffset now)
    {
        if (!_dirty && !(ChangesAt <= now))
            return;

        _dirty = false;
        var rule = _rules.FindLast(r => r.Effective <= now)?.Rule;
        var announced = Announced(rule, now);
        var applies = _applicability.FindLast(a => a.Effective <= now) is not { Applies: false };
        RelaxedAt = Latest(_relaxedAt, _rules.FindLast(r => r.Relaxes && r.Effective <= now)?.Effective, _applicability.FindLast(a => !a.Applies && a.Effective <= now)?.Effective);
        Reading = rule is null ? null : Read(rule, applies, announced, now);
        Coming = rule is null && announced?.Criterion is not null ? announced : null;
        ChangesAt = Earliest(
            _rules.Find(r => r.Effective > now)?.Effective,
            _applicability.Find(a => a.Effective > now)?.Effective,
            rule is null ? null : Expiry(rule, _told, now),
            rule is null ? null : Expiry(rule, _measured, now));
    }

    /// <summary>What is on notice: another rule, or that today's applies again.</summary>
    private AnnouncedRule? Announced(Criterion? rule, DateTimeOffset now)
    {
        var next = _rules.Find(r => r.Effective > now);
        var again = _applicability.Find(a => a.Effective > now);
        return next is not null && !(again?.Effective < next.Effective) ? new(next.Effective, next.Rule)
            : again is not null && rule is not null ? new(again.Effective, rule)
            : null;
    }

    private Reading Read(Criterion rule, bool applies, AnnouncedRule? announced, DateTimeOffset now)
    {
        if (!applies)
            return new(rule, CriterionState.NotApplicable, UnknownReason.None, null, null, 0, null, announced);

        var told = Latest(_told);
        var measured = Latest(_measured);
        var alarm = AlarmOf(rule, told, measured, now);

        // The measurement decides while it is fresh, even when it can say nothing: a report does not outvote it.
        var series = measured is not null && measured.ExpiresFor(rule) > now ? _measured : _told;
        var decides = Latest(series) ?? measured;
        if (decides is null)
            return new(rule, CriterionState.Unknown, UnknownReason.NoEvidence, null, null, 0, null, announced);
        if (decides.ExpiresFor(rule) <= now)
            return new(rule, CriterionState.Unknown, UnknownReason.Stale, Newer(told, measured), null, 0, null, announced);

        var held = PeriodsHeld(rule, series);
        var (state, reason) = Judge(rule, decides, held);
        return new(rule, state, reason, decides, decides.ExpiresFor(rule), held, alarm, announced);
    }

    private static (CriterionState, UnknownReason) Judge(Criterion rule, Observation decides, int held) =>
        decides switch
        {
            { Source: Source.Opinion } when !decides.SuffisesFor(rule) => (CriterionState.Unknown, UnknownReason.TooFewRespondents),
            { Value: null } => (CriterionState.Unknown, UnknownReason.ReporterDoesNotKnow),
            _ when !decides.SuffisesFor(rule) => (CriterionState.Unknown, UnknownReason.TooFewCases),
            _ when !rule.Satisfies(decides.Value!.Value) => (CriterionState.NotMet, UnknownReason.None),
            _ when held < rule.Periods => (CriterionState.Unknown, UnknownReason.TooFewPeriods),
            _ => (CriterionState.Met, UnknownReason.None),
        };

    /// <summary>Counts back from the latest evidence. Evidence within half a period of the counted one belongs to the same period; a gap longer than freshness ends the count.</summary>
    private static int PeriodsHeld(Criterion rule, List<Observation> series)
    {
        var held = 0;
        Observation? counted = null;
        for (var i = series.Count - 1; i >= 0 && held < rule.Periods; i--)
        {
            var one = series[i];
            var fresh = rule.FreshFor ?? one.FreshFor;
            if (counted is not null && counted.When - one.When < fresh / 3)
                continue;
            if (counted is not null && one.ExpiresFor(rule) < counted.When)
                break;
            if (!one.SuffisesFor(rule) || !rule.Satisfies(one.Value!.Value))
                break;
            (counted, held) = (one, held + 1);
        }

        return held;
    }

    private static Alarm? AlarmOf(Criterion rule, Observation? told, Observation? measured, DateTimeOffset now) =>
        told is { Value: { } reported } && measured is { Value: { } found }
            && told.ExpiresFor(rule) > now && measured.ExpiresFor(rule) > now
            && Math.Abs(reported - found) > rule.Tolerance
            ? new Alarm(told, measured)
            : null;

    private static DateTimeOffset? Expiry(Criterion rule, List<Observation> series, DateTimeOffset now) =>
        Latest(series)?.ExpiresFor(rule) is { } expires && expires > now ? expires : null;

    // Counting back over periods goes at most as far as each of them is fresh; the state itself asks for the latest only.
    private static ImmutableArray<Observation> Needed(List<Observation> series, ImmutableArray<TrackRule> rules)
    {
        if (series.Count == 0)
            return [];
        var periods = rules.Select(r => r.Rule?.Periods ?? 1).DefaultIfEmpty(1).Max();
        if (periods == 1)
            return [series[^1]];
        var fresh = rules.Select(r => r.Rule?.FreshFor).Concat(series.Select(o => (TimeSpan?)o.FreshFor)).Max()!.Value;
        return [.. series.Where(o => series[^1].When - o.When <= periods * fresh)];
    }

    private static DateTimeOffset? Latest(params ReadOnlySpan<DateTimeOffset?> moments)
    {
        DateTimeOffset? latest = null;
        foreach (var moment in moments)
            latest = latest is null || moment > latest ? moment ?? latest : latest;

        return latest;
    }

    private static Observation? Latest(List<Observation> series) => series.Count == 0 ? null : series[^1];

    private static Observation? Newer(Observation? a, Observation? b) =>
        a is null ? b : b is null || a.When >= b.When ? a : b;

    internal static DateTimeOffset? Earliest(params ReadOnlySpan<DateTimeOffset?> moments)
    {
        DateTimeOffset? earliest = null;
        foreach (var moment in moments)
            if (moment is { } m && (earliest is null || m < earliest))
                earliest = m;

        return earliest;
    }
}
