using System.Text.RegularExpressions;

namespace Companion.Platforms.Slack;

/// <summary>What people typed, with Slack's references in angle brackets turned back into what they mean. See https://docs.slack.dev/messaging/formatting-message-text.</summary>
internal static partial class MentionText
{
    /// <summary>The users and user groups a text mentions.</summary>
    public static (IReadOnlyCollection<string> Users, IReadOnlyCollection<string> Groups) In(string text) => text.Contains('<', StringComparison.Ordinal)
        ? ([.. Users().Matches(text).Select(m => m.Groups["id"].Value).Distinct(StringComparer.Ordinal)], [.. UserGroups().Matches(text).Select(m => m.Groups["id"].Value).Distinct(StringComparer.Ordinal)])
        : ([], []);

    /// <summary>The text as a command line can read it.</summary>
    /// <param name="nameOf">The member a user is; null for a stranger.</param>
    /// <param name="namesIn">The members of a user group; null for one that cannot be read.</param>
    public static string Plain(string text, Func<string, string?> nameOf, Func<string, IReadOnlyCollection<string>?> namesIn)
    {
        if (text.Contains('<', StringComparison.Ordinal))
        {
            text = Users().Replace(text, m => SlackText.Escape(nameOf(m.Groups["id"].Value) ?? Label(m) ?? m.Groups["id"].Value));
            text = UserGroups().Replace(text, m => SlackText.Escape(namesIn(m.Groups["id"].Value) is { Count: > 0 } names ? string.Join(", ", names) : Label(m) ?? "somebody"));
            text = Channels().Replace(text, m => $"#{Label(m) ?? m.Groups["id"].Value}");
            text = Links().Replace(text, m => m.Groups["url"].Value);
        }

        return SlackText.Unescape(text).Replace('\u00a0', ' ').Trim();
    }

    /// <summary>The text without the mention of the bot that it begins with.</summary>
    public static string WithoutCall(string text, string? bot) =>
        bot is not null && Users().Match(text.TrimStart()) is { Success: true, Index: 0 } call && call.Groups["id"].Value == bot
            ? text.TrimStart()[call.Length..].TrimStart(' ', ':', ',')
            : text;

    private static string? Label(Match match) => match.Groups["label"] is { Success: true, Length: > 0 } label ? label.Value : null;

    [GeneratedRegex(@"<@(?<id>[UW][A-Z0-9]+)(\|(?<label>[^<>]*))?>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 200)]
    private static partial Regex Users();

    [GeneratedRegex(@"<!subteam\^(?<id>S[A-Z0-9]+)(\|(?<label>[^<>]*))?>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 200)]
    private static partial Regex UserGroups();

    [GeneratedRegex(@"<#(?<id>[CG][A-Z0-9]+)(\|(?<label>[^<>]*))?>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 200)]
    private static partial Regex Channels();

    [GeneratedRegex(@"<(?<url>(https?://|mailto:)[^<>|]+)(\|(?<label>[^<>]*))?>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 200)]
    private static partial Regex Links();
}
