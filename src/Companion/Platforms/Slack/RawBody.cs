using Microsoft.AspNetCore.Http.Features;

namespace Companion.Platforms.Slack;

/// <summary>The bytes of a request exactly as they came: the signature is about them, not about what they mean.</summary>
internal sealed class RawBody
{
    /// <summary>Room in front of the bytes for what is signed before them: "v0:", the time, ":".</summary>
    public const int Room = 24;

    // A view has up to 250 KB of JSON, and its form encoding can treble that.
    public const int Longest = 1024 * 1024;

    private readonly byte[] _buffer;

    private RawBody(byte[] buffer, int length) => (_buffer, Length) = (buffer, length);

    public int Length { get; }

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(Room, Length);

    /// <summary>True for a form that only asks whether anybody is there; nothing else in it may be used.</summary>
    public bool IsSslCheck { get; init; }

    /// <summary>The bytes with a prefix right before them, for a one-shot digest.</summary>
    public ReadOnlySpan<byte> With(ReadOnlySpan<byte> prefix)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefix.Length, Room);
        prefix.CopyTo(_buffer.AsSpan(Room - prefix.Length));
        return _buffer.AsSpan(Room - prefix.Length, prefix.Length + Length);
    }

    public RawBody AsSslCheck() => new(_buffer, 0) { IsSslCheck = true };

    public static RawBody Of(ReadOnlySpan<byte> bytes)
    {
        var buffer = new byte[Room + bytes.Length];
        bytes.CopyTo(buffer.AsSpan(Room));
        return new(buffer, bytes.Length);
    }

    /// <returns>Null for what is longer than anything Slack sends.</returns>
    public static async Task<RawBody?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = Longest;
        if (request.ContentLength > Longest)
            return null;

        var buffer = new byte[Room + (int)(request.ContentLength ?? 4096)];
        var length = 0;
        while (true)
        {
            if (Room + length == buffer.Length)
            {
                if (length == request.ContentLength)
                    break;
                if (length >= Longest)
                    return null;
                Array.Resize(ref buffer, Room + Math.Min(Longest, Math.Max(4096, length * 2)));
            }

            var read = await request.Body.ReadAsync(buffer.AsMemory(Room + length), ct);
            if (read == 0)
                break;
            length += read;
        }

        return new(buffer, length);
    }
}
