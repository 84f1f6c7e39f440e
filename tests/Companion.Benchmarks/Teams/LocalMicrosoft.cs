using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Companion.Benchmarks.Teams;

/// <summary>Microsoft's side on this machine: keys, tokens, and a Connector that notes when each answer came.</summary>
internal sealed class LocalMicrosoft : IDisposable
{
    public const string AppId = "5b0d6a0e-8a3e-4b6f-9a55-0d5f6c7e8f90";

    private readonly TcpListener _listener;
    private readonly RSA _key = RSA.Create(2048);
    private readonly string _keys;
    private readonly ConcurrentDictionary<string, long> _answeredAt = new(StringComparer.Ordinal);

    /// <param name="port">0 for any that is free.</param>
    public LocalMicrosoft(int port)
    {
        _listener = new(IPAddress.Loopback, port);
        _listener.Start(1024);
        var key = _key.ExportParameters(includePrivateParameters: false);
        _keys = JsonSerializer.Serialize(new { keys = new[] { new { kty = "RSA", use = "sig", kid = "k1", n = Base64(key.Modulus!), e = Base64(key.Exponent!), endorsements = new[] { "msteams" } } } });
        Listening = ListenAsync();
    }

    public Task Listening { get; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Root => $"http://127.0.0.1:{Port}";

    public string ServiceUrl => $"{Root}/connector/";

    /// <summary>The first card that was sent since it was last asked for: what a peer replays.</summary>
    public string? LastCard { get; private set; }

    /// <summary>When the answer to an activity came; 0 for not yet.</summary>
    public long AnsweredAt(string activity) => _answeredAt.GetValueOrDefault(activity);

    public void Forget() => _answeredAt.Clear();

    public string Token()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var header = Base64(JsonSerializer.SerializeToUtf8Bytes(new { alg = "RS256", kid = "k1", typ = "JWT" }));
        var claims = Base64(JsonSerializer.SerializeToUtf8Bytes(new { serviceurl = ServiceUrl, iss = "https://api.botframework.com", aud = AppId, nbf = now - 60, exp = now + 7200 }));
        return $"{header}.{claims}.{Base64(_key.SignData(Encoding.ASCII.GetBytes($"{header}.{claims}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync();
                socket.NoDelay = true;
                _ = ServeAsync(new(socket));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It was told to stop.
        }
    }

    private async Task ServeAsync(RawConnection connection)
    {
        using var closing = connection;
        try
        {
            while (await connection.ReadAsync(CancellationToken.None) is { } body)
                await connection.WriteAsync(Answer(connection.FirstLine, body.Span), CancellationToken.None);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The other side went away.
        }
    }

    private byte[] Answer(string line, ReadOnlySpan<byte> body)
    {
        var path = line.Split(' ')[1];
        if (path.Contains("/activities", StringComparison.Ordinal))
        {
            var parts = path.Split('?')[0].Split('/');
            if (parts[^2] == "activities")
                _answeredAt.TryAdd(Uri.UnescapeDataString(parts[^1]), Stopwatch.GetTimestamp());
            LastCard = body.IndexOf("AdaptiveCard"u8) < 0 ? LastCard : Encoding.UTF8.GetString(body);
            return Response(201, """{"id":"1700000000001"}""");
        }

        return path switch
        {
            "/openid" => Response(200, $$"""{"issuer":"https://api.botframework.com","jwks_uri":"{{Root}}/keys"}"""),
            "/keys" => Response(200, _keys),
            "/token" => Response(200, """{"token_type":"Bearer","expires_in":86399,"access_token":"t"}"""),
            _ when path.Contains("/members/", StringComparison.Ordinal) => Response(200, JsonSerializer.Serialize(new { id = Uri.UnescapeDataString(path.Split('/')[^1]), name = "", userPrincipalName = "somebody@tern.example" })),
            _ => Response(404, "{}"),
        };
    }

    private static byte[] Response(int status, string json) =>
        Encoding.UTF8.GetBytes($"HTTP/1.1 {status} OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}");

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public void Dispose()
    {
        _listener.Dispose();
        _key.Dispose();
    }
}
