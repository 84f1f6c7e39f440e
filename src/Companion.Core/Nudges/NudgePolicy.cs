using System.Collections.Immutable;
using Companion.Core.Readiness;

namespace Companion.Core.Nudges;

/// <summary>Which nudges an assessment opens and which it ends.</summary>
public static class NudgePolicy
{
    /// <summary>The episodes that call now and have no nudge yet.</summary>
    public static IEnumerable<Episode> Opens(Assessment assessment, IReadOnlyCollection<Nudge> nudges)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        ArgumentNullException.ThrowIfNull(nudges);
        return assessment.Episodes.Where(e => e.Calls && !nudges.Any(n => SameCause(n.Episode, e)));
    }

    /// <summary>The open nudges whose cause is over: another status has lasted sustain, or the next episode has begun.</summary>
    public static IEnumerable<Nudge> Ends(Assessment assessment, Rules rules, IReadOnlyCollection<Nudge> nudges)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        ArgumentNullException.ThrowIfNull(rules);
        return nudges.Where(n => n.State == NudgeState.Open && (Current(assessment, n) is not { } episode || IsOver(episode, rules, assessment.At)));
    }

    /// <summary>The nudges that ended with the unit that was retired and whose cause holds when it is back: they ask again, for no other nudge of their cause ever will.</summary>
    public static IEnumerable<Nudge> AskAgain(Assessment assessment, IReadOnlyCollection<Nudge> nudges)
    {
        ArgumentNullException.ThrowIfNull(nudges);
        return nudges.Where(n => n.State == NudgeState.Moot && StillCalls(assessment, n));
    }

    /// <summary>True while the nudge's cause holds at this moment; only then may it speak again.</summary>
    public static bool StillCalls(Assessment assessment, Nudge nudge)
    {
        ArgumentNullException.ThrowIfNull(nudge);
        return Current(assessment, nudge) is { Calls: true };
    }

    /// <summary>Who is asked: the owners, for an unowned unit the stewards.</summary>
    public static ImmutableArray<Recipient> Recipients(IReadOnlyCollection<Guid> owners, IEnumerable<Guid> stewards)
    {
        ArgumentNullException.ThrowIfNull(owners);
        return [.. (owners.Count > 0 ? owners : stewards).Select(m => new Recipient(m))];
    }

    private static bool IsOver(Episode episode, Rules rules, DateTimeOffset now) =>
        episode.LeftAt is { } left && now - left >= (episode.Kind == EpisodeKind.Late ? TimeSpan.Zero : rules.Sustain);

    private static Episode? Current(Assessment assessment, Nudge nudge)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        return assessment.Episodes.FirstOrDefault(e => SameCause(e, nudge.Episode));
    }

    private static bool SameCause(Episode a, Episode b) =>
        a.Kind == b.Kind && a.Stage == b.Stage && a.Start == b.Start && string.Equals(a.Criterion, b.Criterion, StringComparison.Ordinal);
}
