using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Companion.Chat;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Companion.Platforms.Teams;

/// <summary>The bot's own token for the Connector: kept until five minutes before its end, fetched by one at a time.</summary>
/// <remarks>https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication</remarks>
internal sealed partial class Tokens(IHttpClientFactory http, IOptions<Settings> settings, TimeProvider time, ILogger<Tokens> logger) : IDisposable
{
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AssertionLasts = TimeSpan.FromMinutes(10);

    // Wrong settings do not mend themselves in seconds.
    private static readonly TimeSpan WhenRefused = TimeSpan.FromMinutes(15);

    private readonly SemaphoreSlim _one = new(1, 1);
    private Held? _held;

    /// <summary>A token that lasts; null for the emulator, which asks for none.</summary>
    /// <param name="rejected">A token the Connector did not take: another one is fetched.</param>
    /// <exception cref="SendException">None could be had.</exception>
    public async Task<string?> GetAsync(string? rejected, CancellationToken ct)
    {
        if (settings.Value.Emulator)
            return null;
        if (Lasting(rejected) is { } there)
            return there;

        await _one.WaitAsync(ct);
        try
        {
            return Lasting(rejected) ?? (_held = await FetchAsync(ct)).Token;
        }
        finally
        {
            _one.Release();
        }
    }

    private string? Lasting(string? rejected) => _held is { } held && held.Token != rejected && time.GetUtcNow() < held.Until - Early ? held.Token : null;

    private async Task<Held> FetchAsync(CancellationToken ct)
    {
        try
        {
            using var client = http.CreateClient(Setup.Client);
            using var form = new FormUrlEncodedContent(Request());
            using var answer = await client.PostAsync(new Uri(settings.Value.Tokens), form, ct);
            if (answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            {
                Refused(settings.Value.Tokens, (int)answer.StatusCode);
                throw new SendException(SendFault.Retry, $"token {(int)answer.StatusCode}", WhenRefused);
            }

            if (!answer.IsSuccessStatusCode)
                throw new SendException(SendFault.Retry, $"token {(int)answer.StatusCode}");

            using var json = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(ct), cancellationToken: ct);
            return json.RootElement.Text("access_token") is { Length: > 0 } token && json.RootElement.At("expires_in") is { } lasts
                ? new(token, time.GetUtcNow().AddSeconds(Seconds(lasts)))
                : throw new SendException(SendFault.Retry, "token garbage");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or IOException || (e is TaskCanceledException && !ct.IsCancellationRequested))
        {
            throw new SendException(SendFault.Retry, "token unreachable", inner: e);
        }
    }

    private Dictionary<string, string> Request()
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = settings.Value.AppId!,
            ["scope"] = $"{settings.Value.Addresses.Issuer}/.default",
        };
        if (settings.Value.CertificatePath is { Length: > 0 })
        {
            form["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
            form["client_assertion"] = Assertion();
        }
        else
        {
            form["client_secret"] = settings.Value.AppPassword!;
        }

        return form;
    }

    // https://learn.microsoft.com/entra/identity-platform/certificate-credentials
    private string Assertion()
    {
        using var certificate = Load(settings.Value.CertificatePath!, settings.Value.CertificatePassword);
        var now = time.GetUtcNow();
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = settings.Value.AppId,
            Audience = settings.Value.Tokens,
            NotBefore = now.UtcDateTime,
            IssuedAt = now.UtcDateTime,
            Expires = (now + AssertionLasts).UtcDateTime,
            Claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = settings.Value.AppId!, ["jti"] = Guid.CreateVersion7(now).ToString() },
            SigningCredentials = new X509SigningCredentials(certificate, SecurityAlgorithms.RsaSha256),
        });
    }

    private static X509Certificate2 Load(string path, string? password) => path.EndsWith(".pem", StringComparison.OrdinalIgnoreCase)
        ? X509Certificate2.CreateFromPemFile(path)
        : X509CertificateLoader.LoadPkcs12FromFile(path, password);

    // Some authorities write the number as text.
    private static double Seconds(JsonElement lasts) =>
        lasts.ValueKind == JsonValueKind.Number ? lasts.GetDouble() : double.TryParse(lasts.ToString(), System.Globalization.CultureInfo.InvariantCulture, out var seconds) ? seconds : 0;

    public void Dispose() => _one.Dispose();

    [LoggerMessage(LogLevel.Error, "{Address} gives no token ({Status}): check Teams:AppId, Teams:AppPassword or the certificate, and Teams:TenantId.")]
    private partial void Refused(string address, int status);

    private sealed record Held(string Token, DateTimeOffset Until);
}
