using System.Text.Json;
using Companion.Storage;

namespace Companion.Platforms.Slack;

/// <summary>A workspace, or an organisation of workspaces, that has the app.</summary>
internal sealed record SlackWorkspace(Workspace Kept, WorkspaceDetails Details)
{
    public const string Platform = "slack";

    public Guid Id => Kept.Id;

    public Connection Connection => Kept.Connection;

    /// <summary>The workspace to ask about: the one it is installed in; with a whole organisation, the one the payload came from. Null when nobody knows.</summary>
    public string? Team => Details.Team ?? From;

    /// <summary>The workspace of the organisation that a payload came from.</summary>
    public string? From { get; init; }

    /// <summary>False for a workspace of an organisation whose administrators took the app away from it.</summary>
    public bool Serves(Origin origin) => origin.Team is not { } team || Details.Revoked?.Contains(team, StringComparer.Ordinal) != true;

    public static SlackWorkspace Of(Workspace kept) => new(kept, WorkspaceDetails.Read(kept.Details));
}

/// <summary>What is kept about a workspace beside its token; nothing secret.</summary>
/// <param name="BotUser">Whose messages are our own.</param>
/// <param name="Team">Null for an installation in a whole organisation.</param>
/// <param name="Installer">May run setup.</param>
/// <param name="IsRich">Whether it takes the newest blocks; null while nobody tried.</param>
/// <param name="Revoked">With an organisation: the workspaces that may not use the app any more.</param>
internal sealed record WorkspaceDetails(string? BotUser, string? Team, string? Enterprise, string? Installer, bool? IsRich = null, IReadOnlyList<string>? Revoked = null)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static WorkspaceDetails Read(string json) => JsonSerializer.Deserialize<WorkspaceDetails>(json, Options) ?? new(null, null, null, null);

    public string Write() => JsonSerializer.Serialize(this, Options);
}

/// <summary>Whose installation a payload belongs to, as Slack names it.</summary>
internal sealed record Origin(string? Team, string? Enterprise, bool IsEnterpriseInstall)
{
    /// <summary>The keys under which it may be kept, likeliest first: an installation of the whole organisation has no team.</summary>
    public IEnumerable<string> Keys => ((string?[])(IsEnterpriseInstall ? [Enterprise, Team] : [Team, Enterprise])).OfType<string>();
}
