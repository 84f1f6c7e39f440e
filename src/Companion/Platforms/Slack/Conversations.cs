using System.Collections.Concurrent;
using Companion.Storage;

namespace Companion.Platforms.Slack;

/// <summary>Where messages can be put: what is seen is kept, and a person's own conversation is opened when it is needed.</summary>
internal sealed class Conversations(ConversationStore store, MemberStore members, Workspaces workspaces, SlackApi api, Pace pace, TimeProvider time)
{
    private const int MostKnown = 50_000;

    private readonly ConcurrentDictionary<(Guid, string), byte> _known = new();

    /// <summary>Somebody spoke there, so it is there.</summary>
    public async Task SeenAsync(SlackWorkspace workspace, SlackChannel channel, string user, CancellationToken ct)
    {
        if (!_known.TryAdd((workspace.Id, channel.Id), 0))
            return;
        if (_known.Count > MostKnown)
            _known.Clear();

        var member = channel.IsDirect ? (await members.FindAsync(workspace.Id, user, ct))?.Id : null;
        await store.KeepAsync(workspace.Connection, new(channel.Id, channel.IsDirect ? ConversationKind.Personal : ConversationKind.Channel, member, channel.PublicName), time.GetUtcNow(), ct);
    }

    /// <summary>The bot was let in (again).</summary>
    public Task JoinedAsync(SlackWorkspace workspace, string channel, CancellationToken ct)
    {
        _known.TryAdd((workspace.Id, channel), 0);
        return store.KeepAsync(workspace.Connection, new(channel, ConversationKind.Channel, null, ""), time.GetUtcNow(), ct);
    }

    /// <summary>A person's own conversation with the bot. Posting to a user's id can land elsewhere, so it is opened first.</summary>
    /// <exception cref="SlackException">Slack does not open one.</exception>
    public async Task<string> OwnAsync(SlackWorkspace workspace, string user, CancellationToken ct)
    {
        await pace.EnterAsync(workspace.Id, "conversations.open", null, ct);
        var reply = await api.CallAsync(await workspaces.TokenAsync(workspace, ct), "conversations.open", new() { ["users"] = user }, SlackApi.Patience, ct);
        var channel = reply.Child("channel")?.Text("id") ?? throw new SlackException("conversations.open", SlackException.Garbage);
        if (await members.FindAsync(workspace.Id, user, ct) is { Id: var member })
            await store.KeepAsync(workspace.Connection, new(channel, ConversationKind.Personal, member, ""), time.GetUtcNow(), ct);
        return channel;
    }
}

/// <summary>A message as Slack knows it: its place and its time.</summary>
internal sealed record MessageId(string Channel, string Ts)
{
    public override string ToString() => $"{Channel} {Ts}";

    public static MessageId? Parse(string text) => text.Split(' ') is [{ Length: > 0 } channel, { Length: > 0 } ts] ? new(channel, ts) : null;
}
