namespace Companion.Core.Readiness;

/// <summary>Tells where one episode ends and the next begins, so that a flapping condition does not call twice.</summary>
internal sealed class EpisodeTracker(TimeSpan sustain)
{
    private readonly Dictionary<(EpisodeKind, int, string), Entry> _entries = [];

    public EpisodeTracker(TimeSpan sustain, IEnumerable<EpisodeState> states)
        : this(sustain)
    {
        foreach (var (episode, seenAt, holdIsOver) in states)
            _entries[(episode.Kind, episode.Stage, episode.Criterion)] = new(episode) { SeenAt = seenAt, HoldIsOver = holdIsOver };
    }

    public IEnumerable<EpisodeState> States => _entries.Values.Select(e => new EpisodeState(e.Episode, e.SeenAt, e.HoldIsOver));

    public IEnumerable<Episode> Episodes =>
        _entries.Values.Select(e => e.Episode).OrderBy(e => e.Start).ThenBy(e => e.Kind).ThenBy(e => e.Criterion, StringComparer.Ordinal);

    /// <summary>When a hold's review date will let the next episode begin by itself.</summary>
    public DateTimeOffset? ChangesAt(DateTimeOffset now)
    {
        DateTimeOffset? earliest = null;
        foreach (var entry in _entries.Values)
            if (entry.Episode is { IsHeld: true, HeldUntil: { } until } && until > now && !(earliest <= until))
                earliest = until;

        return earliest;
    }

    public void Hold(HoldDecided hold)
    {
        if (_entries.TryGetValue((hold.Kind, hold.Stage, ""), out var entry))
            entry.Episode = entry.Episode with { HeldUntil = hold.Review, IsHeld = true };
    }

    /// <summary>The next episode after a hold may begin once the supported level has changed, even if it changes back.</summary>
    public void SupportedChanged()
    {
        foreach (var entry in _entries.Values.Where(e => e.Episode.IsHeld))
            entry.HoldIsOver = true;
    }

    public void Observe(EpisodeKind kind, int stage, string criterion, DateTimeOffset now)
    {
        var cause = (kind, stage, criterion);
        if (!_entries.TryGetValue(cause, out var entry))
            _entries[cause] = entry = new(new(kind, stage, criterion, now));
        else if (MayBeginAnew(entry, now))
            (entry.Episode, entry.HoldIsOver) = (new(kind, stage, criterion, now), false);
        else
            entry.Episode = entry.Episode with { LeftAt = null };

        entry.SeenAt = now;
    }

    /// <summary>A missed date is its own cause: it began when the date passed, and no other date continues it.</summary>
    public void ObserveMissed(int stage, DateTimeOffset passed, DateTimeOffset now)
    {
        var cause = (EpisodeKind.Late, stage, "");
        if (!_entries.TryGetValue(cause, out var entry) || entry.Episode.Start != passed)
            _entries[cause] = entry = new(new(EpisodeKind.Late, stage, "", passed));

        entry.Episode = entry.Episode with { LeftAt = null };
        entry.SeenAt = now;
    }

    /// <summary>Marks what was not observed at <paramref name="now"/> as left.</summary>
    public void Close(DateTimeOffset now)
    {
        foreach (var entry in _entries.Values)
            if (entry.SeenAt != now && entry.Episode.LeftAt is null)
                entry.Episode = entry.Episode with { LeftAt = now };
    }

    private bool MayBeginAnew(Entry entry, DateTimeOffset now) =>
        entry.Episode.IsHeld
            ? entry.HoldIsOver || entry.Episode.HeldUntil <= now
            : entry.Episode.LeftAt is { } left && now - left >= sustain;

    private sealed class Entry(Episode episode)
    {
        public Episode Episode { get; set; } = episode;

        public DateTimeOffset SeenAt { get; set; }

        public bool HoldIsOver { get; set; }
    }
}
