using Microsoft.Extensions.Options;

namespace Companion.Platforms.Teams;

/// <summary>The bot's registration in Microsoft Entra and Azure Bot. Without the section there is no Teams.</summary>
internal sealed class Settings
{
    public const string Section = "Teams";

    /// <summary>The application (client) id of the registration: audience of what comes in, client of what goes out.</summary>
    public string? AppId { get; init; }

    /// <summary>A client secret of the registration; or a certificate instead.</summary>
    public string? AppPassword { get; init; }

    /// <summary>A .pfx or .pem file with certificate and private key, instead of a secret.</summary>
    public string? CertificatePath { get; init; }

    public string? CertificatePassword { get; init; }

    /// <summary>The directory (tenant) id of a single-tenant registration; nobody else's activities are taken then.</summary>
    public string? TenantId { get; init; }

    /// <summary>The directories whose activities a multi-tenant app takes; null for any that installs it.</summary>
    public string[]? Tenants { get; init; }

    public Cloud Cloud { get; init; } = Cloud.Public;

    /// <summary>Where the Connector's keys are announced; follows the cloud.</summary>
    public string? OpenIdMetadataUrl { get; init; }

    /// <summary>Where tokens for the Connector come from; follows cloud and tenant.</summary>
    public string? TokenEndpoint { get; init; }

    /// <summary>The hosts of the Connector: nothing else ever sees a token. A star in front stands for any subdomain. Follows the cloud.</summary>
    public string[]? ServiceHosts { get; init; }

    /// <summary>Takes unsigned requests of the local emulator: in Development, on loopback, nowhere else.</summary>
    public bool Emulator { get; init; }

    public CloudAddresses Addresses => CloudAddresses.Of(Cloud);

    public string Metadata => OpenIdMetadataUrl ?? Addresses.Metadata;

    public string Tokens => TokenEndpoint ?? $"{Addresses.Login}/{TenantId ?? Addresses.MultiTenantAuthority}/oauth2/v2.0/token";

    /// <summary>True for a directory whose activities are taken at all.</summary>
    public bool Takes(string tenant) => (TenantId is null || IsSame(TenantId, tenant)) && (Tenants is null || Tenants.Any(t => IsSame(t, tenant)));

    /// <summary>True for a directory that is named here: it is ours even when its installation was never heard of. Any other has to install the app first.</summary>
    public bool IsOurs(string tenant) => Emulator || ((TenantId is not null || Tenants is not null) && Takes(tenant));

    private static bool IsSame(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    /// <summary>True for an address a reply may go to.</summary>
    public bool IsServiceUrl(Uri address)
    {
        if (ServiceHosts is null && Emulator)
            return address.IsLoopback;

        return (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback) && (ServiceHosts ?? Addresses.Hosts).Any(h => IsHost(address, h));
    }

    // A host may name its port; one without a port stands for the scheme's own.
    private static bool IsHost(Uri address, string allowed) =>
        allowed.StartsWith("*.", StringComparison.Ordinal) ? address.IsDefaultPort && address.Host.EndsWith(allowed[1..], StringComparison.OrdinalIgnoreCase)
        : string.Equals(address.IsDefaultPort ? address.Host : address.Authority, allowed, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Says what is missing or wrong, and where to find it.</summary>
internal sealed class SettingsValidator(ListeningAddresses addresses, IHostEnvironment environment) : IValidateOptions<Settings>
{
    public ValidateOptionsResult Validate(string? name, Settings options)
    {
        string?[] problems = options.Emulator ? [.. Emulated()] : [.. Registered(options)];
        var failures = problems.Concat(Addresses(options)).OfType<string>().ToList();
        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }

    private IEnumerable<string?> Emulated()
    {
        if (!environment.IsDevelopment())
            yield return $"Teams:Emulator is true, but this is {environment.EnvironmentName}. It takes requests that nobody signed, so it works only in Development: set DOTNET_ENVIRONMENT=Development on your own machine, or set Teams:Emulator to false.";
        if (!addresses.AreLoopback)
            yield return $"Teams:Emulator is true, but the server listens on {string.Join(", ", addresses.Urls)}, which others can reach. It takes requests that nobody signed: listen on http://127.0.0.1:PORT (--urls), or set Teams:Emulator to false.";
    }

    private static IEnumerable<string?> Registered(Settings options)
    {
        if (!Guid.TryParseExact(options.AppId, "D", out _))
            yield return "Teams:AppId is missing or no id; find the Application (client) ID on the Overview of your app registration in Microsoft Entra.";
        if (string.IsNullOrWhiteSpace(options.AppPassword) == string.IsNullOrWhiteSpace(options.CertificatePath))
            yield return "Give one of Teams:AppPassword (under Certificates & secrets of the app registration; the secret's value, not its id) and Teams:CertificatePath.";
        if (options.CertificatePath is { Length: > 0 } path && !File.Exists(path))
            yield return $"Teams:CertificatePath names {path}, which is not there; it is a .pfx or .pem file with certificate and private key.";
        if (options.TenantId is not null && !Guid.TryParseExact(options.TenantId, "D", out _))
            yield return "Teams:TenantId is no id; find the Directory (tenant) ID on the Overview of your app registration. Leave it out for a multi-tenant app.";
        foreach (var tenant in options.Tenants ?? [])
            if (!Guid.TryParseExact(tenant, "D", out _))
                yield return $"Teams:Tenants has \"{tenant}\", which is no id; list the Directory (tenant) IDs of those who may use the bot.";
        if (options.Tenants is { Length: 0 })
            yield return "Teams:Tenants is empty, so nobody could use the bot; leave it out.";
        if (options is { TenantId: null, TokenEndpoint: null } && options.Addresses.MultiTenantAuthority is null)
            yield return $"Teams:TenantId is missing; in the cloud {options.Cloud} every app belongs to one tenant.";
    }

    private static IEnumerable<string?> Addresses(Settings options)
    {
        yield return Address("Teams:OpenIdMetadataUrl", options.OpenIdMetadataUrl);
        yield return Address("Teams:TokenEndpoint", options.TokenEndpoint);
        foreach (var host in options.ServiceHosts ?? [])
            if (host.Contains('/', StringComparison.Ordinal) || !Uri.TryCreate($"https://{host.Replace("*.", "a.", StringComparison.Ordinal)}/", UriKind.Absolute, out _))
                yield return $"Teams:ServiceHosts has \"{host}\", which is no host; write smba.trafficmanager.net or *.botframework.com.";
        if (options.ServiceHosts is { Length: 0 })
            yield return "Teams:ServiceHosts is empty, so no reply could go anywhere; leave it out.";
    }

    private static string? Address(string key, string? value) =>
        value is null || (Uri.TryCreate(value, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)))
            ? null
            : $"{key} must be an https address; http only on loopback.";
}
