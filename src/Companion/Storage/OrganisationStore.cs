using System.Collections.Immutable;
using Companion.Core.Decisions;
using Companion.Core.Members;
using Dapper;

namespace Companion.Storage;

/// <summary>Organisations and the chats they use.</summary>
internal sealed class OrganisationStore(Database database)
{
    private const string OfConnectionSql = """
        SELECT o.id, o.name, o.zone, o.work_from, o.work_to, o.work_days, o.is_set_up, o.version
          FROM organisations o
          JOIN connections c ON c.organisation_id = o.id
         WHERE c.id = @connection
        """;

    private const string GetSql = """
        SELECT id, name, zone, work_from, work_to, work_days, is_set_up, version
          FROM organisations
         WHERE id = @organisation
        """;

    private const string HolidaysSql = """
        SELECT day FROM holidays WHERE organisation_id = @organisation
        """;

    public Task<Organisation> OfConnectionAsync(Guid connection, CancellationToken ct) =>
        LoadAsync("organisation of connection", connection, OfConnectionSql, new { connection }, ct);

    public Task<Organisation> GetAsync(Guid organisation, CancellationToken ct) =>
        LoadAsync("organisation", organisation, GetSql, new { organisation }, ct);

    // A chat that joins another organisation leaves none behind, so the organisations change with it.
    private static readonly string[] Tables = ["organisations", "holidays"];

    private Task<Organisation> LoadAsync(string what, Guid of, string sql, object key, CancellationToken ct) => database.RememberAsync(
        what,
        of,
        Tables,
        async connection =>
        {
            var row = await connection.QuerySingleAsync<Row>(sql, key);
            var holidays = await connection.QueryAsync<DateOnly>(HolidaysSql, new { organisation = row.Id });
            return row.ToOrganisation([.. holidays]);
        },
        ct);

    private const string FindConnectionSql = """
        SELECT id, organisation_id AS OrganisationId FROM connections WHERE platform = @platform AND external_id = @external
        """;

    /// <summary>A connection and its organisation; null when the platform's workspace is not known.</summary>
    public Task<Connection?> FindConnectionAsync(string platform, string external, CancellationToken ct) => database.ReadAsync(
        connection => connection.QuerySingleOrDefaultAsync<Connection>(FindConnectionSql, new { platform, external }), ct);

    private const string ConnectionsSql = """
        SELECT id, organisation_id AS OrganisationId FROM connections WHERE platform = @platform ORDER BY created_at, id
        """;

    public Task<IReadOnlyList<Connection>> ConnectionsAsync(string platform, CancellationToken ct) => database.ReadAsync<IReadOnlyList<Connection>>(
        async connection => [.. await connection.QueryAsync<Connection>(ConnectionsSql, new { platform })], ct);

    private const string AllSql = """
        SELECT id FROM organisations ORDER BY created_at, id
        """;

    public Task<IReadOnlyList<Guid>> AllAsync(CancellationToken ct) => database.ReadAsync<IReadOnlyList<Guid>>(
        async connection => [.. await connection.QueryAsync<Guid>(AllSql)], ct);

    private const string AddSql = """
        INSERT INTO organisations (id, name, zone, work_from, work_to, work_days, last_hash, created_at)
        VALUES (@id, @name, @zone, @from, @to, @days, @hash, @now)
        """;

    private const string AddConnectionSql = """
        INSERT INTO connections (id, organisation_id, platform, external_id, name, created_at)
        VALUES (@connection, @id, @platform, @external, @name, @now)
        """;

    /// <summary>A new organisation with its first connection and first steward.</summary>
    /// <exception cref="DuplicateException">The platform's workspace is known already.</exception>
    public Task<Connection> AddAsync(string platform, string external, string name, string zone, NewMember steward, DateTimeOffset now, CancellationToken ct)
    {
        var values = new
        {
            id = Guid.CreateVersion7(now),
            connection = Guid.CreateVersion7(now),
            platform,
            external,
            name,
            zone,
            from = "09:00",
            to = "17:00",
            days = "Monday,Tuesday,Wednesday,Thursday,Friday",
            hash = Chain.Genesis,
            now,
        };
        return database.WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(AddSql, values, transaction);
                await connection.ExecuteAsync(AddConnectionSql, values, transaction);
                await MemberStore.AddAsync(connection, transaction, values.id, values.connection, steward with { Zone = zone }, now);
                return new Connection(values.connection, values.id);
            },
            ct);
    }

    private const string RenameSql = """
        UPDATE organisations SET name = @name, zone = @zone, is_set_up = @yes, version = version + 1
         WHERE id = @organisation AND version = @version
        """;

    // Whoever was in the organisation's zone moves with it; a zone of one's own stays.
    private const string MoveMembersSql = """
        UPDATE members SET zone = @zone
         WHERE organisation_id = @organisation AND zone = (SELECT zone FROM organisations WHERE id = @organisation)
        """;

    /// <summary>Part of setup; runs in the transaction of the unit that is set up.</summary>
    /// <exception cref="StaleWriteException">Somebody else set it up first.</exception>
    public static async Task SetUpAsync(System.Data.Common.DbConnection connection, System.Data.Common.DbTransaction transaction, Organisation organisation)
    {
        var values = new { organisation = organisation.Id, name = organisation.Name, zone = organisation.Zone, version = organisation.Version, yes = true };
        await connection.ExecuteAsync(MoveMembersSql, values, transaction);
        if (await connection.ExecuteAsync(RenameSql, values, transaction) == 0)
            throw new StaleWriteException("The organisation was set up by somebody else meanwhile.");
    }

    private const string HeadSql = """
        SELECT last_number AS Number, last_hash AS Hash FROM organisations WHERE id = @organisation
        """;

    /// <summary>The end of the organisation's chain of decisions.</summary>
    public Task<LogHead> HeadAsync(Guid organisation, CancellationToken ct) => database.ReadAsync(
        connection => connection.QuerySingleAsync<LogHead>(HeadSql, new { organisation }), ct);

    private sealed record Row(Guid Id, string Name, string Zone, string Work_From, string Work_To, string Work_Days, bool Is_Set_Up, long Version)
    {
        public Organisation ToOrganisation(ImmutableSortedSet<DateOnly> holidays) => new(
            Id,
            Name,
            Zone,
            HoursText.Read(Work_From, Work_To, Work_Days),
            holidays,
            Is_Set_Up,
            Version);
    }
}

/// <summary>A chat an organisation uses.</summary>
internal sealed record Connection(Guid Id, Guid OrganisationId);

/// <summary>The last number and hash of a chain.</summary>
internal sealed record LogHead(long Number, string Hash);
