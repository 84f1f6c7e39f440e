using System.Security.Cryptography;
using System.Text.Json;
using Companion.Storage;
using Microsoft.AspNetCore.DataProtection;

namespace Companion.Platforms.Slack;

/// <summary>Tokens as they lie in the database: encrypted with keys that lie beside it, so that a copy of one is worth nothing without the other.</summary>
internal sealed class TokenVault
{
    private readonly IDataProtector _protector;

    public TokenVault(Database database, IHostEnvironment environment)
    {
        var place = database.Engine.Place;
        KeyFolder = Path.Combine(Path.IsPathRooted(place) ? Path.GetDirectoryName(place)! : Path.Combine(environment.ContentRootPath, "data"), "keys");
        _protector = DataProtectionProvider.Create(new DirectoryInfo(KeyFolder), options => options.SetApplicationName("companion")).CreateProtector("slack tokens");
    }

    public string KeyFolder { get; }

    public string Seal(TokenSet tokens) => _protector.Protect(JsonSerializer.Serialize(tokens));

    /// <summary>Null when the keys that sealed it are gone: then somebody has to install again.</summary>
    public TokenSet? Open(string? secret)
    {
        if (secret is null)
            return null;

        try
        {
            return JsonSerializer.Deserialize<TokenSet>(_protector.Unprotect(secret));
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return null;
        }
    }
}

/// <summary>What a workspace gave us.</summary>
/// <param name="RefreshToken">With rotation on: good for one refresh.</param>
/// <param name="ExpiresAt">When the access token ends; null for one that does not.</param>
/// <param name="RefreshingUntil">Somebody is at it: one refreshes at a time, since a refresh token works once.</param>
internal sealed record TokenSet(string AccessToken, string? RefreshToken = null, DateTimeOffset? ExpiresAt = null, DateTimeOffset? RefreshingUntil = null);
