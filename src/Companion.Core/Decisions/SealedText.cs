using System.Security.Cryptography;
using System.Text;

namespace Companion.Core.Decisions;

/// <summary>A text as the chain knows it: only its digest. The salt is erased with the text, so that nobody can try words until one fits.</summary>
/// <param name="Digest">SHA-256 of salt and text, in lower-case hex.</param>
public sealed record SealedText(string Digest);

/// <summary>A text that was not erased, with the salt of its seal.</summary>
/// <param name="Salt">Lower-case hex of <see cref="SaltLength"/> bytes.</param>
public sealed record OpenText(string Salt, string Text)
{
    /// <summary>Bytes of a salt.</summary>
    public const int SaltLength = 16;

    /// <summary>A text with a salt of <see cref="SaltLength"/> random bytes.</summary>
    public static OpenText Of(string text, ReadOnlySpan<byte> salt)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNotEqual(salt.Length, SaltLength);
        return new(Convert.ToHexStringLower(salt), text);
    }

    /// <summary>What the chain keeps of it.</summary>
    public SealedText Seal() => new(Convert.ToHexStringLower(SHA256.HashData([.. Convert.FromHexString(Salt), .. Encoding.UTF8.GetBytes(Text)])));
}
