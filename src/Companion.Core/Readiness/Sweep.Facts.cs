namespace Companion.Core.Readiness;

/// <content>What each kind of fact does.</content>
internal sealed partial class Sweep
{
    private void Apply(Fact fact, SortedDictionary<string, CriterionTrack> tracks)
    {
        switch (fact)
        {
            case Observed { Observation: var observation }:
                Track(tracks, observation.Criterion).Add(observation);
                break;
            case ObservationRetracted retracted:
                Track(tracks, retracted.Criterion).Retract(retracted.Observation);
                break;
            case StagesSet set:
                // A stage that is gone need not be proved any more.
                if (_unit.Stages.Any(s => set.After.All(a => a.Position != s.Position)))
                    _relaxedAt = set.At;
                _unit = _unit with { Stages = set.After };
                break;
            case CriterionSet set:
                Track(tracks, set.Key).Set(set);
                break;
            case ApplicabilityDeclared declared:
                Track(tracks, declared.Criterion).Declare(declared);
                break;
            case LevelDeclared declared:
                _level = declared.Level;
                break;
            case LevelMoved moved:
                (_level, _movedAt) = (moved.Level, moved.At);
                break;
            case TargetSet set:
                _target = set.Target;
                break;
            case HoldDecided hold:
                _episodes.Hold(hold);
                break;
            case StageFreed freed:
                _ = freed.NeedsNone ? _freedStages.Add(freed.Stage) : _freedStages.Remove(freed.Stage);
                _relaxedAt = freed.NeedsNone ? freed.At : _relaxedAt;
                break;
            case GateWaived waived:
                _waivedUntil = waived.Until;
                break;
            case DependencySet dependency:
                _dependencies[(dependency.Stage, dependency.Needs)] = dependency;
                break;
            case NeededLevel needed:
                _neededLevels[needed.Unit] = needed.Level;
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"No rule for {fact.GetType().Name}.");
        }
    }

    private static CriterionTrack Track(SortedDictionary<string, CriterionTrack> tracks, string key) =>
        tracks.TryGetValue(key, out var track) ? track : tracks[key] = new(key);
}
