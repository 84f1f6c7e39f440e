using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Companion.Chat;
using Companion.Messages;

namespace Companion.Platforms.Slack;

/// <summary>Forms that were sent, and long lists that are searched while one fills them in.</summary>
internal sealed class Submissions(People people, Groups groups, Looks looks, ChatPipeline pipeline)
{
    /// <summary>Errors stay at their fields, a result takes the place of the form, a refusal lies above it.</summary>
    public async Task<JsonObject?> SubmittedAsync(SlackWorkspace workspace, Interaction sent, CancellationToken ct)
    {
        if (sent.View is not { } view || ViewState.Read(view) is not { } state || view.Child("state") is not { } values)
            return Answers.Nothing;

        var fields = FormValues.Read(values);
        foreach (var (field, users) in FormValues.Picked(values))
            fields = fields.SetItem(field, await people.PickedAsync(workspace, users, ct));
        foreach (var (field, value) in state.Kept ?? new Dictionary<string, string>(StringComparer.Ordinal))
            fields = fields.ContainsKey(field) ? fields : fields.Add(field, value);

        if (state.Step > 0 && await NextStepAsync(workspace, sent, state, fields, ct) is { } next)
            return next;

        var reply = await pipeline.HandleAsync(Input(workspace, sent, state, fields, $"view {view.Text("id")} {view.Text("hash")}"), ct);
        return await ReplyAsync(workspace, sent, state, fields, reply, values, ct);
    }

    private async Task<JsonObject?> ReplyAsync(
        SlackWorkspace workspace, Interaction sent, ViewState state, ImmutableSortedDictionary<string, string> fields, Reply reply, JsonElement values, CancellationToken ct)
    {
        switch (reply)
        {
            case Reply.FieldErrors errors:
                return await ErrorsAsync(workspace, sent, state, fields, errors.ByField, values, ct);
            case Reply.OpenForm { Form: var form }:
                return Answers.View("update", Modals.Form(form, new(form.Command, Channel: state.Channel, Opened: form.Command), await people.UsersByNameAsync(workspace, ct)));
            default:
                var card = Modals.Card(Answers.CardOf(reply)!, await looks.OfAsync(workspace, Surface.Modal, ct), new(state.Opened ?? state.Line));
                return Answers.View(reply is Reply.Show ? "push" : "update", card);
        }
    }

    /// <summary>The next step of a form that is longer than a modal; null when this was the last.</summary>
    private async Task<JsonObject?> NextStepAsync(SlackWorkspace workspace, Interaction sent, ViewState state, ImmutableSortedDictionary<string, string> fields, CancellationToken ct)
    {
        // Only a form of several steps has a button "Next".
        if (sent.View?.Child("submit")?.Text("text") is not "Next" || await FormAsync(workspace, sent, state, ct) is not { } form || FormRenderer.Steps(form).Count <= state.Step)
            return null;

        var kept = fields.Where(f => f.Value.Length > 0).ToDictionary(StringComparer.Ordinal);
        return Answers.View("update", Modals.Form(form, state with { Step = state.Step + 1, Kept = kept }, await people.UsersByNameAsync(workspace, ct)));
    }

    private async Task<JsonObject> ErrorsAsync(
        SlackWorkspace workspace, Interaction sent, ViewState state, ImmutableSortedDictionary<string, string> fields, ImmutableSortedDictionary<string, string> errors, JsonElement values, CancellationToken ct)
    {
        var shown = values.Child("values")?.EnumerateObject().Select(b => b.Name).ToList() ?? [];
        var here = errors.Where(e => shown.Contains(e.Key)).ToList();
        if (here.Count == 0 && await FormAsync(workspace, sent, state, ct) is { } form)
        {
            // What is wrong stands on an earlier step.
            var steps = FormRenderer.Steps(form);
            for (var step = 1; step <= steps.Count; step++)
            {
                if (steps[step - 1].Any(f => errors.ContainsKey(f.Name)))
                    return Answers.View("update", Modals.Form(form, state with { Step = step, Kept = fields.Where(f => f.Value.Length > 0).ToDictionary(StringComparer.Ordinal) }, await people.UsersByNameAsync(workspace, ct), errors));
            }
        }

        // An error about no field of this form is said at its first.
        return Answers.Errors(here.Count > 0 ? here : [new(shown.FirstOrDefault() ?? "", string.Join(" ", errors.Values))]);
    }

    /// <summary>The options of a long list that match what was typed.</summary>
    public async Task<JsonObject?> SuggestAsync(SlackWorkspace workspace, Interaction asked, CancellationToken ct)
    {
        var field = asked.Payload.Text("block_id");
        if (ViewState.Read(asked.View) is not { } state || await FormAsync(workspace, asked, state, ct) is not { } form || form.Fields.FirstOrDefault(f => f.Name == field) is not { } found)
            return new() { ["options"] = new JsonArray() };

        return FormRenderer.Matching(found.TakesGroups ? await groups.NamesAsync(workspace, ct) : found.Options, asked.Payload.Text("value") ?? "");
    }

    // Opening a form changes nothing, so the line that opened it can be said again.
    private async Task<Form?> FormAsync(SlackWorkspace workspace, Interaction sent, ViewState state, CancellationToken ct) =>
        await pipeline.HandleAsync(Input(workspace, sent, state with { Line = state.Opened ?? state.Line }, null, null), ct) is Reply.OpenForm { Form: var form } ? form : null;

    private static ChatInput Input(SlackWorkspace workspace, Interaction sent, ViewState state, ImmutableSortedDictionary<string, string>? fields, string? key) =>
        new(workspace.Id, sent.User, state.Channel is { } channel ? new(channel, channel.StartsWith('D')) : new(sent.User, IsPrivate: true), new(state.Line, fields), key);
}
