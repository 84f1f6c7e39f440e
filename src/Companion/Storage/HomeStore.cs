using System.Data.Common;
using Dapper;

namespace Companion.Storage;

/// <summary>The pages of people's own that a platform shows: what was published last, and for whom something has changed since.</summary>
internal sealed class HomeStore(Database database)
{
    private const string PublishedSql = """
        INSERT INTO homes (connection_id, external_id, organisation_id, hash, waits, published_at)
        VALUES (@connection, @external, @organisation, @hash, @waits, @now)
        ON CONFLICT (connection_id, external_id) DO UPDATE
           SET hash = excluded.hash, waits = excluded.waits, published_at = excluded.published_at
        """;

    /// <summary>Keeps what a page shows.</summary>
    /// <param name="hash">The platform's name for this version of it.</param>
    /// <param name="waits">What waits for the person, as <see cref="ChangedAsync"/> counts it.</param>
    public Task PublishedAsync(Connection connection, string external, string? hash, string waits, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        (c, transaction) => c.ExecuteAsync(PublishedSql, new { connection = connection.Id, external, organisation = connection.OrganisationId, hash, waits, now }, transaction), ct);

    private const string HomesSql = """
        SELECT h.organisation_id AS OrganisationId, h.connection_id AS ConnectionId, h.external_id AS External, i.member_id AS Member, h.hash AS Hash, h.waits AS Waits
          FROM homes h
          JOIN connections c ON c.id = h.connection_id
          JOIN identities i ON i.connection_id = h.connection_id AND i.external_id = h.external_id
         WHERE c.platform = @platform AND c.state = 'Active'
        """;

    private const string RoundsSql = """
        SELECT p.member_id AS Member, 'round ' || r.number AS What
          FROM round_participants p
          JOIN rounds r ON r.id = p.round_id
         WHERE r.organisation_id = @organisation AND r.state = 'Open' AND p.answered_at IS NULL
        """;

    private const string NudgesSql = """
        SELECT r.member_id AS Member, 'nudge ' || r.nudge_id AS What
          FROM nudge_recipients r
          JOIN nudges n ON n.id = r.nudge_id
         WHERE n.organisation_id = @organisation AND n.state = 'Open'
        """;

    /// <summary>Pages that show what no longer waits, or not yet what does.</summary>
    public Task<IReadOnlyList<ChangedHome>> ChangedAsync(string platform, CancellationToken ct) => database.ReadAsync<IReadOnlyList<ChangedHome>>(
        async c =>
        {
            var changed = new List<ChangedHome>();
            foreach (var homes in (await c.QueryAsync<Row>(HomesSql, new { platform })).GroupBy(h => h.OrganisationId))
            {
                var waiting = await WaitingAsync(c, homes.Key);
                changed.AddRange(homes.Where(h => Key(waiting[h.Member]) != h.Waits).Select(h => new ChangedHome(h.ConnectionId, h.External, h.Hash, Key(waiting[h.Member]))));
            }

            return changed;
        },
        ct);

    private static async Task<ILookup<Guid, string>> WaitingAsync(DbConnection connection, Guid organisation) =>
        (await connection.QueryAsync<Waiting>(RoundsSql, new { organisation })).Concat(await connection.QueryAsync<Waiting>(NudgesSql, new { organisation })).ToLookup(w => w.Member, w => w.What);

    private const string RoundsOfSql = RoundsSql + " AND p.member_id = @member";

    private const string NudgesOfSql = NudgesSql + " AND r.member_id = @member";

    /// <summary>What waits for one person, in the words in which it is compared.</summary>
    public Task<string> WaitsAsync(Guid organisation, Guid member, CancellationToken ct) => database.ReadAsync(
        async c => Key((await c.QueryAsync<Waiting>(RoundsOfSql, new { organisation, member })).Concat(await c.QueryAsync<Waiting>(NudgesOfSql, new { organisation, member })).Select(w => w.What)), ct);

    private static string Key(IEnumerable<string> what) => string.Join(',', what.Order(StringComparer.Ordinal));

    private sealed record Row(Guid OrganisationId, Guid ConnectionId, string External, Guid Member, string? Hash, string Waits);

    private sealed record Waiting(Guid Member, string What);
}

/// <summary>A page that has to be published anew.</summary>
internal sealed record ChangedHome(Guid ConnectionId, string External, string? Hash, string Waits);
