using System.Collections.Concurrent;
using System.Text.Json;
using Companion.Core;
using Companion.Storage;
using Companion.Views;

namespace Companion.Platforms.Slack;

/// <summary>Who is who: whoever turns up is met, what Slack says about them is asked twice a day at most, and mentions become the names of members.</summary>
internal sealed partial class People(IdentityStore identities, MemberStore members, Workspaces workspaces, SlackApi api, Pace pace, TimeProvider time, ILogger<People> logger)
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromHours(12);
    private static readonly TimeSpan AskAgain = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MapLasts = TimeSpan.FromMinutes(1);
    private const int MostInGroup = 60;
    private const string Slackbot = "USLACKBOT";

    // When somebody is asked about next. Only what was learned in this process: the database knows the rest.
    private readonly ConcurrentDictionary<(Guid, string), DateTimeOffset> _next = new();
    private readonly ConcurrentDictionary<Guid, UserMap> _maps = new();

    /// <summary>Makes a member of whoever speaks, and knows by then whether they are a guest or an admin. While Slack cannot be asked they are treated as a guest.</summary>
    /// <returns>False for a bot and for somebody who was deactivated.</returns>
    public async Task<bool> MeetAsync(SlackWorkspace workspace, string user, string? calledName, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (user == Slackbot || user == workspace.Details.BotUser)
            return false;
        if (_next.TryGetValue((workspace.Id, user), out var next) && now < next)
            return true;

        var checkedAt = await identities.CheckedAtAsync(workspace.Connection, user, ct);
        if (checkedAt is { } at && at + AskEvery > now)
        {
            _next[(workspace.Id, user)] = at + AskEvery;
            return true;
        }

        try
        {
            return await LearnAsync(workspace, await AskAsync(workspace, user, ct), ct);
        }
        catch (SlackException e)
        {
            NotAsked(workspace.Id, e.Code);
            if (checkedAt is null)
                await identities.MeetAsync(workspace.Connection, new(user, calledName ?? user, null, IsGuest: true, IsAdmin: false, MayBegin: false), now, ct);
            _next[(workspace.Id, user)] = now + AskAgain;
            _maps.TryRemove(workspace.Id, out _);
            return true;
        }
    }

    /// <summary>Slack says that somebody changed. Strangers stay strangers.</summary>
    public async Task ChangedAsync(SlackWorkspace workspace, JsonElement user, CancellationToken ct)
    {
        if (user.Text("id") is { } id && await identities.CheckedAtAsync(workspace.Connection, id, ct) is not null)
            await LearnAsync(workspace, user, ct);
    }

    private async Task<JsonElement> AskAsync(SlackWorkspace workspace, string user, CancellationToken ct)
    {
        if (pace.Paused(workspace.Id, "users.info") > TimeSpan.Zero)
            throw new SlackException("users.info", "ratelimited");

        try
        {
            var reply = await api.AskAsync(await workspaces.TokenAsync(workspace, ct), "users.info", TimeSpan.FromMilliseconds(1200), ct, ("user", user));
            return reply.Child("user") ?? throw new SlackException("users.info", SlackException.Garbage);
        }
        catch (SlackException e) when (e.After is { } after)
        {
            pace.Pause(workspace.Id, "users.info", after);
            throw;
        }
    }

    private async Task<bool> LearnAsync(SlackWorkspace workspace, JsonElement user, CancellationToken ct)
    {
        var (now, id) = (time.GetUtcNow(), user.Text("id") ?? throw new SlackException("users.info", SlackException.Garbage));
        if (user.IsTrue("deleted"))
        {
            await identities.GoneAsync(workspace.Connection, id, (_, name) => PeopleView.Left(name), now, ct);
            _maps.TryRemove(workspace.Id, out _);
            return false;
        }

        if (user.IsTrue("is_bot") || id == Slackbot)
            return false;

        await identities.MeetAsync(workspace.Connection, MetOf(workspace, user, id), now, ct);
        _next[(workspace.Id, id)] = now + AskEvery;
        _maps.TryRemove(workspace.Id, out _);
        return true;
    }

    // Somebody from another company in a shared channel is a guest here, whatever they are at home.
    private static Met MetOf(SlackWorkspace workspace, JsonElement user, string id)
    {
        var profile = user.Child("profile") ?? user;
        var name = ((string?[])[profile.Text("display_name"), profile.Text("real_name"), user.Text("real_name"), user.Text("name")]).FirstOrDefault(n => !string.IsNullOrWhiteSpace(n)) ?? id;
        var isForeign = user.IsTrue("is_stranger") || (workspace.Details is { Enterprise: null, Team: { } team } && user.Text("team_id") is { } home && home != team);
        var isGuest = user.IsTrue("is_restricted") || user.IsTrue("is_ultra_restricted") || isForeign;
        var isAdmin = !isGuest && (user.IsTrue("is_admin") || user.IsTrue("is_owner"));
        var zone = user.Text("tz") is { } tz && Zones.Find(tz) is not null ? tz : null;
        return new(id, SlackText.Clean(name), zone, isGuest, isAdmin, MayBegin: isAdmin || (!isGuest && id == workspace.Details.Installer));
    }

    /// <summary>A typed text with mentions as names; whoever is mentioned is met.</summary>
    public async Task<string> PlainAsync(SlackWorkspace workspace, string text, CancellationToken ct)
    {
        var (users, groups) = MentionText.In(text);
        if (users.Count == 0 && groups.Count == 0)
            return MentionText.Plain(text, _ => null, _ => null);

        var inGroups = new Dictionary<string, IReadOnlyCollection<string>>(StringComparer.Ordinal);
        foreach (var group in groups)
            inGroups[group] = await InGroupAsync(workspace, group, ct);
        foreach (var user in users.Concat(inGroups.Values.SelectMany(u => u)).Distinct(StringComparer.Ordinal))
            await MeetAsync(workspace, user, null, ct);

        var names = await NamesAsync(workspace, ct);
        return MentionText.Plain(text, names.GetValueOrDefault, g => [.. inGroups[g].Select(names.GetValueOrDefault).OfType<string>()]);
    }

    /// <summary>People who were picked, as a command reads them: names joined by commas.</summary>
    public Task<string> PickedAsync(SlackWorkspace workspace, IEnumerable<string> users, CancellationToken ct) =>
        PlainAsync(workspace, string.Join(", ", users.Select(u => $"<@{u}>")), ct);

    private async Task<IReadOnlyCollection<string>> InGroupAsync(SlackWorkspace workspace, string group, CancellationToken ct)
    {
        try
        {
            var reply = await api.AskAsync(await workspaces.TokenAsync(workspace, ct), "usergroups.users.list", TimeSpan.FromMilliseconds(1200), ct, ("usergroup", group), ("team_id", workspace.Team));
            return [.. reply.Items("users").Where(u => u.ValueKind == JsonValueKind.String).Select(u => u.GetString()!).Take(MostInGroup)];
        }
        catch (SlackException e)
        {
            NotAsked(workspace.Id, e.Code);
            return [];
        }
    }

    /// <summary>The members that users are; whoever is new is met.</summary>
    public async Task<IReadOnlyCollection<Guid>> MembersAsync(SlackWorkspace workspace, IEnumerable<string> users, CancellationToken ct)
    {
        var met = new List<Guid>();
        foreach (var user in users)
        {
            if (await MeetAsync(workspace, user, null, ct) && await members.FindAsync(workspace.Id, user, ct) is { Id: var member })
                met.Add(member);
        }

        return met;
    }

    /// <summary>Users by member, to mention them.</summary>
    public async Task<Func<Guid, string?>> UsersAsync(SlackWorkspace workspace, CancellationToken ct)
    {
        var map = await MapAsync(workspace, ct);
        return map.UserOf;
    }

    /// <summary>Users by the name that the member has here, to pick them.</summary>
    public async Task<Func<string, string?>> UsersByNameAsync(SlackWorkspace workspace, CancellationToken ct)
    {
        var users = (await NamesAsync(workspace, ct)).GroupBy(n => n.Value, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.First().Key, StringComparer.OrdinalIgnoreCase);
        return users.GetValueOrDefault;
    }

    private async Task<Dictionary<string, string>> NamesAsync(SlackWorkspace workspace, CancellationToken ct)
    {
        var map = await MapAsync(workspace, ct);
        var everyone = await members.AllAsync(workspace.Connection.OrganisationId, ct);
        return everyone.Select(m => (User: map.UserOf(m.Id), m.Name)).Where(m => m.User is not null).ToDictionary(m => m.User!, m => m.Name, StringComparer.Ordinal);
    }

    private async Task<UserMap> MapAsync(SlackWorkspace workspace, CancellationToken ct)
    {
        if (_maps.TryGetValue(workspace.Id, out var map) && map.At + MapLasts > time.GetUtcNow())
            return map;

        var users = await identities.OfConnectionAsync(workspace.Id, ct);
        return _maps[workspace.Id] = new(users, time.GetUtcNow());
    }

    private sealed record UserMap(IReadOnlyDictionary<Guid, string> Users, DateTimeOffset At)
    {
        public string? UserOf(Guid member) => Users.TryGetValue(member, out var user) && user is ['U' or 'W', ..] ? user : null;
    }

    [LoggerMessage(LogLevel.Warning, "Slack was not asked about a person in workspace {Connection}: {Code}.")]
    private partial void NotAsked(Guid connection, string code);
}
