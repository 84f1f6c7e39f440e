namespace Companion.Platforms.Teams;

/// <summary>The Microsoft cloud in which the bot is registered.</summary>
internal enum Cloud
{
    Public,
    UsGovernment,
    China,
}

/// <summary>What differs between the clouds.</summary>
/// <param name="Metadata">Where the keys of the Bot Connector are announced.</param>
/// <param name="Issuer">Who signs what comes in; with <c>/.default</c> the scope of what goes out.</param>
/// <param name="Login">Who gives out tokens.</param>
/// <param name="MultiTenantAuthority">The authority of an app of no single tenant; null where there is none.</param>
/// <param name="Hosts">Where a token of ours may be sent; a star stands for any subdomain.</param>
internal sealed record CloudAddresses(string Metadata, string Issuer, string Login, string? MultiTenantAuthority, IReadOnlyList<string> Hosts)
{
    private static readonly CloudAddresses Public = new(
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
        "https://api.botframework.com",
        "https://login.microsoftonline.com",
        "botframework.com",
        ["botframework.com", "*.botframework.com", "smba.trafficmanager.net", "teams.microsoft.com", "smba.infra.gcc.teams.microsoft.com"]);

    private static readonly CloudAddresses UsGovernment = new(
        "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
        "https://api.botframework.us",
        "https://login.microsoftonline.us",
        "MicrosoftServices.onmicrosoft.us",
        ["botframework.us", "*.botframework.us", "*.botframework.azure.us", "teams.microsoft.us", "smba.infra.gov.teams.microsoft.us", "smba.infra.dod.teams.microsoft.us"]);

    private static readonly CloudAddresses China = new(
        "https://login.botframework.azure.cn/v1/.well-known/openidconfiguration",
        "https://api.botframework.azure.cn",
        "https://login.partner.microsoftonline.cn",
        null,
        ["botframework.azure.cn", "*.botframework.azure.cn"]);

    public static CloudAddresses Of(Cloud cloud) => cloud switch
    {
        Cloud.Public => Public,
        Cloud.UsGovernment => UsGovernment,
        Cloud.China => China,
        _ => throw new ArgumentOutOfRangeException(nameof(cloud), cloud, "Unknown cloud."),
    };
}
