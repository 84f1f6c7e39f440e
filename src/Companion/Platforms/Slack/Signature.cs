using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Companion.Platforms.Slack;

/// <summary>Slack's proof of origin: HMAC-SHA256 over "v0:" time ":" body. See https://docs.slack.dev/authentication/verifying-requests-from-slack.</summary>
internal static class Signature
{
    public const string SignatureHeader = "X-Slack-Signature";
    public const string TimeHeader = "X-Slack-Request-Timestamp";

    /// <summary>How far Slack's clock and ours may be apart, either way: older is a replay, newer a forgery made in advance.</summary>
    public const long Window = 300;

    private const int LongestTime = 12;
    private const int HexLength = 64;

    /// <summary>Why a request is not Slack's; null when it is.</summary>
    public static string? WhyNot(IHeaderDictionary headers, RawBody body, ReadOnlySpan<byte> secret, DateTimeOffset now)
    {
        if (secret.IsEmpty)
            return "no secret to check with";
        if (headers[TimeHeader] is not [{ Length: > 0 and <= LongestTime } time] || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return "no single time";
        if (Math.Abs(now.ToUnixTimeSeconds() - seconds) > Window)
            return "not of now";
        if (headers[SignatureHeader] is not [{ Length: HexLength + 3 } signature] || !signature.StartsWith("v0=", StringComparison.Ordinal))
            return "no single signature";

        Span<byte> given = stackalloc byte[HexLength];
        if (Encoding.UTF8.GetByteCount(signature) != signature.Length)
            return "no single signature";
        Encoding.ASCII.GetBytes(signature.AsSpan(3), given);
        Span<byte> own = stackalloc byte[HexLength];
        Sign(body, time, secret, own);
        return CryptographicOperations.FixedTimeEquals(given, own) ? null : "not signed by Slack";
    }

    /// <summary>The signature as Slack would send it.</summary>
    public static string Of(RawBody body, string time, ReadOnlySpan<byte> secret)
    {
        Span<byte> hex = stackalloc byte[HexLength];
        Sign(body, time, secret, hex);
        return $"v0={Encoding.ASCII.GetString(hex)}";
    }

    private static void Sign(RawBody body, string time, ReadOnlySpan<byte> secret, Span<byte> hex)
    {
        Span<byte> prefix = stackalloc byte[RawBody.Room];
        var length = Encoding.ASCII.GetBytes($"v0:{time}:", prefix);
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, body.With(prefix[..length]), digest);
        Convert.TryToHexStringLower(digest, hex, out _);
    }
}
