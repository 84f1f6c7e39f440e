using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Companion.Platforms.Teams;

/// <summary>Lets in what the Bot Connector signed for this bot, and only with the activity it was signed for. The token is proved before a byte of the body is read.</summary>
/// <remarks>https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication</remarks>
internal sealed partial class Verifier(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, IOptions<Settings> settings, SigningKeys keys, Proofs proofs, TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Policy = "teams";
    public const string SchemeName = "Teams";
    public const string Channel = "msteams";

    private const string Prefix = "Bearer ";
    private const int LongestToken = 16 * 1024;
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private static readonly string[] Algorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512];
    private static readonly string[] Forwarding = ["Forwarded", "Via", "X-Real-IP", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP"];
    private static readonly JsonWebTokenHandler Tokens = new() { MaximumTokenSizeInBytes = LongestToken, MapInboundClaims = false };

    private int _refusal = StatusCodes.Status401Unauthorized;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string? why;
        try
        {
            why = settings.Value.Emulator ? await WhyNotEmulatedAsync() : await WhyNotAsync();
        }
        catch (KeysUnavailableException)
        {
            _refusal = StatusCodes.Status503ServiceUnavailable;
            why = "the Connector's keys are out of reach";
        }

        if (why is null)
            return AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity(SchemeName)), SchemeName));

        Refused(Logger, why);
        return AuthenticateResult.Fail(why);
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = _refusal;
        if (_refusal == StatusCodes.Status401Unauthorized)
            Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }

    private async Task<string?> WhyNotAsync()
    {
        if (Request.Headers.Authorization is not [{ Length: <= LongestToken } header] || !header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return "not exactly one bearer token";

        var text = header[Prefix.Length..];
        var now = time.GetUtcNow();
        if (proofs.Find(text, now) is { } proof)
            return await WhyNotThisAsync(proof.Key, proof.ServiceUrl);
        if (text.Any(c => c is ' ' or ',' or '\t') || !Tokens.CanReadToken(text) || Read(text) is not { } token)
            return "not a signed token";
        // Before a key is looked for: nobody has keys fetched with a token that no key could make right.
        if (!Algorithms.Contains(token.Alg, StringComparer.Ordinal) || token.Kid is not { Length: > 0 } || token.Issuer != settings.Value.Addresses.Issuer)
            return "not the Connector's kind of token";
        if (await keys.FindAsync(token.Kid, Context.RequestAborted) is not { } key)
            return "a key nobody knows";

        var proved = await Tokens.ValidateTokenAsync(token, Rules(key.Key));
        if (!proved.IsValid)
            return proved.Exception.GetType().Name;

        var serviceUrl = token.TryGetValue<string>("serviceurl", out var url) ? url : null;
        proofs.Keep(text, key, serviceUrl, new DateTimeOffset(token.ValidTo, TimeSpan.Zero), now);
        return await WhyNotThisAsync(key, serviceUrl);
    }

    /// <summary>A true token is refused when the body is not what it was given for.</summary>
    private async Task<string?> WhyNotThisAsync(ConnectorKey key, string? serviceUrl)
    {
        var arrival = await Arrival.ReadAsync(Request, Context.RequestAborted);
        Context.Features.Set(arrival);
        // The sender is right, the body is broken: the endpoint says so.
        if (arrival.Activity is not { } activity)
            return null;

        var why = activity.ChannelId != Channel ? "not from Teams"
            : !key.Endorsements.Contains(Channel) ? "a key that does not speak for Teams"
            : serviceUrl is null || !string.Equals(serviceUrl, activity.ServiceUrl, StringComparison.OrdinalIgnoreCase) ? "another service address than the token's"
            : !Uri.TryCreate(activity.ServiceUrl, UriKind.Absolute, out var address) || !settings.Value.IsServiceUrl(address) ? "a service address that is not allowed"
            : activity.Tenant is not { } tenant || !settings.Value.Takes(tenant) ? "another tenant"
            : null;
        _refusal = why is null ? _refusal : StatusCodes.Status403Forbidden;
        return why;
    }

    // A page in a browser on this machine is not the emulator: browsers say where a page comes from, and send JSON only when asked first.
    private async Task<string?> WhyNotEmulatedAsync()
    {
        if (Context.Connection.RemoteIpAddress is { } from && !System.Net.IPAddress.IsLoopback(from))
            return "not from this machine";
        if (!ListeningAddresses.IsLoopback(Request.Host.Host) || Request.Headers.Origin.Count > 0 || Request.Headers.ContainsKey("Sec-Fetch-Site"))
            return "from a page in a browser";
        // A tunnel or a proxy on this machine brings what comes from elsewhere, and says so. The emulator comes straight.
        if (Request.Headers.Keys.Any(IsForwarding))
            return "from elsewhere, through something on this machine";

        var arrival = await Arrival.ReadAsync(Request, Context.RequestAborted);
        Context.Features.Set(arrival);
        return arrival.Activity is { } activity && (activity.ChannelId != Channel || activity.Tenant is null || !Uri.TryCreate(activity.ServiceUrl, UriKind.Absolute, out var address) || !settings.Value.IsServiceUrl(address))
            ? "not from an emulated Teams on this machine"
            : null;
    }

    private static bool IsForwarding(string header) => header.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)
        || header.StartsWith("X-Original-", StringComparison.OrdinalIgnoreCase)
        || Forwarding.Contains(header, StringComparer.OrdinalIgnoreCase);

    private static JsonWebToken? Read(string text)
    {
        try
        {
            return Tokens.ReadJsonWebToken(text);
        }
        catch (Exception e) when (e is SecurityTokenException or ArgumentException)
        {
            return null;
        }
    }

    private TokenValidationParameters Rules(SecurityKey key) => new()
    {
        IssuerSigningKey = key,
        TryAllIssuerSigningKeys = false,
        ValidateIssuerSigningKey = true,
        ValidAlgorithms = Algorithms,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        ValidIssuer = settings.Value.Addresses.Issuer,
        ValidAudience = settings.Value.AppId,
        ClockSkew = Skew,
        LifetimeValidator = IsAlive,
    };

    private bool IsAlive(DateTime? from, DateTime? until, SecurityToken token, TokenValidationParameters rules)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return until > now - Skew && (from is null || from <= now + Skew);
    }

    [LoggerMessage(LogLevel.Debug, "A request to Teams' endpoint was refused: {Why}.")]
    private static partial void Refused(ILogger logger, string why);
}
