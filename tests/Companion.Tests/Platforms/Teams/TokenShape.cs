using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace Companion.Tests.Platforms.Teams;

/// <summary>A key of whoever signs.</summary>
internal sealed record SigningKey(RSA Rsa, string Id, JsonObject Public)
{
    public static SigningKey New(string id, params string[] endorsements)
    {
        var rsa = RSA.Create(2048);
        var key = rsa.ExportParameters(includePrivateParameters: false);
        var json = new JsonObject { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = id, ["n"] = Base64UrlEncoder.Encode(key.Modulus), ["e"] = Base64UrlEncoder.Encode(key.Exponent) };
        if (endorsements.Length > 0)
            json["endorsements"] = new JsonArray([.. endorsements.Select(e => (JsonNode)e)]);
        return new(rsa, id, json);
    }
}

/// <summary>A token that a test bends.</summary>
internal sealed class TokenShape(SigningKey key, DateTimeOffset now, string serviceUrl)
{
    public SigningKey Key { get; set; } = key;

    public Dictionary<string, object?> Header { get; } = new(StringComparer.Ordinal) { ["alg"] = "RS256", ["kid"] = key.Id, ["typ"] = "JWT" };

    public Dictionary<string, object?> Claims { get; } = new(StringComparer.Ordinal)
    {
        ["serviceurl"] = serviceUrl,
        ["iss"] = TeamsCloud.Issuer,
        ["aud"] = TeamsCloud.AppId,
        ["nbf"] = now.ToUnixTimeSeconds() - 60,
        ["exp"] = now.ToUnixTimeSeconds() + 3600,
    };

    public Func<byte[], byte[]>? Sign { get; set; }

    public string Write()
    {
        var text = $"{Part(Header)}.{Part(Claims)}";
        var bytes = Encoding.ASCII.GetBytes(text);
        var hash = Header.GetValueOrDefault("alg") switch { "RS384" => HashAlgorithmName.SHA384, "RS512" => HashAlgorithmName.SHA512, _ => HashAlgorithmName.SHA256 };
        var padding = Header.GetValueOrDefault("alg") is "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return $"{text}.{Base64UrlEncoder.Encode(Sign?.Invoke(bytes) ?? Key.Rsa.SignData(bytes, hash, padding))}";
    }

    private static string Part(Dictionary<string, object?> values) => Base64UrlEncoder.Encode(JsonSerializer.SerializeToUtf8Bytes(values));
}
