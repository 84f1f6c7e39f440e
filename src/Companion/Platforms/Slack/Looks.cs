namespace Companion.Platforms.Slack;

/// <summary>How cards look in one workspace: who can be mentioned, and which blocks it takes.</summary>
internal sealed class Looks(People people)
{
    public async Task<Look> OfAsync(SlackWorkspace workspace, Surface surface, CancellationToken ct) =>
        new(surface, await people.UsersAsync(workspace, ct)) { IsRich = workspace.Details.IsRich == true };
}
