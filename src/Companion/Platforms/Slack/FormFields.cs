using System.Buffers;
using System.Net.Http.Headers;
using System.Text;

namespace Companion.Platforms.Slack;

/// <summary>An application/x-www-form-urlencoded body.</summary>
internal sealed class FormFields
{
    private const int MostFields = 100;

    private readonly List<KeyValuePair<string, string>> _fields = [];

    /// <summary>The one value of a field; null when it is missing or stands there twice.</summary>
    public string? this[string name] => Values(name) is [var only] ? only : null;

    public IReadOnlyList<string> Values(string name) => [.. _fields.Where(f => f.Key == name).Select(f => f.Value)];

    public static bool IsForm(string? contentType) => HasType(contentType, "application/x-www-form-urlencoded");

    public static bool HasType(string? contentType, string type) =>
        MediaTypeHeaderValue.TryParse(contentType, out var parsed) && string.Equals(parsed.MediaType, type, StringComparison.OrdinalIgnoreCase);

    /// <summary>The fields in order; null when it is not a form that Slack would send.</summary>
    public static FormFields? Parse(ReadOnlySpan<byte> body)
    {
        var form = new FormFields();
        while (!body.IsEmpty)
        {
            var end = body.IndexOf((byte)'&');
            var pair = end < 0 ? body : body[..end];
            body = end < 0 ? [] : body[(end + 1)..];
            if (pair.IsEmpty)
                continue;

            var equals = pair.IndexOf((byte)'=');
            if (equals <= 0 || form._fields.Count == MostFields || Decode(pair[..equals]) is not { } name || Decode(pair[(equals + 1)..]) is not { } value)
                return null;
            form._fields.Add(new(name, value));
        }

        return form;
    }

    // Null for a broken escape or broken UTF-8: whatever that was, it was not meant as a text.
    private static string? Decode(ReadOnlySpan<byte> encoded)
    {
        byte[]? rented = null;
        var bytes = encoded.Length <= 1024 ? stackalloc byte[1024] : rented = ArrayPool<byte>.Shared.Rent(encoded.Length);
        var decoded = Decode(encoded, bytes, out var length) && System.Text.Unicode.Utf8.IsValid(bytes[..length]) ? Encoding.UTF8.GetString(bytes[..length]) : null;
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return decoded;
    }

    private static bool Decode(ReadOnlySpan<byte> encoded, Span<byte> bytes, out int length)
    {
        length = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] != '%')
            {
                bytes[length++] = encoded[i] == '+' ? (byte)' ' : encoded[i];
                continue;
            }

            if (i + 2 >= encoded.Length || !char.IsAsciiHexDigit((char)encoded[i + 1]) || !char.IsAsciiHexDigit((char)encoded[i + 2]))
                return false;
            bytes[length++] = (byte)((Hex(encoded[i + 1]) << 4) | Hex(encoded[i + 2]));
            i += 2;
        }

        return true;
    }

    private static int Hex(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
