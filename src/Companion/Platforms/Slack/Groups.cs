using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using System.Threading.Channels;
using Companion.Messages;
using Companion.Storage;

namespace Companion.Platforms.Slack;

/// <summary>User groups, so that a check-in can ask them: read when the first form needs them, and whenever Slack says that one changed.</summary>
internal sealed partial class Groups(Workspaces workspaces, People people, InviteeStore groups, MemberStore members, SlackApi api, TimeProvider time, ILogger<Groups> logger) : BackgroundService
{
    private const int LongestName = 80;
    private const int Room = 1000;
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(6);

    private readonly Channel<Guid> _asked = Channel.CreateBounded<Guid>(new BoundedChannelOptions(Room) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _readAt = new();
    private int _unfinished;

    public bool IsIdle => Volatile.Read(ref _unfinished) == 0;

    /// <summary>Reads the groups of a workspace again, soon.</summary>
    public void Look(Guid connection)
    {
        Interlocked.Increment(ref _unfinished);
        if (!_asked.Writer.TryWrite(connection))
            Interlocked.Decrement(ref _unfinished);
    }

    /// <summary>Everybody and every group, as options to choose from.</summary>
    public async Task<ImmutableArray<FormOption>> NamesAsync(SlackWorkspace workspace, CancellationToken ct)
    {
        if (!_readAt.TryGetValue(workspace.Id, out var at) || at + Fresh < time.GetUtcNow())
            await ReadAsync(workspace, SlackApi.WithinRequest / 2, isHurried: true, ct);

        var organisation = workspace.Connection.OrganisationId;
        var all = await groups.GroupsAsync(organisation, ct);
        return [.. all.Select(g => new FormOption(g.Name, g.Name, "A group")), .. (await members.AllAsync(organisation, ct)).Select(m => new FormOption(m.Name, m.Name))];
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var connection in _asked.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await ReadAsync(await workspaces.GetAsync(connection, stoppingToken), SlackApi.Patience, isHurried: false, stoppingToken);
            }
            catch (StorageUnavailableException e)
            {
                NotKept(e);
            }
            finally
            {
                Interlocked.Decrement(ref _unfinished);
            }
        }
    }

    // In a hurry the people of a group who were never met are left to the second look, which follows at once.
    private async Task ReadAsync(SlackWorkspace workspace, TimeSpan patience, bool isHurried, CancellationToken ct)
    {
        try
        {
            foreach (var team in await TeamsAsync(workspace, patience, isHurried, ct))
            {
                var reply = await api.AskAsync(await workspaces.TokenAsync(workspace, ct), "usergroups.list", patience, ct, ("include_users", "true"), ("team_id", team));
                foreach (var group in reply.Items("usergroups"))
                    await KeepAsync(workspace, group, isHurried, ct);
            }

            _readAt[workspace.Id] = time.GetUtcNow();
            if (isHurried)
                Look(workspace.Id);
        }
        catch (SlackException e)
        {
            NotRead(workspace.Id, e.Code);
        }
    }

    /// <summary>The workspaces whose groups are read: an organisation has many, and must be asked for each.</summary>
    private async Task<IReadOnlyList<string?>> TeamsAsync(SlackWorkspace workspace, TimeSpan patience, bool isHurried, CancellationToken ct)
    {
        if (workspace.Details.Team is not null || (isHurried && workspace.From is not null))
            return [workspace.Team];

        var reply = await api.AskAsync(await workspaces.TokenAsync(workspace, ct), "auth.teams.list", patience, ct, ("limit", "200"));
        return [.. reply.Items("teams").Select(t => t.Text("id")).OfType<string>().Where(t => workspace.Serves(new(t, null, true)))];
    }

    private async Task KeepAsync(SlackWorkspace workspace, JsonElement group, bool isHurried, CancellationToken ct)
    {
        if (group.Text("id") is not { } id || (group.Text("handle") ?? group.Text("name")) is not { Length: > 0 and <= LongestName } name)
            return;

        var users = isHurried ? [] : group.Items("users").Where(u => u.ValueKind == JsonValueKind.String).Select(u => u.GetString()!).ToList();
        if (!isHurried || (await groups.GroupsAsync(workspace.Connection.OrganisationId, ct)).All(g => g.Name != name))
            await groups.KeepGroupAsync(workspace.Connection, id, name, await people.MembersAsync(workspace, users, ct), time.GetUtcNow(), ct);
    }

    [LoggerMessage(LogLevel.Warning, "The user groups of workspace {Connection} were not read: {Code}.")]
    private partial void NotRead(Guid connection, string code);

    [LoggerMessage(LogLevel.Error, "User groups could not be kept; the next change reads them again.")]
    private partial void NotKept(Exception exception);
}
