using Microsoft.Extensions.Options;

namespace Companion.Platforms.WebChat;

/// <summary>The local web chat lets anyone be anyone, so it is there only on loopback, and only while no other platform is configured, unless asked for.</summary>
internal sealed class Settings
{
    public const string Section = "WebChat";

    /// <summary>True or false to have it or not; left out, it is there as long as no other platform is configured.</summary>
    public bool? Enabled { get; init; }
}

/// <summary>Asked for on an address that others can reach, it is refused at the start.</summary>
internal sealed class SettingsValidator(ListeningAddresses addresses) : IValidateOptions<Settings>
{
    public ValidateOptionsResult Validate(string? name, Settings options) =>
        options.Enabled == true && !addresses.AreLoopback
            ? ValidateOptionsResult.Fail($"WebChat:Enabled is true, but the server listens on {string.Join(", ", addresses.Urls)}, which others can reach. In the web chat anyone can be anyone: listen on http://127.0.0.1:PORT (--urls), or set WebChat:Enabled to false.")
            : ValidateOptionsResult.Success;
}
