using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Companion.Commands;
using Companion.Core;
using Companion.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Companion.Api;

/// <summary>Lets a request in by its token, from wherever it comes: the token decides. It is looked up by its hash, so that no comparison can be timed.</summary>
internal sealed partial class Verifier(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, TokenStore tokens, OrganisationStore organisations, TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Api";
    public const string ScopeClaim = "scope";
    public const string TokenClaim = "token";

    /// <summary>"Last used" is for people who wonder whether a token is still needed: an hour more or less does not matter, a write for each request would.</summary>
    private static readonly TimeSpan NotedEvery = TimeSpan.FromHours(1);

    private Refusal _why = new("token.missing", "Send a token: Authorization: Bearer cmpn_... A steward makes one in the chat: token create ci.");

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization.Count == 0)
            return AuthenticateResult.NoResult();
        if (Secret() is not { } secret)
            return Fail(new("token.malformed", "The Authorization header is not \"Bearer\" with a token of Companion's."));

        var hash = TokenSecret.Hash(secret);
        if (await tokens.FindAsync(hash, Context.RequestAborted) is not { } token || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(token.Hash)))
            return Fail(new("token.unknown", "Nobody knows this token. A steward makes one in the chat: token create ci."));

        var now = time.GetUtcNow();
        if (token.RevokedAt is not null)
            return Fail(new("token.revoked", $"The token {token.Name} was revoked. A steward makes another: token create {token.Name}."));
        if (token.ExpiresAt <= now)
            return Fail(new("token.expired", $"The token {token.Name} has expired. A steward revokes it and makes another: token revoke {token.Name}."));

        await NoteAsync(token, now);
        Context.Features.Set(new ApiCaller(token, await organisations.GetAsync(token.OrganisationId, Context.RequestAborted), now));
        var scopes = Enum.GetValues<TokenScopes>().Where(s => s != TokenScopes.None && token.Scopes.HasFlag(s)).Select(s => new Claim(ScopeClaim, s.ToString()));
        var principal = new ClaimsPrincipal(new ClaimsIdentity([new(TokenClaim, token.Id.ToString()), .. scopes], SchemeName));
        return AuthenticateResult.Success(new(principal, SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.Of(StatusCodes.Status401Unauthorized, _why).ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var may = Context.User.FindAll(ScopeClaim).Select(c => c.Value.ToLowerInvariant());
        return Problems.Of(StatusCodes.Status403Forbidden, new("token.scope", $"This token has scope {string.Join(",", may)}, which does not allow that.")).ExecuteAsync(Context);
    }

    private AuthenticateResult Fail(Refusal why)
    {
        _why = why;
        return AuthenticateResult.Fail(why.Code);
    }

    private string? Secret() =>
        Request.Headers.Authorization is [{ } header] && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            && header["Bearer ".Length..].Trim() is var secret && secret.Length == TokenSecret.Length && secret.StartsWith(TokenSecret.Prefix, StringComparison.Ordinal)
            ? secret
            : null;

    private async Task NoteAsync(ApiToken token, DateTimeOffset now)
    {
        if (token.LastUsedAt is { } last && now - last < NotedEvery)
            return;

        try
        {
            await tokens.UsedAsync(token, now, Context.RequestAborted);
        }
        // Reading goes on while nothing can be written.
        catch (StorageUnavailableException e)
        {
            NotNoted(Logger, e, token.Id);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The use of token {Token} was not noted.")]
    private static partial void NotNoted(ILogger logger, Exception exception, Guid token);
}
