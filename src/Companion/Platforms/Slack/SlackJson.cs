using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Companion.Platforms.Slack;

internal static class SlackJson
{
    /// <summary>Letters of every script as themselves: it goes to Slack, never into a page.</summary>
    public static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const int MostKept = 64 * 1024;

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _page;

    /// <summary>As it goes over the wire.</summary>
    public static byte[] Bytes(JsonObject json)
    {
        var page = _page ??= new(4096);
        page.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(page, Writing))
            json.WriteTo(writer);
        var bytes = page.WrittenSpan.ToArray();
        if (page.Capacity > MostKept)
            _page = null;
        return bytes;
    }
}
