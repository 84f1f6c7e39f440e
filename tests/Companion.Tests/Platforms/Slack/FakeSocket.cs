using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Companion.Tests.Platforms.Slack;

/// <summary>Slack's side of Socket Mode.</summary>
internal sealed class FakeSocket : IDisposable
{
    private readonly List<Connected> _open = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonObject>> _acks = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private int _number;

    public int Opened { get; private set; }

    public int OpenNow
    {
        get
        {
            lock (_open)
                return _open.Count;
        }
    }

    public async Task AcceptAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var connected = new Connected(socket);
        lock (_open)
        {
            _open.Add(connected);
            Opened++;
        }

        try
        {
            await connected.SendAsync(new() { ["type"] = "hello", ["num_connections"] = 1, ["connection_info"] = new JsonObject { ["app_id"] = "A1" } }, _stop.Token);
            await ReadAsync(socket);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The test is over, or the other side is gone.
        }
        finally
        {
            lock (_open)
                _open.Remove(connected);
        }
    }

    /// <summary>Sends work over the newest socket and waits for its acknowledgement.</summary>
    public async Task<JsonObject> DeliverAsync(string type, JsonObject payload, string? envelope = null, bool oldest = false)
    {
        var id = envelope ?? $"envelope-{Interlocked.Increment(ref _number)}";
        var ack = _acks[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Connected connected;
        lock (_open)
            connected = oldest ? _open[0] : _open[^1];
        await connected.SendAsync(new() { ["envelope_id"] = id, ["type"] = type, ["accepts_response_payload"] = type != "events_api", ["payload"] = payload.DeepClone() }, _stop.Token);
        return await ack.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    public async Task DisconnectAsync(string reason, bool close)
    {
        Connected connected;
        lock (_open)
            connected = _open[0];
        await connected.SendAsync(new() { ["type"] = "disconnect", ["reason"] = reason }, _stop.Token);
        if (close)
            await CloseAsync();
    }

    public async Task CloseAsync()
    {
        Connected connected;
        lock (_open)
            connected = _open[0];
        await connected.CloseAsync(_stop.Token);
    }

    public void Drop()
    {
        lock (_open)
            _open[0].Abort();
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task ReadAsync(WebSocket socket)
    {
        var buffer = new byte[1024 * 1024];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), _stop.Token);
                length += part.Count;
            }
            while (!part.EndOfMessage && part.MessageType != WebSocketMessageType.Close);

            if (part.MessageType == WebSocketMessageType.Close)
                return;
            var ack = (JsonObject)JsonNode.Parse(Encoding.UTF8.GetString(buffer, 0, length))!;
            if (_acks.TryGetValue((string)ack["envelope_id"]!, out var waiting))
                waiting.TrySetResult(ack);
        }
    }

    private sealed class Connected(WebSocket socket) : IDisposable
    {
        private readonly SemaphoreSlim _one = new(1, 1);

        public async Task SendAsync(JsonObject frame, CancellationToken ct)
        {
            await _one.WaitAsync(ct);
            try
            {
                await socket.SendAsync(Encoding.UTF8.GetBytes(frame.ToJsonString()), WebSocketMessageType.Text, true, ct);
            }
            finally
            {
                _one.Release();
            }
        }

        public Task CloseAsync(CancellationToken ct) => socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "bye", ct);

        public void Abort() => socket.Abort();

        public void Dispose() => _one.Dispose();
    }
}
