using System.Collections.Immutable;

namespace Companion.Core.Readiness;

/// <content>Standing still and going on.</content>
internal sealed partial class Sweep
{
    /// <summary>Where the sweep stands, for another to go on from.</summary>
    public Checkpoint Capture() => new(_now, _timeline.Zone.Id, _timeline.Rules)
    {
        Stages = _unit.Stages,
        Level = _level,
        Supported = _supported,
        Target = _target,
        MovedAt = _movedAt,
        RelaxedAt = _relaxedAt,
        WaivedUntil = _waivedUntil,
        AboveSince = _aboveSince,
        Status = _status!.Value,
        StatusSince = _statusSince,
        ContradictedSince = _contradictedSince.ToImmutableSortedDictionary(StringComparer.Ordinal),
        Dependencies = [.. _dependencies.Values],
        NeededLevels = [.. _neededLevels.Select(n => new NeededLevel(_now, n.Key, n.Value))],
        FreedStages = [.. _freedStages.Order()],
        Episodes = [.. _episodes.States],
        Own = [.. _own.Values.Select(t => t.Capture(_now))],
        Gate = [.. _gate.Values.Select(t => t.Capture(_now))],
    };

    private void GoOnFrom(Checkpoint from)
    {
        (_now, _level, _supported, _target, _movedAt, _relaxedAt) = (from.At, from.Level, from.Supported, from.Target, from.MovedAt, from.RelaxedAt);
        (_waivedUntil, _aboveSince, _status, _statusSince) = (from.WaivedUntil, from.AboveSince, from.Status, from.StatusSince);
        foreach (var (key, since) in from.ContradictedSince)
            _contradictedSince[key] = since;
        foreach (var dependency in from.Dependencies)
            _dependencies[(dependency.Stage, dependency.Needs)] = dependency;
        foreach (var needed in from.NeededLevels)
            _neededLevels[needed.Unit] = needed.Level;
        _freedStages.UnionWith(from.FreedStages);
        foreach (var (states, tracks) in ((ImmutableArray<TrackState>, SortedDictionary<string, CriterionTrack>)[])[(from.Own, _own), (from.Gate, _gate)])
            foreach (var state in states)
                (tracks[state.Key] = new(state)).Refresh(_now);
        _obstacles = Next is { } next ? Obstacles(next.Position) : [];
    }
}
