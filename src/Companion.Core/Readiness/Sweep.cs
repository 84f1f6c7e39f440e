using System.Collections.Immutable;
using Companion.Core.Units;

namespace Companion.Core.Readiness;

/// <summary>Walks a timeline from its first fact to a moment, stopping wherever anything can change: at facts, and where freshness, sustain, notice, waiver or cool-down end.</summary>
/// <remarks>Between two stops nothing changes, so the state after the last stop is the state at the moment.</remarks>
internal sealed partial class Sweep
{
    private readonly Timeline _timeline;
    private readonly SortedDictionary<string, CriterionTrack> _own = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, CriterionTrack> _gate = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, DateTimeOffset> _contradictedSince = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, int> _neededLevels = [];
    private readonly Dictionary<(int, Guid), DependencySet> _dependencies = [];
    private readonly HashSet<int> _freedStages = [];
    private readonly EpisodeTracker _episodes;

    // The gate is older than a unit that came later: what it was before says nothing about the unit.
    private bool _hasBegun;

    private Unit _unit;
    private int _nextFact;
    private int _nextGateFact;
    private DateTimeOffset _now = DateTimeOffset.MinValue;
    private int _level;
    private int _supported;
    private Target? _target;
    private DateTimeOffset? _movedAt;
    private DateTimeOffset? _relaxedAt;
    private DateTimeOffset? _waivedUntil;
    private DateTimeOffset? _aboveSince;
    private Status? _status;
    private DateTimeOffset _statusSince;
    private ImmutableArray<Obstacle> _obstacles = [];

    public Sweep(Timeline timeline)
    {
        _timeline = timeline;
        _hasBegun = timeline.From is not null;
        if (timeline.From is { } from)
        {
            (_unit, _episodes) = (timeline.Unit with { Stages = from.Stages }, new(timeline.Rules.Sustain, from.Episodes));
            GoOnFrom(from);
            return;
        }

        _unit = timeline.Facts.OfType<StagesSet>().FirstOrDefault() is { } first ? timeline.Unit with { Stages = first.Before } : timeline.Unit;
        _episodes = new(timeline.Rules.Sustain);
    }

    /// <summary>Walks to <paramref name="moment"/>; it must not lie before an earlier one.</summary>
    public void To(DateTimeOffset moment)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(moment, _timeline.From?.At ?? DateTimeOffset.MinValue);
        while (CriterionTrack.Earliest(NextFactAt, ChangesAt) is { } next && next <= moment)
            StopAt(next);

        if (_status is null)
        {
            _hasBegun = true;
            StopAt(moment);
        }
    }

    /// <summary>Walks on through what changes by itself, ignoring later facts, to the first change of status within 400 days.</summary>
    public (Status Status, DateTimeOffset At)? ForeseenChange()
    {
        (_nextFact, _nextGateFact) = (_timeline.Facts.Length, _timeline.Gate.Length);
        var (before, horizon) = (_status, _now.AddDays(400));
        while (ChangesAt is { } next && next <= horizon)
        {
            StopAt(next);
            if (_status != before)
                return (_status!.Value, next);
        }

        return null;
    }

    public Assessment Result(DateTimeOffset moment) => new(
        _unit,
        moment,
        _level,
        _supported,
        _target,
        _status!.Value,
        _statusSince,
        MissedAt(moment) is not null)
    {
        Readings = [.. _own.Values.Select(t => t.Reading).OfType<Reading>().OrderBy(r => r.Criterion.Stage)],
        Coming = [.. _own.Values.Concat(_gate.Values).Select(t => t.Coming).OfType<AnnouncedRule>().OrderBy(c => c.Criterion!.Stage)],
        GateReadings = [.. _gate.Values.Select(t => t.Reading).OfType<Reading>()],
        Gate = Gate,
        GateWaivedUntil = _waivedUntil > moment ? _waivedUntil : null,
        CoolDownUntil = CoolDownEnd > moment ? CoolDownEnd : null,
        Obstacles = _obstacles,
        SupportedAboveSince = _aboveSince,
        ContradictedSince = _contradictedSince.ToImmutableSortedDictionary(),
        FreedStages = [.. _freedStages.Order()],
        Dependencies = [.. _dependencies.Values.Where(d => d.Level > 0).OrderBy(d => d.Stage).ThenBy(d => d.NeedsName, StringComparer.Ordinal)],
        Episodes = [.. _episodes.Episodes],
        NextChangeAt = ChangesAt,
    };

    private DateTimeOffset? NextFactAt => CriterionTrack.Earliest(
        _nextFact < _timeline.Facts.Length ? _timeline.Facts[_nextFact].At : null,
        _nextGateFact < _timeline.Gate.Length ? _timeline.Gate[_nextGateFact].At : null);

    private DateTimeOffset? ChangesAt
    {
        get
        {
            DateTimeOffset? earliest = CriterionTrack.Earliest(
                Ahead(ReadySince + _timeline.Rules.Sustain), Ahead(CoolDownEnd), Ahead(_waivedUntil), Ahead(MissableAt), _episodes.ChangesAt(_now));
            foreach (var track in _own.Values)
                earliest = CriterionTrack.Earliest(earliest, track.ChangesAt);
            foreach (var track in _gate.Values)
                earliest = CriterionTrack.Earliest(earliest, track.ChangesAt);
            foreach (var since in _contradictedSince.Values)
                earliest = CriterionTrack.Earliest(earliest, Ahead(since + _timeline.Rules.Sustain));

            return earliest;
        }
    }

    private DateTimeOffset? CoolDownEnd => _movedAt + _timeline.Rules.CoolDown;

    // Relaxing a criterion restarts sustain: what was proved under the stricter rule has to hold anew under the softer one.
    private DateTimeOffset? ReadySince
    {
        get
        {
            var since = _aboveSince < _relaxedAt ? _relaxedAt : _aboveSince;
            foreach (var track in _own.Values)
                since = since < track.RelaxedAt ? track.RelaxedAt : since;
            foreach (var track in _gate.Values)
                since = since < track.RelaxedAt ? track.RelaxedAt : since;
            return since;
        }
    }

    private Stage? Next => _target is not null && _level < _target.Level ? _unit.NextAbove(_level) : null;

    private GateState Gate =>
        _gate.Values.Any(t => t.Reading is { State: CriterionState.NotMet }) ? GateState.Fails
        : _gate.Values.All(t => t.Reading is null or { Holds: true }) ? GateState.Holds
        : GateState.Unknown;

    /// <summary>The first moment after the target's day.</summary>
    private DateTimeOffset? MissableAt =>
        _target?.By is { } day ? Zones.ToInstant(day.AddDays(1), TimeOnly.MinValue, _timeline.Zone) : null;

    private DateTimeOffset? MissedAt(DateTimeOffset moment) =>
        _target is not null && _level < _target.Level && MissableAt is { } passed && passed <= moment ? passed : null;

    private DateTimeOffset? Ahead(DateTimeOffset? moment) => moment > _now ? moment : null;

    private void StopAt(DateTimeOffset now)
    {
        _now = now;
        for (; _nextGateFact < _timeline.Gate.Length && _timeline.Gate[_nextGateFact].At <= now; _nextGateFact++)
            Apply(_timeline.Gate[_nextGateFact], _gate);
        for (; _nextFact < _timeline.Facts.Length && _timeline.Facts[_nextFact].At <= now; _nextFact++)
        {
            _hasBegun |= _timeline.Facts[_nextFact] is not NeededLevel;
            Apply(_timeline.Facts[_nextFact], _own);
        }

        foreach (var track in _own.Values)
            track.Refresh(now);
        foreach (var track in _gate.Values)
            track.Refresh(now);
        if (!_hasBegun)
            return;

        WatchSupported();
        WatchContradictions();
        WatchStatus();
        WatchEpisodes();
    }

    private void WatchSupported()
    {
        var supported = 0;
        foreach (var stage in _unit.Stages)
        {
            var guards = Guards(stage.Position);
            if (!guards.All(r => r.Holds) || (!guards.Any() && !_freedStages.Contains(stage.Position)))
                break;
            supported = stage.Position;
        }

        if (supported != _supported)
            _episodes.SupportedChanged();

        _supported = supported;
        _aboveSince = supported > _level ? _aboveSince ?? _now : null;
    }

    private IEnumerable<Reading> Guards(int stage) =>
        _own.Values.Select(t => t.Reading).OfType<Reading>().Where(r => r.Criterion.Stage == stage);

    private void WatchContradictions()
    {
        foreach (var track in _own.Values)
        {
            if (track.Reading is { State: CriterionState.NotMet } reading && reading.Criterion.Stage <= _level)
                _contradictedSince.TryAdd(track.Key, _now);
            else
                _contradictedSince.Remove(track.Key);
        }
    }

    private void WatchStatus()
    {
        _obstacles = Next is { } next ? Obstacles(next.Position) : [];
        var status = StatusNow(Next);
        if (status != _status)
            (_status, _statusSince) = (status, _now);
    }

    private Status StatusNow(Stage? next)
    {
        if (_contradictedSince.Values.Any(since => since + _timeline.Rules.Sustain <= _now))
            return Status.Overextended;
        if (next is not null && ReadySince + _timeline.Rules.Sustain <= _now)
            return _obstacles.IsEmpty ? Status.Ready : Status.HeldBack;
        if (_own.Values.Any(t => t.Reading is { State: CriterionState.Unknown } r && r.Criterion.Stage <= _level))
            return Status.Unproven;
        if (next is null)
            return Status.Steady;

        var guards = Guards(next.Position).ToList();
        if (guards.Where(r => r.State == CriterionState.Unknown).Sum(r => r.Criterion.Weight) * 2 > guards.Sum(r => r.Criterion.Weight))
            return Status.Blind;
        if (guards.Count(r => !r.Holds) <= 2 && guards.Any(r => r.Holds))
            return Status.Nearing;
        return Status.Steady;
    }

    private ImmutableArray<Obstacle> Obstacles(int stage)
    {
        var found = ImmutableArray.CreateBuilder<Obstacle>();
        if (Gate != GateState.Holds && !(_waivedUntil > _now))
            found.Add(new Obstacle.GateIs(Gate));
        foreach (var dependency in _dependencies.Values.Where(d => d.Stage <= stage && _neededLevels.GetValueOrDefault(d.Needs) < d.Level))
            found.Add(new Obstacle.Needs(dependency.NeedsName, dependency.Level, _neededLevels.GetValueOrDefault(dependency.Needs)));
        if (CoolDownEnd > _now)
            found.Add(new Obstacle.CoolDown(CoolDownEnd.Value));

        return found.ToImmutable();
    }

    private void WatchEpisodes()
    {
        if (_status == Status.Ready)
            _episodes.Observe(EpisodeKind.Ready, _unit.NextAbove(_level)!.Position, "", _now);
        if (_status == Status.Overextended)
            _episodes.Observe(EpisodeKind.Overextended, _level, "", _now);
        if (MissedAt(_now) is { } passed)
            _episodes.ObserveMissed(_target!.Level, passed, _now);
        foreach (var track in _own.Values)
            if (track.Reading is { Alarm: not null } reading)
                _episodes.Observe(EpisodeKind.Alarm, reading.Criterion.Stage, track.Key, _now);

        _episodes.Close(_now);
    }
}
