using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Companion.Benchmarks.Teams;

/// <summary>HTTP/1.1 over one socket, one message at a time: what measures must cost little itself.</summary>
internal sealed class RawConnection(Socket socket) : IDisposable
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _from;
    private int _to;

    /// <summary>The request or status line of what was read last.</summary>
    public string FirstLine { get; private set; } = "";

    public static async Task<RawConnection> ConnectAsync(int port, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port, ct);
        return new(socket);
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> message, CancellationToken ct)
    {
        for (var rest = message; rest.Length > 0;)
            rest = rest[await socket.SendAsync(rest, ct)..];
    }

    /// <summary>The body of the next message; null when the other side closed.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken ct)
    {
        int end;
        while ((end = _buffer.AsSpan(_from, _to - _from).IndexOf("\r\n\r\n"u8)) < 0)
            if (!await FillAsync(ct))
                return null;

        var head = Encoding.ASCII.GetString(_buffer, _from, end);
        _from += end + 4;
        FirstLine = head.Split("\r\n", 2)[0];
        if (head.Contains("transfer-encoding: chunked", StringComparison.OrdinalIgnoreCase))
            return await ChunksAsync(ct);

        var length = Length(head);
        while (_to - _from < length)
            if (!await FillAsync(ct))
                return null;
        var body = _buffer.AsMemory(_from, length);
        _from += length;
        return body;
    }

    private async Task<ReadOnlyMemory<byte>?> ChunksAsync(CancellationToken ct)
    {
        using var whole = new MemoryStream();
        while (true)
        {
            int end;
            while ((end = _buffer.AsSpan(_from, _to - _from).IndexOf("\r\n"u8)) < 0)
                if (!await FillAsync(ct))
                    return null;
            var size = Convert.ToInt32(Encoding.ASCII.GetString(_buffer, _from, end).Split(';')[0], 16);
            _from += end + 2;
            while (_to - _from < size + 2)
                if (!await FillAsync(ct))
                    return null;
            whole.Write(_buffer, _from, size);
            _from += size + 2;
            if (size == 0)
                return whole.ToArray();
        }
    }

    private static int Length(string head)
    {
        var at = head.IndexOf("\r\ncontent-length:", StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            return 0;

        var line = head.AsSpan(at + 17);
        var end = line.IndexOf('\r');
        return int.Parse(end < 0 ? line : line[..end], System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<bool> FillAsync(CancellationToken ct)
    {
        if (_from > 0)
        {
            Buffer.BlockCopy(_buffer, _from, _buffer, 0, _to - _from);
            (_from, _to) = (0, _to - _from);
        }

        if (_to == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var more = await socket.ReceiveAsync(_buffer.AsMemory(_to), ct);
        _to += more;
        return more > 0;
    }

    public void Dispose() => socket.Dispose();
}
