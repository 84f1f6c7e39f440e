using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Companion.Platforms.WebChat;

/// <summary>Lets a request in only if it comes from this machine, was meant for this machine, and was made by our own page: no other site's page can speak for the person at the keyboard.</summary>
/// <remarks>Host guards against DNS rebinding, Origin and Sec-Fetch-Site against pages of other sites.</remarks>
internal sealed class Verifier(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Policy = "web chat";
    public const string SchemeName = "WebChat";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (WhyNot(Request, Context.Connection.RemoteIpAddress) is { } why)
            return Task.FromResult(AuthenticateResult.Fail(why));

        var here = new ClaimsPrincipal(new ClaimsIdentity(SchemeName));
        return Task.FromResult(AuthenticateResult.Success(new(here, SchemeName)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Response.WriteAsJsonAsync(
            new { title = "Not from here", status = 403, detail = "The local web chat answers only on this machine, at the address that was printed at the start." }, Context.RequestAborted);
    }

    internal static string? WhyNot(HttpRequest request, IPAddress? from)
    {
        // In-process tests have no remote address: nothing came over a network then.
        if (from is not null && !IPAddress.IsLoopback(from))
            return "not from this machine";
        if (!ListeningAddresses.IsLoopback(request.Host.Host))
            return "not meant for this machine";
        if (request.Headers.Origin is [var origin] && !IsOwn(origin, request.Host))
            return "from another site's page";
        if (request.Headers["Sec-Fetch-Site"] is [var site] && site is not ("same-origin" or "none"))
            return "from another site's page";

        return request.Headers.Origin.Count > 1 ? "two origins" : null;
    }

    private static bool IsOwn(string? origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, host.Value, StringComparison.OrdinalIgnoreCase);
}
