namespace Companion.Core.Readiness;

/// <summary>One criterion's rules and evidence as a sweep comes past them.</summary>
internal sealed class CriterionTrack(string key)
{
    private readonly List<(DateTimeOffset Effective, Criterion? Rule)> _rules = [];
    private readonly List<Observation> _told = [];
    private readonly List<Observation> _measured = [];
    private bool _applies = true;
    private bool _dirty = true;

    public string Key { get; } = key;

    /// <summary>The reading of the last refresh; null while no rule counts.</summary>
    public Reading? Reading { get; private set; }

    /// <summary>A new criterion that is on notice: no rule counts before it.</summary>
    public AnnouncedRule? Coming { get; private set; }

    /// <summary>When the reading changes without a new fact.</summary>
    public DateTimeOffset? ChangesAt { get; private set; }

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
        _rules.Add((change.Effective, change.Criterion));
        _dirty = true;
    }

    public void Declare(bool applies) => (_applies, _dirty) = (applies, true);

    /// <summary>Reads again if anything can have changed since the last time.</summary>
    public void Refresh(DateTimeOffset now)
    {
        if (!_dirty && !(ChangesAt <= now))
            return;

        _dirty = false;
        var rule = _rules.FindLast(r => r.Effective <= now).Rule;
        var next = _rules.Find(r => r.Effective > now);
        var announced = next.Effective > now ? new AnnouncedRule(next.Effective, next.Rule) : null;
        Reading = rule is null ? null : Read(rule, announced, now);
        Coming = rule is null && announced?.Criterion is not null ? announced : null;
        ChangesAt = Earliest(announced?.Effective, rule is null ? null : Expiry(rule, _told, now), rule is null ? null : Expiry(rule, _measured, now));
    }

    private Reading Read(Criterion rule, AnnouncedRule? announced, DateTimeOffset now)
    {
        var told = Latest(_told);
        var measured = Latest(_measured);
        var alarm = AlarmOf(rule, told, measured, now);

        if (!_applies)
            return new(rule, CriterionState.NotApplicable, UnknownReason.None, null, null, 0, null, announced);

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
