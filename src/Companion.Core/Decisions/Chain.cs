using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Companion.Core.Decisions;

/// <summary>The hash chain of a decision log: each entry's hash covers the previous hash and the entry.</summary>
/// <remarks>
/// The pre-image, format <c>companion-log/1</c>, is a list of fields, each written as its length in bytes (32 bits, big-endian) and its UTF-8 bytes; a missing
/// field has length FFFFFFFF and no bytes. The fields, in order: the format's name; previous hash; organisation id; number; instant as milliseconds since
/// 1970-01-01 UTC; kind; unit id or missing; member id; rule; details as stored; the count of sealed texts; then for each, by name in ordinal order, its name and its
/// digest in lower-case hex. Ids are lower-case with dashes, numbers decimal. The hash is SHA-256, in lower-case hex.
/// A chain cannot show that entries are missing at its end: that takes a head that was published before.
/// </remarks>
public static class Chain
{
    /// <summary>What stands in the place of a previous hash for the first entry.</summary>
    public const string Genesis = "0000000000000000000000000000000000000000000000000000000000000000";

    private const string Format = "companion-log/1";

    /// <summary>The entry that follows on <paramref name="previousHash"/>.</summary>
    public static ChainEntry Seal(string previousHash, ChainContent content)
    {
        ArgumentNullException.ThrowIfNull(previousHash);
        ArgumentNullException.ThrowIfNull(content);
        return new(
            content.OrganisationId,
            content.Number,
            content.At,
            content.Kind,
            content.UnitId,
            content.DecidedBy,
            content.Rule,
            content.Details,
            content.Texts,
            previousHash,
            Hash(previousHash, content));
    }

    /// <summary>Walks a chain from its beginning and says whether it is whole.</summary>
    /// <param name="entries">In the order of their numbers, with the texts that are still there.</param>
    /// <param name="expectedHead">A head that was published before, to detect a missing end; null to skip that.</param>
    public static ChainReport Verify(IEnumerable<LoggedEntry> entries, string? expectedHead = null)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var walk = new ChainWalk();
        foreach (var entry in entries)
            if (!walk.Step(entry))
                break;

        return walk.Report(expectedHead);
    }

    internal static string Hash(string previousHash, ChainContent content)
    {
        using var bytes = new MemoryStream();
        Write(bytes, Format);
        Write(bytes, previousHash);
        Write(bytes, content.OrganisationId.ToString("D"));
        Write(bytes, content.Number.ToString(CultureInfo.InvariantCulture));
        Write(bytes, content.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        Write(bytes, content.Kind);
        Write(bytes, content.UnitId?.ToString("D"));
        Write(bytes, content.DecidedBy.ToString("D"));
        Write(bytes, content.Rule);
        Write(bytes, content.Details);
        Write(bytes, content.Texts.Count.ToString(CultureInfo.InvariantCulture));
        foreach (var (name, text) in content.Texts.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            Write(bytes, name);
            Write(bytes, text.Digest);
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
    }

    private static void Write(MemoryStream bytes, string? field)
    {
        Span<byte> length = stackalloc byte[4];
        var encoded = field is null ? [] : Encoding.UTF8.GetBytes(field);
        BinaryPrimitives.WriteInt32BigEndian(length, field is null ? -1 : encoded.Length);
        bytes.Write(length);
        bytes.Write(encoded);
    }
}
