using System.Security.Cryptography;
using System.Text;

namespace Companion.Core.Decisions;

/// <summary>A text as the chain knows it: SHA-256 of a random salt and the text, so that the text can be erased and not be guessed back.</summary>
/// <param name="Salt">Lower-case hex.</param>
/// <param name="Digest">Lower-case hex.</param>
public sealed record SealedText(string Salt, string Digest)
{
    /// <summary>Bytes of a salt.</summary>
    public const int SaltLength = 16;

    /// <summary>Seals a text with a salt of <see cref="SaltLength"/> random bytes.</summary>
    public static SealedText Of(string text, ReadOnlySpan<byte> salt)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNotEqual(salt.Length, SaltLength);
        return new(Convert.ToHexStringLower(salt), Digested(text, salt));
    }

    /// <summary>True when this is the seal of <paramref name="text"/>.</summary>
    public bool Seals(string text) => Digest == Digested(text, Convert.FromHexString(Salt));

    private static string Digested(string text, ReadOnlySpan<byte> salt) =>
        Convert.ToHexStringLower(SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(text)]));
}
