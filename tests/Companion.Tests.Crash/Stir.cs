using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;

namespace Companion.Tests.Crash;

/// <summary>Gives the clockwork of all servers something to race for: rounds that are due now, a unit to assess, and evidence so old that it calls for a nudge.</summary>
internal sealed partial class Stir(Site site)
{
    private static readonly TimeSpan Age = TimeSpan.FromDays(20);

    private readonly List<DateOnly> _dates = [];

    /// <summary>The dates for which the scheduled check-in came due.</summary>
    public IReadOnlyList<DateOnly> Dates => _dates;

    /// <summary>Moves all facts into the past, as if the organisation had lived with them, and has every server look at the same moment.</summary>
    public async Task AgeAsync()
    {
        await using var connection = site.Open();
        foreach (var (position, body) in (await connection.QueryAsync<(long Position, string Body)>("SELECT position, body FROM facts")).ToList())
            await connection.ExecuteAsync("UPDATE facts SET at = at - interval '20 days', body = @body WHERE position = @position", new { position, body = Instants().Replace(body, Earlier) });
        // A checkpoint made of the facts as they were would go on from there.
        await connection.ExecuteAsync("DELETE FROM checkpoints");
        await connection.ExecuteAsync("UPDATE units SET changes = changes + 1, next_change_at = @now", new { now = TimeProvider.System.GetUtcNow() });
    }

    /// <summary>From now until it is told to stop: a new date for the scheduled check-in every second, and every unit due at once.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        await using var connection = site.Open();
        while (!ct.IsCancellationRequested)
        {
            var now = TimeProvider.System.GetUtcNow();
            await connection.ExecuteAsync("UPDATE units SET next_change_at = @now", new { now });
            // Today's is not due yet where the day is younger.
            var date = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1 - _dates.Count);
            // The round before must be over: a date is left only when its round was opened.
            if (_dates.Count < 12 && await connection.ExecuteAsync("UPDATE check_ins SET next_date = @date, next_at = @now WHERE name = 'Check-in' AND next_at > @now", new { date, now }) == 1)
                _dates.Add(date);
            await Task.Delay(700, CancellationToken.None);
        }
    }

    /// <summary>What a killed server held is free two minutes later; this is two minutes later. Whoever lives holds nothing, since nobody says anything any more.</summary>
    public async Task LetLeasesRunOutAsync()
    {
        await using var connection = site.Open();
        await connection.ExecuteAsync("UPDATE outbox SET claimed_until = claimed_until - interval '2 minutes' WHERE claimed_until IS NOT NULL");
    }

    private static string Earlier(Match instant) =>
        DateTimeOffset.Parse(instant.Value, CultureInfo.InvariantCulture).Subtract(Age).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Instants();
}
