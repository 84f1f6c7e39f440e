using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Companion.Platforms.Slack;

/// <summary>Lets a request in only if Slack signed it within the last five minutes. It looks at the raw body, before anything reads it as a form or as JSON.</summary>
internal sealed partial class Verifier(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IOptions<Settings> settings, TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Policy = "slack";
    public const string SchemeName = "Slack";

    private static readonly AuthenticationTicket Ticket = new(new(new ClaimsIdentity(SchemeName)), SchemeName);

    private readonly byte[] _secret = Encoding.UTF8.GetBytes(settings.Value.SigningSecret ?? "");
    private int _status = StatusCodes.Status401Unauthorized;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (await RawBody.ReadAsync(Request, Context.RequestAborted) is not { } body)
        {
            _status = StatusCodes.Status413PayloadTooLarge;
            return AuthenticateResult.Fail("too large");
        }

        if (IsSslCheck(Request.ContentType, body.Bytes.Span))
        {
            Context.Features.Set(body.AsSslCheck());
            return AuthenticateResult.Success(Ticket);
        }

        if (Signature.WhyNot(Request.Headers, body, _secret, time.GetUtcNow()) is { } why)
        {
            Refused(Logger, Context.TraceIdentifier);
            return AuthenticateResult.Fail(why);
        }

        Context.Features.Set(body);
        return AuthenticateResult.Success(Ticket);
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = _status;
        return Task.CompletedTask;
    }

    /// <summary>Slack tests the certificate of a distributed app with an unsigned form. Only exactly that is let in, and nothing in it is used.</summary>
    internal static bool IsSslCheck(string? contentType, ReadOnlySpan<byte> body)
    {
        if (!FormFields.IsForm(contentType) || !body.StartsWith("ssl_check="u8) && body.IndexOf("&ssl_check="u8) < 0)
            return false;

        var fields = FormFields.Parse(body);
        return fields is not null && fields.Values("ssl_check") is ["1"] && fields.Values("payload").Count == 0;
    }

    [LoggerMessage(LogLevel.Debug, "Request {Id} was refused.")]
    private static partial void Refused(ILogger logger, string id);
}
