using System.Data.Common;
using System.Text;
using Dapper;

namespace Companion.Storage;

/// <summary>People as their platforms show them: whoever is met becomes a member, and what the platform says about them is kept up to date.</summary>
internal sealed class IdentityStore(Database database)
{
    private const string FindSql = """
        SELECT i.member_id, i.name, i.zone, m.name AS member_name, m.zone AS member_zone, m.is_active, m.is_steward, i.checked_at
          FROM identities i
          JOIN members m ON m.id = i.member_id
         WHERE i.connection_id = @connection AND i.external_id = @external AND i.organisation_id = @organisation
        """;

    /// <summary>When the platform was last asked about somebody; null for a stranger, and for whoever was never asked about.</summary>
    public Task<DateTimeOffset?> CheckedAtAsync(Connection connection, string external, CancellationToken ct) => database.ReadAsync(
        async c => (await c.QuerySingleOrDefaultAsync<Row>(FindSql, new { connection = connection.Id, external, organisation = connection.OrganisationId }))?.Checked_At, ct);

    private const string KnownSql = """
        SELECT i.member_id AS Member, COALESCE(i.name, m.name) AS Name, i.zone AS Zone, i.is_guest AS IsGuest, i.checked_at AS CheckedAt
          FROM identities i
          JOIN members m ON m.id = i.member_id
         WHERE i.connection_id = @connection AND i.external_id = @external AND m.is_active = @yes
        """;

    /// <summary>What the platform last said about a member; null for strangers and for whoever left.</summary>
    public Task<KnownPerson?> KnownAsync(Connection connection, string external, CancellationToken ct) => database.RememberAsync(
        $"person {external}", connection.Id, ["identities", "members"],
        c => c.QuerySingleOrDefaultAsync<KnownPerson>(KnownSql, new { connection = connection.Id, external, yes = true }), ct);

    private const string LeftSql = """
        SELECT COUNT(1) FROM identities i
          JOIN members m ON m.id = i.member_id
         WHERE i.connection_id = @connection AND i.external_id = @external AND m.is_active = @no
        """;

    /// <summary>True for whoever was a member once: being listed somewhere does not bring them back, speaking does.</summary>
    public Task<bool> HasLeftAsync(Connection connection, string external, CancellationToken ct) => database.ReadAsync(
        async c => await c.ExecuteScalarAsync<long>(LeftSql, new { connection = connection.Id, external, no = false }) > 0, ct);

    /// <summary>
    /// Somebody the platform shows us. A new person becomes a member; a known one gets what changed, except what they chose here themselves.
    /// While an organisation has no steward, the first person who may run setup becomes one; a guest never does.
    /// </summary>
    public Task<Guid> MeetAsync(Connection connection, Met person, DateTimeOffset now, CancellationToken ct) => database.FindOrAddAsync(
        async (c, transaction) =>
        {
            // One after the other: of two who come at the same moment one is the first steward, and two of one name get two names.
            await c.ExecuteScalarAsync<string>(ZoneSql + database.ForUpdate, new { organisation = connection.OrganisationId }, transaction);
            var key = new { connection = connection.Id, external = person.External, organisation = connection.OrganisationId };
            var known = await c.QuerySingleOrDefaultAsync<Row>(FindSql, key, transaction);
            var member = known?.Member_Id ?? await AddAsync(c, transaction, connection, person, now);
            if (known is not null)
                await RefreshAsync(c, transaction, connection, known, person, now);
            if (person is { MayBegin: true, IsGuest: false })
                await c.ExecuteAsync(BeginSql, new { member, organisation = connection.OrganisationId, yes = true }, transaction);
            return member;
        },
        ct);

    private const string BeginSql = """
        UPDATE members SET is_steward = @yes, version = version + 1
         WHERE id = @member AND organisation_id = @organisation
           AND NOT EXISTS (SELECT 1 FROM members m WHERE m.organisation_id = @organisation AND m.is_active = @yes AND m.is_steward = @yes)
        """;

    private const string ZoneSql = "SELECT zone FROM organisations WHERE id = @organisation";

    private const string FlagsSql = """
        UPDATE identities SET name = @name, zone = COALESCE(@zone, zone), is_guest = @guest, is_admin = @admin, checked_at = @now
         WHERE connection_id = @connection AND external_id = @external AND organisation_id = @organisation
        """;

    private static async Task<Guid> AddAsync(DbConnection c, DbTransaction transaction, Connection connection, Met person, DateTimeOffset now)
    {
        var zone = person.Zone ?? await c.ExecuteScalarAsync<string>(ZoneSql, new { organisation = connection.OrganisationId }, transaction);
        var name = await FreeNameAsync(c, transaction, connection.OrganisationId, person.Name);
        var member = new NewMember(Guid.CreateVersion7(now), person.External, name, IsSteward: false, zone!);
        await MemberStore.AddAsync(c, transaction, connection.OrganisationId, connection.Id, member, now);
        await KeepAsync(c, transaction, connection, person, now);
        return member.Id;
    }

    private static Task<int> KeepAsync(DbConnection c, DbTransaction transaction, Connection connection, Met person, DateTimeOffset now) => c.ExecuteAsync(
        FlagsSql,
        new { connection = connection.Id, external = person.External, organisation = connection.OrganisationId, name = person.Name, zone = person.Zone, guest = person.IsGuest, admin = person.IsAdmin, now },
        transaction);

    private const string TakenSql = """
        SELECT COUNT(1) FROM members WHERE organisation_id = @organisation AND is_active = @yes AND name = @name AND id <> @but
        """;

    /// <summary>Names tell members apart in commands: a second Sam is "Sam (2)".</summary>
    private static async Task<string> FreeNameAsync(DbConnection c, DbTransaction transaction, Guid organisation, string wanted, Guid but = default)
    {
        for (var number = 1; ; number++)
        {
            var name = number == 1 ? wanted : $"{wanted} ({number})";
            if (await c.ExecuteScalarAsync<long>(TakenSql, new { organisation, name, but, yes = true }, transaction) == 0)
                return name;
        }
    }

    private const string RefreshSql = """
        UPDATE members SET name = @name, zone = @zone, is_active = CASE WHEN is_removed = @yes THEN is_active ELSE @yes END, version = version + 1
         WHERE id = @member AND organisation_id = @organisation AND forgotten_at IS NULL
        """;

    // A name or zone that differs from what the platform said before was chosen here, and stays.
    private static async Task RefreshAsync(DbConnection c, DbTransaction transaction, Connection connection, Row known, Met person, DateTimeOffset now)
    {
        var follows = known.Name is null || known.Member_Name == known.Name || known.Member_Name.StartsWith($"{known.Name} (", StringComparison.Ordinal);
        var name = follows && person.Name != known.Name ? await FreeNameAsync(c, transaction, connection.OrganisationId, person.Name, known.Member_Id) : known.Member_Name;
        var organisationZone = await c.ExecuteScalarAsync<string>(ZoneSql, new { organisation = connection.OrganisationId }, transaction);
        var zone = person.Zone is { } told && known.Member_Zone == (known.Zone ?? organisationZone) ? told : known.Member_Zone;
        if (name != known.Member_Name || zone != known.Member_Zone || !known.Is_Active)
            await c.ExecuteAsync(RefreshSql, new { member = known.Member_Id, organisation = connection.OrganisationId, name, zone, yes = true }, transaction);
        await KeepAsync(c, transaction, connection, person, now);
    }

    private const string OfConnectionSql = """
        SELECT member_id AS Member, external_id AS External FROM identities WHERE connection_id = @connection
        """;

    /// <summary>How the platform spells each member it knows, for mentions.</summary>
    public Task<Dictionary<Guid, string>> OfConnectionAsync(Guid connection, CancellationToken ct) => database.ReadAsync(
        async c => (await c.QueryAsync<(Guid Member, string External)>(OfConnectionSql, new { connection })).GroupBy(i => i.Member).ToDictionary(g => g.Key, g => g.First().External), ct);

    private const string SeenSql = """
        UPDATE identities SET last_seen_at = @now, unreachable = NULL
         WHERE connection_id = @connection AND external_id = @external AND (last_seen_at < @now OR unreachable IS NOT NULL)
        """;

    private const string UnreachableSql = """
        UPDATE identities SET unreachable = @reason
         WHERE connection_id = @connection AND external_id = @external AND organisation_id = @organisation
        """;

    /// <summary>Messages to a person did not arrive under this identity; another of theirs comes first until they are seen here again.</summary>
    public Task UnreachableAsync(Connection connection, string external, string reason, CancellationToken ct) => database.WriteAsync(
        (c, transaction) => c.ExecuteAsync(UnreachableSql, new { connection = connection.Id, external, organisation = connection.OrganisationId, reason }, transaction), ct);

    /// <summary>Where somebody was active last is where they are messaged.</summary>
    public Task SeenAsync(Guid connection, string external, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        (c, transaction) => c.ExecuteAsync(SeenSql, new { connection, external, now }, transaction), ct);

    private const string OthersSql = """
        SELECT COUNT(1) FROM identities i
          JOIN connections c ON c.id = i.connection_id
         WHERE i.member_id = @member AND i.organisation_id = @organisation AND c.state = 'Active'
           AND NOT (i.connection_id = @connection AND i.external_id = @external)
        """;

    /// <summary>The platform deactivated somebody: they leave, unless they are still reached elsewhere, and the stewards who are left are told once.</summary>
    /// <param name="tell">What is said to one steward.</param>
    /// <returns>False for strangers, and for whoever had left already.</returns>
    public Task<bool> GoneAsync(Connection connection, string external, Func<Guid, string, Messages.Card> tell, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        async (c, transaction) =>
        {
            var key = new { connection = connection.Id, external, organisation = connection.OrganisationId };
            if (await c.QuerySingleOrDefaultAsync<Row>(FindSql, key, transaction) is not { Is_Active: true } known)
                return false;
            if (await c.ExecuteScalarAsync<long>(OthersSql, new { member = known.Member_Id, organisation = connection.OrganisationId, connection = connection.Id, external }, transaction) > 0)
                return false;

            await PersonStore.LeaveAsync(c, transaction, connection.OrganisationId, known.Member_Id, evenSteward: true);
            await StewardStore.TellAsync(c, transaction, connection.OrganisationId, $"member {known.Member_Id} left", tell(known.Member_Id, known.Member_Name), now);
            return true;
        },
        ct);

    private sealed record Row(Guid Member_Id, string? Name, string? Zone, string Member_Name, string Member_Zone, bool Is_Active, bool Is_Steward, DateTimeOffset? Checked_At);
}

/// <summary>A member as a platform last showed them.</summary>
internal sealed record KnownPerson(Guid Member, string Name, string? Zone, bool IsGuest, DateTimeOffset? CheckedAt);

/// <summary>A person as a platform shows them.</summary>
/// <param name="Zone">An IANA zone; null when the platform does not say.</param>
/// <param name="MayBegin">True for whoever installed the app or administers the workspace.</param>
internal sealed record Met(string External, string Name, string? Zone, bool IsGuest, bool IsAdmin, bool MayBegin)
{
    private const int LongestName = 80;

    public string Name { get; } = Plain(Name);

    /// <summary>A name as commands can carry it: lists of names have commas, and lines end.</summary>
    private static string Plain(string name)
    {
        var clean = string.Concat(name.EnumerateRunes().Where(r => !Rune.IsControl(r) || Rune.IsWhiteSpace(r)).Select(r => r.Value is ',' or ';' ? " " : r.ToString()));
        var line = string.Join(' ', clean.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var end = line.Length <= LongestName ? line.Length : char.IsHighSurrogate(line[LongestName - 1]) ? LongestName - 1 : LongestName;
        return line.Length == 0 ? "Somebody" : line[..end].TrimEnd();
    }
}
