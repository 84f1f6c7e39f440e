using System.Security.Cryptography;
using System.Text;

namespace Companion.Commands;

/// <summary>A code that one person reads on one side and enters on another. Only its hash is kept.</summary>
internal static class OneTimeCode
{
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(15);

    // Without letters and digits that look alike; 32 of them, 8 at a time: 40 bits, for a quarter of an hour.
    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    public static string Draw() => RandomNumberGenerator.GetString(Letters, 8).Insert(4, "-");

    public static string Hash(string code) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code.Trim().Replace("-", "", StringComparison.Ordinal).ToUpperInvariant())));
}
