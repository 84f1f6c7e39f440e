using System.Text.Json.Nodes;
using Companion.Chat;
using Companion.Messages;
using Companion.Storage;

namespace Companion.Platforms.Slack;

/// <summary>Buttons and shortcuts: each carries a command line, and the answer comes where the button stands.</summary>
internal sealed class Presses(
    People people, Looks looks, Views views, FollowUps followUps, Home home, OutboxStore outbox, ChatPipeline pipeline)
{
    /// <summary>A button. The request itself is answered with nothing: what there is to say replaces or follows the message, or opens above it.</summary>
    public async Task<JsonObject?> PressedAsync(SlackWorkspace workspace, Interaction press, CancellationToken ct)
    {
        var action = press.Payload.Items("actions").FirstOrDefault();
        if (action.Text("value") is not { } value || action.Text("action_id") is not { } id)
            return Answers.Nothing;

        if (id.StartsWith(Pages.Action, StringComparison.Ordinal))
            await TurnAsync(workspace, press, value, ct);
        else if (id.StartsWith(Renderer.SayAction, StringComparison.Ordinal))
            await AnswerAsync(workspace, press, value, press.Trigger is { } trigger ? $"press {trigger}" : null, ct);
        return Answers.Nothing;
    }

    /// <summary>A shortcut: its callback is the command; on a message, the link to it and its text follow.</summary>
    public async Task<JsonObject?> ChosenAsync(SlackWorkspace workspace, Interaction shortcut, CancellationToken ct)
    {
        if (shortcut.Payload.Text("callback_id") is not { Length: > 0 } line)
            return Answers.Nothing;

        if (shortcut.Type == "message_action")
        {
            var text = await people.PlainAsync(workspace, shortcut.Payload.Child("message")?.Text("text") ?? "", ct);
            line = $"{line} {Receiver.Permalink(shortcut.Payload)} {SlackText.Split(text, FormRenderer.LongestText - 200).FirstOrDefault()}";
        }

        await AnswerAsync(workspace, shortcut, line.Trim(), shortcut.Trigger is { } trigger ? $"press {trigger}" : null, ct);
        return Answers.Nothing;
    }

    private async Task AnswerAsync(SlackWorkspace workspace, Interaction press, string line, string? key, CancellationToken ct)
    {
        var place = press.Channel is { } channel ? new Place(channel.Id, channel.IsDirect) : new(press.User, IsPrivate: true);
        var reply = await pipeline.HandleAsync(new(workspace.Id, press.User, place, new(line), key), ct);
        if (reply is Reply.OpenForm { Form: var form })
        {
            var modal = Modals.Form(form, new(form.Command, Channel: press.Channel?.Id, Opened: line.Length > 1000 ? form.Command : line), await people.UsersByNameAsync(workspace, ct));
            await ShowAsync(workspace, press, modal, ct);
        }
        else if (Answers.CardOf(reply) is { } card)
        {
            await TellAsync(workspace, press, card, line, reply, ct);
        }
    }

    private async Task TellAsync(SlackWorkspace workspace, Interaction press, Card card, string line, Reply reply, CancellationToken ct)
    {
        if (press.ResponseUrl is null)
        {
            await ShowAsync(workspace, press, Modals.Card(card, await looks.OfAsync(workspace, Surface.Modal, ct), new(line)), ct);
            return;
        }

        // In a conversation of their own nobody else reads along, and what is shown to one alone is gone after a reload.
        var isOpen = Answers.IsForEveryone(reply) || press.Channel is { IsDirect: true };
        var message = Answers.Ephemeral(card, await looks.OfAsync(workspace, Surface.Message, ct), line, isOpen);
        message["replace_original"] = reply is Reply.Done { Replaces: true };
        await followUps.AddAsync(press.ResponseUrl, message, ct);
    }

    /// <summary>Above a modal that is open in its place, else on top.</summary>
    private async Task ShowAsync(SlackWorkspace workspace, Interaction press, JsonObject modal, CancellationToken ct)
    {
        var why = press is { ViewType: "modal", View: { } view } && view.Text("id") is { } id
            ? await views.UpdateAsync(workspace, id, view.Text("hash"), modal, ct)
            : await views.OpenAsync(workspace, press.Trigger, modal, ct);
        if (why is not null && press.ResponseUrl is { } address)
            await followUps.AddAsync(address, Answers.Says(why), ct);
    }

    private async Task TurnAsync(SlackWorkspace workspace, Interaction press, string value, CancellationToken ct)
    {
        if (Pages.Read(value) is not { } turn)
            return;

        if (press.ViewType == "home")
            home.Ask(new(workspace.Id, press.User, press.View?.Text("hash"), turn.Page));
        else if (turn.Source == PageSource.Message)
            await TurnMessageAsync(workspace, press, turn.Page, ct);
        else if (PageSource.LineOf(turn.Source) is { } line)
            await TurnAnswerAsync(workspace, press, line, turn.Page, ct);
    }

    private async Task TurnAnswerAsync(SlackWorkspace workspace, Interaction press, string line, int page, CancellationToken ct)
    {
        var place = press.Channel is { } channel ? new Place(channel.Id, channel.IsDirect) : new(press.User, IsPrivate: true);
        if (Answers.CardOf(await pipeline.HandleAsync(new(workspace.Id, press.User, place, new(line), null), ct)) is not { } card)
            return;

        if (press is { ViewType: "modal", View: { } view } && view.Text("id") is { } id)
        {
            await views.UpdateAsync(workspace, id, view.Text("hash"), Modals.Card(card, await looks.OfAsync(workspace, Surface.Modal, ct), new(line), page), ct);
        }
        else if (press.ResponseUrl is { } address)
        {
            var message = Renderer.Message(card, await looks.OfAsync(workspace, Surface.Message, ct), PageSource.Of(line), page);
            message["replace_original"] = true;
            await followUps.AddAsync(address, message, ct);
        }
    }

    private async Task TurnMessageAsync(SlackWorkspace workspace, Interaction press, int page, CancellationToken ct)
    {
        if (press.ResponseUrl is not { } address || press.Channel is not { } channel || press.Payload.Child("container")?.Text("message_ts") is not { } ts)
            return;

        var bundle = await outbox.BundleAsync(workspace.Connection.OrganisationId, new(workspace.Id, new MessageId(channel.Id, ts).ToString()), ct);
        if (bundle.IsEmpty)
            return;

        var message = Renderer.Message([.. bundle.Select(i => i.Card)], await looks.OfAsync(workspace, Surface.Message, ct), PageSource.Message, page);
        message["replace_original"] = true;
        await followUps.AddAsync(address, message, ct);
    }
}
