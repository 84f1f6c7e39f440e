using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Companion.Benchmarks;

/// <summary>A connection that is kept, and as little else as possible: what is measured is the server.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[64 * 1024];
    private int _length;

    public static async Task<RawConnection> OpenAsync(int port, CancellationToken ct)
    {
        var connection = new RawConnection();
        await connection._socket.ConnectAsync(IPAddress.Loopback, port, ct);
        return connection;
    }

    /// <summary>Sends one request and reads one answer.</summary>
    /// <returns>The answer's status and body.</returns>
    public async Task<(int Status, string Body)> SendAsync(byte[] request, bool wantsBody, CancellationToken ct)
    {
        await _socket.SendAsync(request, ct);
        var head = await ReadUntilAsync("\r\n\r\n"u8.ToArray(), 0, ct) + 4;
        var headers = Encoding.ASCII.GetString(_buffer, 0, head);
        var end = headers.Contains("chunked", StringComparison.OrdinalIgnoreCase)
            ? await ReadUntilAsync("0\r\n\r\n"u8.ToArray(), head, ct) + 5
            : head + LengthOf(headers);
        while (_length < end)
            await ReadMoreAsync(ct);

        var body = wantsBody ? Encoding.UTF8.GetString(_buffer, head, end - head) : "";
        Buffer.BlockCopy(_buffer, end, _buffer, 0, _length - end);
        _length -= end;
        return (int.Parse(headers.AsSpan(9, 3), CultureInfo.InvariantCulture), body);
    }

    public void Dispose() => _socket.Dispose();

    private static int LengthOf(string headers)
    {
        var at = headers.IndexOf("content-length:", StringComparison.OrdinalIgnoreCase);
        return at < 0 ? 0 : int.Parse(headers.AsSpan(at + 15, headers.IndexOf('\r', at) - at - 15), CultureInfo.InvariantCulture);
    }

    private async Task<int> ReadUntilAsync(byte[] mark, int from, CancellationToken ct)
    {
        while (true)
        {
            var at = _buffer.AsSpan(from, _length - from).IndexOf(mark);
            if (at >= 0)
                return from + at;
            await ReadMoreAsync(ct);
        }
    }

    private async Task ReadMoreAsync(CancellationToken ct)
    {
        if (_length == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = await _socket.ReceiveAsync(_buffer.AsMemory(_length), ct);
        if (read == 0)
            throw new IOException("The server closed the connection.");
        _length += read;
    }
}
