using System.Text.Json;
using System.Text.Json.Nodes;
using Companion.Chat;
using Companion.Messages;

namespace Companion.Platforms.Slack;

/// <summary>What Slack brings, over HTTP or over a socket: each kind becomes a line for the pipeline, and its reply the answer to the request.</summary>
internal sealed partial class Inbound(
    Workspaces workspaces, People people, Looks looks, Views views, Conversations conversations, Presses presses, Submissions submissions, Events events, ChatPipeline pipeline, ILogger<Inbound> logger)
{
    /// <summary>A slash command.</summary>
    /// <returns>The body of the answer, JSON in UTF-8; null for an empty one.</returns>
    public async Task<byte[]?> CommandAsync(SlashCommand command, CancellationToken ct)
    {
        if (await workspaces.FindAsync(command.Origin, ct) is not { } workspace)
            return SlackJson.Bytes(Answers.Says("Companion is not connected to this workspace. Ask whoever runs it to install it here."));
        if (!workspace.Serves(command.Origin))
            return SlackJson.Bytes(Answers.Says("The administrators of your organisation took Companion away from this workspace. Ask them if you need it here."));
        if (!await people.MeetAsync(workspace, command.User, command.UserName, ct))
            return SlackJson.Bytes(Answers.Says("Companion talks to people only."));

        var line = await people.PlainAsync(workspace, command.Text, ct);
        await conversations.SeenAsync(workspace, command.Channel, command.User, ct);
        var key = command.Trigger is { } trigger ? $"command {trigger}" : null;
        var reply = await pipeline.HandleAsync(new(workspace.Id, command.User, new(command.Channel.Id, command.Channel.IsDirect), new(line), key), ct);
        if (reply is not Reply.OpenForm { Form: var form })
            return Drawn.Ephemeral(Answers.CardOf(reply)!, await looks.OfAsync(workspace, Surface.Message, ct), line, Answers.IsForEveryone(reply));

        var modal = Modals.Form(form, new(form.Command, Channel: command.Channel.Id, Opened: line), await people.UsersByNameAsync(workspace, ct));
        return await views.OpenAsync(workspace, command.Trigger, modal, ct) is { } why ? SlackJson.Bytes(Answers.Says(why)) : null;
    }

    /// <summary>A press, a submission, a shortcut, or something new that we do not know yet.</summary>
    /// <inheritdoc cref="CommandAsync" path="/returns" />
    public async Task<byte[]?> InteractionAsync(JsonElement payload, CancellationToken ct) => await AnswerAsync(payload, ct) is { } answer ? SlackJson.Bytes(answer) : null;

    private async Task<JsonObject?> AnswerAsync(JsonElement payload, CancellationToken ct)
    {
        if (Receiver.Interaction(payload) is not { } interaction || await workspaces.FindAsync(interaction.Origin, ct) is not { } workspace || !workspace.Serves(interaction.Origin))
            return Answers.Nothing;
        if (interaction.Type is not ("block_actions" or "view_submission" or "shortcut" or "message_action" or "block_suggestion"))
            return Ignored(interaction.Type);
        if (!await people.MeetAsync(workspace, interaction.User, interaction.UserName, ct))
            return Answers.Nothing;

        return interaction.Type switch
        {
            "block_actions" => await presses.PressedAsync(workspace, interaction, ct),
            "view_submission" => await submissions.SubmittedAsync(workspace, interaction, ct),
            "block_suggestion" => await submissions.SuggestAsync(workspace, interaction, ct),
            _ => await presses.ChosenAsync(workspace, interaction, ct),
        };
    }

    /// <summary>An event. It is kept, or of no effect, when this returns: then it may be acknowledged.</summary>
    public async Task EventAsync(JsonElement envelope, CancellationToken ct)
    {
        if (Receiver.Event(envelope) is not { } received)
        {
            if (envelope.Text("type") is "app_rate_limited")
                TooMany();
            return;
        }

        if (await workspaces.FindAsync(received.Origin, ct) is { } workspace && (workspace.Serves(received.Origin) || received.Type is "team_access_granted" or "app_uninstalled" or "tokens_revoked"))
            await events.HandleAsync(workspace, received, ct);
    }

    private JsonObject? Ignored(string type)
    {
        NotKnown(type.Length > 40 ? "long" : type);
        return Answers.Nothing;
    }

    [LoggerMessage(LogLevel.Debug, "A payload of type {Type} was ignored.")]
    private partial void NotKnown(string type);

    [LoggerMessage(LogLevel.Warning, "Slack holds events back: more than 30,000 came from one workspace within an hour.")]
    private partial void TooMany();
}
