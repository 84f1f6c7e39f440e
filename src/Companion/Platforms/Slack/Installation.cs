using System.Text.Json;

namespace Companion.Platforms.Slack;

/// <summary>What Slack answers when somebody has installed the app. See https://docs.slack.dev/reference/methods/oauth.v2.access.</summary>
internal sealed record Installation(string Key, string Name, WorkspaceDetails Details, TokenSet Tokens)
{
    /// <exception cref="SlackException">It is not an answer one can work with.</exception>
    public static Installation Of(JsonElement reply, DateTimeOffset now)
    {
        var isEnterprise = reply.IsTrue("is_enterprise_install");
        var (team, enterprise) = (reply.Child("team")?.Text("id"), reply.Child("enterprise")?.Text("id"));
        var key = (isEnterprise ? enterprise : team) ?? throw new SlackException("oauth.v2.access", SlackException.Garbage);
        var name = (isEnterprise ? reply.Child("enterprise") : reply.Child("team"))?.Text("name") ?? key;
        return new(key, name, new(reply.Text("bot_user_id"), isEnterprise ? null : team, enterprise, reply.Child("authed_user")?.Text("id")), TokensOf(reply, now));
    }

    public static TokenSet TokensOf(JsonElement reply, DateTimeOffset now) => new(
        reply.Text("access_token") ?? throw new SlackException("oauth.v2.access", SlackException.Garbage),
        reply.Text("refresh_token"),
        reply.TryGetProperty("expires_in", out var expires) && expires.TryGetInt64(out var seconds) ? now.AddSeconds(seconds) : null);
}
