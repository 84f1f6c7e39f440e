using Microsoft.Extensions.Options;

namespace Companion.Platforms.Slack;

/// <summary>How Companion is connected to Slack. Without a section <c>Slack</c> the part is off.</summary>
/// <remarks>One workspace: a bot token. Many: client id and secret, and people install from <c>/slack/install</c>. Behind a firewall: an app token, and no address is needed.</remarks>
internal sealed class Settings
{
    public const string Section = "Slack";

    /// <summary>Signs every request that Slack sends over HTTP.</summary>
    public string? SigningSecret { get; set; }

    /// <summary>The token of the one workspace.</summary>
    public string? BotToken { get; set; }

    public string? ClientId { get; set; }

    public string? ClientSecret { get; set; }

    /// <summary>Turns Socket Mode on.</summary>
    public string? AppToken { get; set; }

    /// <summary>Where Slack's methods are called.</summary>
    public string ApiBaseUrl { get; set; } = "https://slack.com/api/";

    /// <summary>The only hosts that answers are posted to, separated by commas or as a list.</summary>
    public string ResponseHosts { get; set; } = "hooks.slack.com,hooks.slack-gov.com";

    public bool IsSocketMode => AppToken is { Length: > 0 };

    public bool IsInstalledByPeople => ClientId is { Length: > 0 };

    /// <summary>The address under which methods are called; ends with a slash.</summary>
    public Uri Api => new(ApiBaseUrl.EndsWith('/') ? ApiBaseUrl : $"{ApiBaseUrl}/");

    public IReadOnlyCollection<string> Hosts => ResponseHosts.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>True for an address that an answer may be posted to: no payload can point us anywhere else.</summary>
    public bool MayAnswerAt(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url)
        && IsSafe(url)
        && (Hosts.Contains(url.Host, StringComparer.OrdinalIgnoreCase) || Hosts.Contains(url.Authority, StringComparer.OrdinalIgnoreCase));

    /// <summary>Encrypted, or to this machine, where nobody listens in.</summary>
    public static bool IsSafe(Uri url) => url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback);
}

/// <summary>Says every problem at once, with the key and where to find the value.</summary>
internal sealed class SettingsValidator : IValidateOptions<Settings>
{
    private const int ShortestSecret = 16;

    public ValidateOptionsResult Validate(string? name, Settings options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(Settings s)
    {
        if (string.IsNullOrEmpty(s.SigningSecret) && !s.IsSocketMode)
            yield return "Slack:SigningSecret is missing; find it at api.slack.com/apps under Basic Information, App Credentials. (Or set Slack:AppToken for Socket Mode.)";
        if (s.SigningSecret is { Length: > 0 and < ShortestSecret })
            yield return "Slack:SigningSecret is too short to be one; copy it whole from Basic Information, App Credentials.";
        if (string.IsNullOrEmpty(s.BotToken) && !s.IsInstalledByPeople)
            yield return "Slack:BotToken is missing; find it under OAuth & Permissions after installing the app. (Or set Slack:ClientId and Slack:ClientSecret to let people install it.)";
        if (s.BotToken is { Length: > 0 } bot && !bot.StartsWith("xoxb-", StringComparison.Ordinal))
            yield return "Slack:BotToken must start with xoxb-; find it under OAuth & Permissions. A token that expires (xoxe.) needs the install flow: Slack:ClientId and Slack:ClientSecret.";
        if (string.IsNullOrEmpty(s.ClientId) != string.IsNullOrEmpty(s.ClientSecret))
            yield return "Slack:ClientId and Slack:ClientSecret belong together; find both under Basic Information, App Credentials.";
        if (s.BotToken is { Length: > 0 } && s.IsInstalledByPeople)
            yield return "Slack:BotToken is for one workspace and Slack:ClientId for many; set one of them.";
        if (s.AppToken is { Length: > 0 } app && !app.StartsWith("xapp-", StringComparison.Ordinal))
            yield return "Slack:AppToken must start with xapp-; create one under Basic Information, App-Level Tokens, with the scope connections:write.";
        if (!Uri.TryCreate(s.ApiBaseUrl, UriKind.Absolute, out var api) || !Settings.IsSafe(api))
            yield return "Slack:ApiBaseUrl must be an https address (http only on this machine); leave it out for https://slack.com/api/.";
        if (s.Hosts.Count == 0)
            yield return "Slack:ResponseHosts names no host; leave it out for hooks.slack.com.";
    }
}
