using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Companion.Commands;

/// <summary>The secret behind a token: 256 random bits that nobody can guess, so its plain hash is enough to know it again.</summary>
internal static class TokenSecret
{
    /// <summary>What every secret begins with: programs that look for leaked secrets find it by that.</summary>
    public const string Prefix = "cmpn_";

    /// <summary>The characters of a whole secret.</summary>
    public static readonly int Length = Prefix.Length + Base64Url.GetEncodedLength(32);

    public static string Make() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
