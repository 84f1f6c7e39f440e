using System.Data.Common;
using Companion.Core.Decisions;
using Dapper;

namespace Companion.Storage;

/// <summary>The chats organisations use: how they come, go quiet and come back.</summary>
internal sealed class ConnectionStore(Database database)
{
    private const string Columns = "id, organisation_id, platform, external_id, name, state, quiet_since, quiet_reason, details, secret";

    private const string FindSql = $"""
        SELECT {Columns} FROM connections WHERE platform = @platform AND external_id = @external
        """;

    /// <summary>A workspace by the platform's own name for it; null when it never connected.</summary>
    public Task<Workspace?> FindAsync(string platform, string external, CancellationToken ct) => database.RememberAsync(
        $"workspace {platform} {external}", Guid.Empty, ["connections"],
        async c => (await c.QuerySingleOrDefaultAsync<Row>(FindSql, new { platform, external }))?.ToWorkspace(), ct);

    private const string GetSql = $"""
        SELECT {Columns} FROM connections WHERE id = @connection
        """;

    public Task<Workspace> GetAsync(Guid connection, CancellationToken ct) => database.ReadAsync(
        async c => (await c.QuerySingleAsync<Row>(GetSql, new { connection })).ToWorkspace(), ct);

    private const string AllSql = $"""
        SELECT {Columns} FROM connections WHERE platform = @platform ORDER BY created_at, id
        """;

    /// <summary>Every workspace of a platform, quiet ones too.</summary>
    public Task<IReadOnlyList<Workspace>> AllAsync(string platform, CancellationToken ct) => database.ReadAsync<IReadOnlyList<Workspace>>(
        async c => [.. (await c.QueryAsync<Row>(AllSql, new { platform })).Select(r => r.ToWorkspace())], ct);

    private const string ReviveSql = """
        UPDATE connections
           SET name = @name, details = @details, secret = @secret, state = 'Active', quiet_since = NULL, quiet_reason = NULL
         WHERE platform = @platform AND external_id = @external
        RETURNING id AS Id, organisation_id AS OrganisationId
        """;

    // What waited for the workspace goes out now. A conversation that was gone before is active again once it is heard from.
    private const string WakeSql = """
        UPDATE outbox SET due_at = @now WHERE organisation_id = @organisation AND state = 'Waiting'
        """;

    /// <summary>A workspace connects: for the first time as an organisation of its own, later with what it left behind.</summary>
    public Task<Connection> ConnectAsync(NewWorkspace workspace, DateTimeOffset now, CancellationToken ct) => database.FindOrAddAsync(
        async (c, transaction) =>
        {
            var known = await c.QuerySingleOrDefaultAsync<Connection>(
                ReviveSql, new { platform = workspace.Platform, external = workspace.External, name = workspace.Name, details = workspace.Details, secret = workspace.Secret }, transaction);
            if (known is null)
                return await AddAsync(c, transaction, workspace, now);

            await c.ExecuteAsync(WakeSql, new { organisation = known.OrganisationId, now }, transaction);
            return known;
        },
        ct);

    private const string AddOrganisationSql = """
        INSERT INTO organisations (id, name, zone, work_from, work_to, work_days, last_hash, created_at)
        VALUES (@organisation, @name, @zone, '09:00', '17:00', 'Monday,Tuesday,Wednesday,Thursday,Friday', @genesis, @now)
        """;

    private const string AddSql = """
        INSERT INTO connections (id, organisation_id, platform, external_id, name, details, secret, created_at)
        VALUES (@connection, @organisation, @platform, @external, @name, @details, @secret, @now)
        """;

    private static async Task<Connection> AddAsync(DbConnection c, DbTransaction transaction, NewWorkspace workspace, DateTimeOffset now)
    {
        var made = new Connection(Guid.CreateVersion7(now), Guid.CreateVersion7(now));
        var values = new
        {
            organisation = made.OrganisationId,
            connection = made.Id,
            platform = workspace.Platform,
            external = workspace.External,
            name = workspace.Name,
            zone = workspace.Zone,
            details = workspace.Details,
            secret = workspace.Secret,
            genesis = Chain.Genesis,
            now,
        };
        await c.ExecuteAsync(AddOrganisationSql, values, transaction);
        await c.ExecuteAsync(AddSql, values, transaction);
        return made;
    }

    private const string SecretSql = """
        UPDATE connections SET secret = @after WHERE id = @connection AND organisation_id = @organisation AND secret = @before
        """;

    /// <summary>Puts a new secret in the place of the one that was read: of two that refresh at once, one wins.</summary>
    /// <returns>False when somebody else was faster; read again.</returns>
    public Task<bool> RenewSecretAsync(Workspace workspace, string after, CancellationToken ct) => database.WriteAsync(
        async (c, transaction) => await c.ExecuteAsync(SecretSql, new { connection = workspace.Id, organisation = workspace.OrganisationId, before = workspace.Secret, after }, transaction) == 1, ct);

    private const string DetailsSql = """
        UPDATE connections SET details = @details WHERE id = @connection AND organisation_id = @organisation
        """;

    public Task SetDetailsAsync(Workspace workspace, string details, CancellationToken ct) => database.WriteAsync(
        (c, transaction) => c.ExecuteAsync(DetailsSql, new { connection = workspace.Id, organisation = workspace.OrganisationId, details }, transaction), ct);

    private const string QuietSql = """
        UPDATE connections SET state = 'Quiet', quiet_since = @now, quiet_reason = @reason, secret = CASE WHEN @forget = @yes THEN NULL ELSE secret END
         WHERE id = @connection AND state = 'Active'
        """;

    /// <summary>Nothing is sent there any more until it connects again; its data stays.</summary>
    /// <param name="forgetSecret">True when the platform has made the secret worthless.</param>
    /// <returns>False when it was quiet already.</returns>
    public Task<bool> QuietAsync(Guid connection, string reason, bool forgetSecret, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        async (c, transaction) => await c.ExecuteAsync(QuietSql, new { connection, reason, forget = forgetSecret, yes = true, now }, transaction) == 1, ct);

    private sealed record Row(Guid Id, Guid Organisation_Id, string Platform, string External_Id, string Name, string State, DateTimeOffset? Quiet_Since, string? Quiet_Reason, string Details, string? Secret)
    {
        public Workspace ToWorkspace() => new(Id, Organisation_Id, Platform, External_Id, Name, State == "Quiet", Quiet_Since, Quiet_Reason, Details, Secret);
    }
}

/// <summary>A connection with all that is kept about it.</summary>
/// <param name="Details">The platform's own JSON; nothing secret.</param>
/// <param name="Secret">As the platform protected it; null when there is none.</param>
internal sealed record Workspace(Guid Id, Guid OrganisationId, string Platform, string External, string Name, bool IsQuiet, DateTimeOffset? QuietSince, string? QuietReason, string Details, string? Secret)
{
    public Connection Connection => new(Id, OrganisationId);

    /// <summary>True for one that was uninstalled so long ago that nothing is kept of it.</summary>
    public bool IsForgotten => QuietReason is "forgetting" or "forgotten";
}

/// <summary>A workspace that connects.</summary>
/// <param name="Zone">What the organisation begins with; an IANA zone.</param>
internal sealed record NewWorkspace(string Platform, string External, string Name, string Zone, string Details, string? Secret);
