using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace Companion.Platforms.Teams;

/// <summary>A request's body, read once: an activity, or the status that says what is wrong with it.</summary>
internal sealed record Arrival(Activity? Activity, int Status)
{
    /// <summary>How deep an activity may nest; real ones stay below 20.</summary>
    public const int Deepest = 64;

    /// <summary>The most bytes an activity may have; Teams itself stays below 100 KB.</summary>
    private const int Largest = 256 * 1024;

    public static async Task<Arrival> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasJsonContentType())
            return new(null, StatusCodes.Status415UnsupportedMediaType);
        if (request.ContentLength > Largest)
            return new(null, StatusCodes.Status413PayloadTooLarge);

        var buffer = ArrayPool<byte>.Shared.Rent((int)(request.ContentLength ?? 16 * 1024));
        try
        {
            var length = 0;
            while (await request.Body.ReadAsync(buffer.AsMemory(length), ct) is > 0 and var more)
            {
                length += more;
                if (length > Largest)
                    return new(null, StatusCodes.Status413PayloadTooLarge);
                if (length == buffer.Length)
                    buffer = Grown(buffer);
            }

            return Parse(buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <param name="json">It is mended in place: a half of a character that a client cut off is no reason to lose what a person said.</param>
    public static Arrival Parse(Span<byte> json)
    {
        if (!Utf8.IsValid(json))
            return new(null, StatusCodes.Status400BadRequest);

        Halves.Mend(json);
        try
        {
            return JsonSerializer.Deserialize(json, ActivityJson.Default.Activity) is { Type.Length: > 0 } activity
                ? new(activity, StatusCodes.Status200OK)
                : new(null, StatusCodes.Status400BadRequest);
        }
        catch (JsonException)
        {
            return new(null, StatusCodes.Status400BadRequest);
        }
    }

    private static byte[] Grown(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}
