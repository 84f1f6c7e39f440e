using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Companion.Storage;

namespace Companion.Platforms.Slack;

/// <summary>The frames of one socket: what carries work is handled and acknowledged here, the rest goes to whoever keeps the socket.</summary>
internal sealed partial class SocketFrames(Inbound inbound, ILogger<SocketFrames> logger)
{
    private const int Longest = RawBody.Longest;
    private const int AtOnce = 32;

    public async IAsyncEnumerable<Frame> ReadAsync(ClientWebSocket socket, [EnumeratorCancellation] CancellationToken ct)
    {
        using var sending = new SemaphoreSlim(1, 1);
        using var handling = new SemaphoreSlim(AtOnce, AtOnce);
        var running = new List<Task>();
        while (await ReceiveAsync(socket, ct) is { } text)
        {
            if (Parse(text) is not { } document)
                continue;

            var frame = document.RootElement;
            if (frame.Text("envelope_id") is { } envelope)
            {
                await handling.WaitAsync(ct);
                running.RemoveAll(t => t.IsCompleted);
                running.Add(HandleAsync(socket, sending, handling, document, envelope, ct));
                continue;
            }

            using (document)
                yield return new(frame.Text("type") ?? "", frame.Text("reason"));
        }

        await Task.WhenAll(running);
    }

    private async Task HandleAsync(ClientWebSocket socket, SemaphoreSlim sending, SemaphoreSlim handling, JsonDocument document, string envelope, CancellationToken ct)
    {
        try
        {
            using (document)
            {
                var answer = await AnswerAsync(document.RootElement, ct);
                await SendAsync(socket, sending, Acknowledgement(envelope, document.RootElement.IsTrue("accepts_response_payload") ? answer : null), ct);
            }
        }
        // What is not acknowledged comes again: over the next socket, or when the database can be written.
        catch (Exception e) when (e is StorageUnavailableException or WebSocketException)
        {
            NotAcknowledged(e, envelope);
        }
        finally
        {
            handling.Release();
        }
    }

    private static byte[] Acknowledgement(string envelope, byte[]? answer)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("envelope_id", envelope);
            if (answer is not null)
            {
                writer.WritePropertyName("payload");
                writer.WriteRawValue(answer, skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private async Task<byte[]?> AnswerAsync(JsonElement frame, CancellationToken ct)
    {
        var payload = frame.Child("payload") ?? default;
        return frame.Text("type") switch
        {
            "slash_commands" when Receiver.Command(name => payload.Text(name)) is { } command => await inbound.CommandAsync(command, ct),
            "interactive" => await inbound.InteractionAsync(payload, ct),
            "events_api" => await NothingAsync(inbound.EventAsync(payload, ct)),
            _ => null,
        };
    }

    private static async Task<byte[]?> NothingAsync(Task task)
    {
        await task;
        return null;
    }

    private static async Task SendAsync(ClientWebSocket socket, SemaphoreSlim sending, byte[] json, CancellationToken ct)
    {
        await sending.WaitAsync(ct);
        try
        {
            await socket.SendAsync(json, WebSocketMessageType.Text, endOfMessage: true, ct);
        }
        finally
        {
            sending.Release();
        }
    }

    /// <returns>Null when the socket was closed.</returns>
    private static async Task<byte[]?> ReceiveAsync(ClientWebSocket socket, CancellationToken ct)
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), ct);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            if (message.Length + part.Count > Longest)
                throw new WebSocketException(WebSocketError.Faulted, "A frame is longer than anything Slack sends.");
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                return message.ToArray();
        }
    }

    private static JsonDocument? Parse(byte[] text)
    {
        try
        {
            return JsonDocument.Parse(text) is { RootElement.ValueKind: JsonValueKind.Object } document ? document : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Envelope {Envelope} was not acknowledged; Slack sends it again.")]
    private partial void NotAcknowledged(Exception exception, string envelope);
}

/// <summary>A frame about the socket itself.</summary>
internal sealed record Frame(string Type, string? Reason);
