using Companion.Chat;

namespace Companion.Platforms.Slack;

/// <summary>A method of Slack's was not carried out. The code is Slack's own word, or ours where Slack said nothing.</summary>
internal sealed class SlackException(string method, string code, TimeSpan? after = null, Exception? inner = null) : Exception($"{method}: {code}", inner)
{
    public const string Unreachable = "unreachable";
    public const string TimedOut = "timed_out";
    public const string Garbage = "garbage";

    public string Code => code;

    public TimeSpan? After => after;

    /// <summary>True when the blocks themselves were refused.</summary>
    public bool IsAboutBlocks => code is "invalid_blocks" or "invalid_blocks_format" or "invalid_attachments";

    public SendException Sorted() => new(FaultOf(code), code, after, this);

    /// <summary>What follows from an error: try again, stop for this person or channel, wait for a reinstall, or mend our code.</summary>
    public static SendFault FaultOf(string code) => code switch
    {
        "ratelimited" or "rate_limited" or "request_timeout" or "fatal_error" or "internal_error" or "service_unavailable" or "message_limit_exceeded"
            or "team_added_to_org" or "org_login_required" or Unreachable or TimedOut or Garbage => SendFault.Retry,
        _ when code.StartsWith("http_", StringComparison.Ordinal) => SendFault.Retry,
        "not_authed" or "invalid_auth" or "account_inactive" or "token_revoked" or "token_expired" or "missing_scope" or "not_allowed_token_type" or "no_permission"
            or "access_denied" or "ekm_access_denied" or "user_removed_from_team" or "team_disabled" => SendFault.Disconnected,
        "channel_not_found" or "not_in_channel" or "is_archived" or "is_inactive" or "user_not_found" or "user_not_visible" or "user_disabled" or "users_not_found"
            or "user_not_in_channel" or "team_access_not_granted" or "cannot_dm_bot" or "messages_tab_disabled" or "method_not_supported_for_channel_type" or "cannot_reply_to_message" => SendFault.Unreachable,
        _ when code.StartsWith("restricted_action", StringComparison.Ordinal) => SendFault.Unreachable,
        _ => SendFault.Bug,
    };
}
