using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Companion.Platforms.Teams;

/// <summary>Outgoing activities around cards.</summary>
internal static class Message
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <param name="summary">What a notification shows: a card has no text of its own.</param>
    /// <param name="onlyFor">The person who alone sees it; null for everybody in the conversation.</param>
    public static ReadOnlyMemory<byte> Of(byte[] card, string summary, string? bot, string conversation, string? onlyFor = null)
    {
        var buffer = new ArrayBufferWriter<byte>(card.Length + 512);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        json.WriteString("type", "message");
        json.WriteString("summary", summary);
        if (bot is not null)
            Account(json, "from", bot);
        if (onlyFor is not null)
            Account(json, "recipient", onlyFor);
        Account(json, "conversation", conversation);
        json.WriteStartArray("attachments");
        json.WriteStartObject();
        json.WriteString("contentType", Renderer.ContentType);
        json.WritePropertyName("content");
        json.WriteRawValue(card, skipInputValidation: true);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void Account(Utf8JsonWriter json, string name, string id)
    {
        json.WriteStartObject(name);
        json.WriteString("id", id);
        json.WriteEndObject();
    }
}
