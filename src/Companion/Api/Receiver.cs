using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Companion.Commands;
using Companion.Core;
using Microsoft.AspNetCore.Http.Features;

namespace Companion.Api;

/// <summary>Reads the body of a request with evidence: bounded before it is parsed, and every value checked for its form.</summary>
internal static class Receiver
{
    /// <summary>A thousand measurements with notes fit; more is refused while it streams in.</summary>
    public const int LargestBody = 1024 * 1024;

    public const int LongestKey = 200;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>The body up to the limit; null when it is larger.</summary>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > LargestBody)
            return null;
        // The server's own limit is for chat lines.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;

        using var body = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            for (int read; (read = await request.Body.ReadAsync(buffer, ct)) > 0;)
            {
                if (body.Length + read > LargestBody)
                    return null;
                body.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return body.ToArray();
    }

    /// <summary>The key of a request that can be repeated; null when it has none.</summary>
    public static Outcome<KeyHeader> Key(HttpRequest request, byte[] body)
    {
        if (!request.Headers.TryGetValue("Idempotency-Key", out var values))
            return new KeyHeader(null);
        if (values is not [{ Length: > 0 and <= LongestKey } key] || !key.All(c => c is > ' ' and < '\u007f'))
            return new Refusal("idempotency.key", $"Idempotency-Key is one value of up to {LongestKey} printable characters without spaces, such as a new UUID.");

        return new KeyHeader(new(key, Convert.ToHexStringLower(SHA256.HashData(body))));
    }

    /// <summary>The items of a body: one object, an array, or an object with "items".</summary>
    public static Outcome<Body> Parse(byte[] body, int largestBatch)
    {
        try
        {
            using var json = JsonDocument.Parse(body, Strict);
            return Read(json.RootElement, largestBatch);
        }
        // What is wrong with the form is found at a place; a name that comes twice at none.
        catch (JsonException e) when (e.LineNumber is null)
        {
            return new Refusal("json.malformed", $"The body has {(DuplicateName.In(body) is { } name ? $"the field \"{name}\"" : "a field")} twice in one object.");
        }
        catch (JsonException e)
        {
            return new Refusal("json.malformed", $"The body is not JSON that can be read: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }
        // Names are read as they are compared, and half a surrogate pair is no name.
        catch (InvalidOperationException)
        {
            return new Refusal("json.malformed", "The body holds text that is not Unicode.");
        }
    }

    private static Outcome<Body> Read(JsonElement root, int largestBatch)
    {
        var items = root switch
        {
            { ValueKind: JsonValueKind.Array } => root,
            { ValueKind: JsonValueKind.Object } when root.TryGetProperty("items", out var inside) => inside,
            { ValueKind: JsonValueKind.Object } => default,
            _ => root,
        };
        if (items.ValueKind == JsonValueKind.Undefined)
            return new Body([ItemReader.Read(0, root)]);
        if (items.ValueKind != JsonValueKind.Array || (root.ValueKind == JsonValueKind.Object && root.GetPropertyCount() > 1))
            return new Refusal("body.shape", "The body is one measurement, an array of them, or {\"items\": [...]} and nothing else.");
        if (items.GetArrayLength() is var count && count is 0 || count > largestBatch)
            return new Refusal("batch.size", $"A batch has 1 to {largestBatch:N0} measurements; this one has {count:N0}.");

        return new Body([.. items.EnumerateArray().Select((item, index) => ItemReader.Read(index, item))]);
    }
}

/// <summary>The key of a request, if it has one.</summary>
internal sealed record KeyHeader(IdempotencyKey? Key);

/// <summary>What was read, item by item.</summary>
internal sealed record Body(ImmutableArray<ReadItem> Items);
