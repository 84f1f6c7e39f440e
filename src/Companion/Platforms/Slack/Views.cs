using System.Text.Json.Nodes;

namespace Companion.Platforms.Slack;

/// <summary>Opens and changes modals within the three seconds that a trigger lives.</summary>
internal sealed partial class Views(SlackApi api, Workspaces workspaces, Pace pace, ILogger<Views> logger)
{
    /// <returns>Null when the view is open, else a sentence for the person.</returns>
    public Task<string?> OpenAsync(SlackWorkspace workspace, string? trigger, JsonObject view, CancellationToken ct) => trigger is null
        ? Task.FromResult<string?>("Slack gave no way to open a form here. Type the command once more.")
        : CallAsync(workspace, "views.open", new() { ["trigger_id"] = trigger, ["view"] = view }, ct);

    /// <inheritdoc cref="OpenAsync" />
    public Task<string?> UpdateAsync(SlackWorkspace workspace, string viewId, string? hash, JsonObject view, CancellationToken ct)
    {
        var arguments = new JsonObject { ["view_id"] = viewId, ["view"] = view };
        if (hash is not null)
            arguments["hash"] = hash;
        return CallAsync(workspace, "views.update", arguments, ct);
    }

    private async Task<string?> CallAsync(SlackWorkspace workspace, string method, JsonObject arguments, CancellationToken ct)
    {
        if (pace.Paused(workspace.Id, method) > TimeSpan.Zero)
            return "Slack asks for a short pause. Try again in a moment.";

        try
        {
            await api.CallAsync(await workspaces.TokenAsync(workspace, ct), method, arguments, SlackApi.WithinRequest, ct);
            return null;
        }
        catch (SlackException e)
        {
            NotShown(method, workspace.Id, e.Code);
            if (e.After is { } after)
                pace.Pause(workspace.Id, method, after);
            return e.Code switch
            {
                "expired_trigger_id" or "trigger_expired" or "exchanged_trigger_id" or "trigger_exchanged" or "invalid_trigger_id" => "That took too long for Slack. Press once more.",
                "hash_conflict" or "not_found" => "The window has changed meanwhile. Press once more.",
                SlackException.TimedOut or SlackException.Unreachable or SlackException.Garbage => "Slack is slow at the moment and did not open the form. Nothing was changed; try again.",
                _ => $"Slack did not open the form ({e.Code}). Nothing was changed; try again, or tell whoever runs Companion.",
            };
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Method} in workspace {Connection}: {Code}.")]
    private partial void NotShown(string method, Guid connection, string code);
}
