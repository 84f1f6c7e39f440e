using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Companion.Chat;
using Companion.Messages;
using Companion.Storage;

namespace Companion.Platforms.Slack;

/// <summary>Brings messages to Slack: to people in a conversation of their own, to channels with a thread to discuss them in.</summary>
internal sealed partial class Sender(Workspaces workspaces, Conversations conversations, Looks looks, SlackApi api, Pace pace, ILogger<Sender> logger) : ISender
{
    public string Platform => SlackWorkspace.Platform;

    public async Task<string> SendAsync(Address to, Guid messageId, ImmutableArray<Card> cards, CancellationToken ct)
    {
        try
        {
            var workspace = await workspaces.GetAsync(to.ConnectionId, ct);
            var channel = to.Conversation ?? await conversations.OwnAsync(workspace, to.Person, ct);
            var sent = await PostAsync(workspace, "chat.postMessage", channel, cards, new() { ["unfurl_links"] = false, ["unfurl_media"] = false }, ct);
            if (to.IsChannel)
                await InviteToDiscussAsync(workspace, sent, ct);
            return sent.ToString();
        }
        catch (SlackException e)
        {
            throw e.Sorted();
        }
    }

    public async Task UpdateAsync(Address to, string message, ImmutableArray<Card> cards, CancellationToken ct)
    {
        if (MessageId.Parse(message) is not { } there)
            throw new SendException(SendFault.Bug, "unknown_message");

        try
        {
            await PostAsync(await workspaces.GetAsync(to.ConnectionId, ct), "chat.update", there.Channel, cards, new() { ["ts"] = there.Ts }, ct);
        }
        // Somebody deleted it, or it is too old to be changed: then no stale button is left that we could take away.
        catch (SlackException e) when (e.Code is "message_not_found" or "cant_update_message" or "edit_window_closed")
        {
            NotUpdated(to.ConnectionId, e.Code);
        }
        catch (SlackException e)
        {
            throw e.Sorted();
        }
    }

    public async Task AnswerAsync(ChatInput input, Reply reply, CancellationToken ct)
    {
        try
        {
            var workspace = await workspaces.GetAsync(input.ConnectionId, ct);
            // A form opens at a press only, so the answer to typed words is the button to press.
            var card = reply is Reply.OpenForm { Form: var form }
                ? Card.Say(form.Title, Part.Offers(new Button("Open the form", input.Said.Line, ButtonStyle.Primary)))
                : Answers.CardOf(reply) ?? Card.Say("That is not clear");
            var isPrivate = !input.Place.IsPrivate && !Answers.IsForEveryone(reply);
            var more = new JsonObject { ["unfurl_links"] = false };
            if (input.Place.Thread is { } thread)
                more["thread_ts"] = thread;
            if (isPrivate)
                more["user"] = input.Person;
            await PostAsync(workspace, isPrivate ? "chat.postEphemeral" : "chat.postMessage", input.Place.Id, [card], more, ct, input.Said.Line);
        }
        catch (SlackException e)
        {
            throw e.Sorted();
        }
    }

    /// <summary>Posts with the newest blocks where nobody knows yet whether the workspace takes them, and without them where it does not.</summary>
    private async Task<MessageId> PostAsync(SlackWorkspace workspace, string method, string channel, ImmutableArray<Card> cards, JsonObject more, CancellationToken ct, string? line = null)
    {
        var look = await looks.OfAsync(workspace, Surface.Message, ct);
        var source = line is null ? PageSource.Message : PageSource.Of(line);
        if (workspace.Details.IsRich is null)
        {
            var rich = Renderer.Message(cards, look with { IsRich = true }, source);
            if (rich["blocks"]!.AsArray().Any(b => (string?)b!["type"] == "container"))
                return await TryRichAsync(workspace, method, channel, rich, cards, more, ct);
        }

        return await CallAsync(workspace, method, channel, Renderer.Message(cards, look, source), more, ct);
    }

    private async Task<MessageId> TryRichAsync(SlackWorkspace workspace, string method, string channel, JsonObject rich, ImmutableArray<Card> cards, JsonObject more, CancellationToken ct)
    {
        try
        {
            var sent = await CallAsync(workspace, method, channel, rich, more, ct);
            await workspaces.SetRichAsync(workspace, true, ct);
            return sent;
        }
        catch (SlackException e) when (e.IsAboutBlocks)
        {
            await workspaces.SetRichAsync(workspace, false, ct);
            return await CallAsync(workspace, method, channel, Renderer.Message(cards, await looks.OfAsync(workspace, Surface.Message, ct), PageSource.Message), more, ct);
        }
    }

    private async Task<MessageId> CallAsync(SlackWorkspace workspace, string method, string channel, JsonObject message, JsonObject more, CancellationToken ct)
    {
        await pace.EnterAsync(workspace.Id, method, method == "chat.update" ? null : channel, ct);
        message["channel"] = channel;
        foreach (var (name, value) in more)
            message[name] = value?.DeepClone();
        try
        {
            var reply = await api.CallAsync(await workspaces.TokenAsync(workspace, ct), method, message, SlackApi.Patience, ct);
            return new(reply.Text("channel") ?? channel, reply.Text("ts") ?? reply.Text("message_ts") ?? throw new SlackException(method, SlackException.Garbage));
        }
        catch (SlackException e) when (e.After is { } after)
        {
            pace.Pause(workspace.Id, method, after);
            throw;
        }
    }

    // The message is sent by now: without this line it can be discussed all the same.
    private async Task InviteToDiscussAsync(SlackWorkspace workspace, MessageId sent, CancellationToken ct)
    {
        var invitation = Card.Say("Discuss it in this thread", Part.Says("Mention me here to ask or to decide. What you agree on can be kept: \"Log as a decision\" in the menu of a message."));
        var message = Renderer.Message(invitation, Look.Plain(Surface.Message), PageSource.Message);
        ((JsonArray)message["blocks"]!).RemoveAt(0);
        try
        {
            await CallAsync(workspace, "chat.postMessage", sent.Channel, message, new() { ["thread_ts"] = sent.Ts }, ct);
        }
        catch (Exception e) when (e is SlackException or SendException)
        {
            NotInvited(workspace.Id, e.Message);
        }
    }

    [LoggerMessage(LogLevel.Debug, "A message in workspace {Connection} was not updated: {Code}.")]
    private partial void NotUpdated(Guid connection, string code);

    [LoggerMessage(LogLevel.Debug, "A thread in workspace {Connection} was not begun: {Why}.")]
    private partial void NotInvited(Guid connection, string why);
}
