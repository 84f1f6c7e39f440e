using System.Text.Json;
using Companion.Chat;
using Companion.Messages;
using Companion.Storage;

namespace Companion.Platforms.Slack;

/// <summary>What happens in a workspace. Words go to the inbox first: they are on disk before Slack is told that they arrived.</summary>
internal sealed partial class Events(Workspaces workspaces, People people, Groups groups, Conversations conversations, Home home, InboxStore inbox, Signals signals, TimeProvider time, ILogger<Events> logger)
{
    public Task HandleAsync(SlackWorkspace workspace, SlackEvent happened, CancellationToken ct) => happened.Type switch
    {
        "app_home_opened" => OpenedAsync(workspace, happened, ct),
        "message" when happened.Body.Text("channel_type") is "im" => SaidAsync(workspace, happened, ct),
        "app_mention" => SaidAsync(workspace, happened, ct),
        "user_change" => happened.Body.Child("user") is { } user ? people.ChangedAsync(workspace, user, ct) : Task.CompletedTask,
        "subteam_created" or "subteam_updated" or "subteam_members_changed" => ChangedAsync(workspace),
        "member_joined_channel" => JoinedAsync(workspace, happened, ct),
        "app_uninstalled" => workspaces.QuietAsync(workspace, "app_uninstalled", ct),
        "tokens_revoked" => RevokedAsync(workspace, happened, ct),
        "team_access_granted" or "team_access_revoked" => workspaces.AccessAsync(
            workspace, [.. happened.Body.Items("team_ids").Where(t => t.ValueKind == JsonValueKind.String).Select(t => t.GetString()!)], isGranted: happened.Type == "team_access_granted", ct),
        _ => Ignored(happened),
    };

    private async Task OpenedAsync(SlackWorkspace workspace, SlackEvent happened, CancellationToken ct)
    {
        if (happened.Body.Text("tab") is "home" && happened.Body.Text("user") is { } user && await people.MeetAsync(workspace, user, null, ct))
            home.Ask(new(workspace.Id, user, happened.Body.Child("view")?.Text("hash"), 1));
    }

    private async Task SaidAsync(SlackWorkspace workspace, SlackEvent happened, CancellationToken ct)
    {
        if (!Receiver.IsSaid(happened, workspace.Details.BotUser) || happened.Body.Text("user") is not { } user || happened.Body.Text("channel") is not { } place)
            return;
        if (!await people.MeetAsync(workspace, user, null, ct))
            return;

        var channel = new SlackChannel(place, null);
        var line = await people.PlainAsync(workspace, MentionText.WithoutCall(happened.Body.Text("text")!, workspace.Details.BotUser), ct);
        if (channel.IsDirect)
            await conversations.SeenAsync(workspace, channel, user, ct);
        var input = new ChatInput(workspace.Id, user, new(place, channel.IsDirect) { Thread = happened.Body.Text("thread_ts") }, new(line), $"event {happened.Id}");
        if (await inbox.AddAsync(workspace.Connection.OrganisationId, input, time.GetUtcNow(), ct))
            signals.Changed();
    }

    private Task ChangedAsync(SlackWorkspace workspace)
    {
        groups.Look(workspace.Id);
        return Task.CompletedTask;
    }

    private Task JoinedAsync(SlackWorkspace workspace, SlackEvent happened, CancellationToken ct) =>
        happened.Body.Text("user") == workspace.Details.BotUser && happened.Body.Text("channel") is { } channel ? conversations.JoinedAsync(workspace, channel, ct) : Task.CompletedTask;

    // The ids are those of people; a revoked token of the bot is the end of the installation.
    private Task RevokedAsync(SlackWorkspace workspace, SlackEvent happened, CancellationToken ct) =>
        happened.Body.Child("tokens") is { } tokens && tokens.Items("bot").Any() ? workspaces.QuietAsync(workspace, "tokens_revoked", ct) : Task.CompletedTask;

    private Task Ignored(SlackEvent happened)
    {
        NotKnown(happened.Id);
        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Debug, "Event {Id} is none of those that matter here.")]
    private partial void NotKnown(string id);
}
