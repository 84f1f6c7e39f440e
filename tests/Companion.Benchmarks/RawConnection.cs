using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Companion.Benchmarks;

/// <summary>A connection that is kept, and as little else as possible: what is measured is the server.</summary>
internal sealed class RawConnection : IDisposable
{
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] EndOfChunks = "0\r\n\r\n"u8.ToArray();

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
        var head = await ReadUntilAsync(EndOfHead, 0, ct) + EndOfHead.Length;
        var (status, length) = Read(_buffer.AsSpan(0, head));
        var end = length is { } known ? head + known : await ReadUntilAsync(EndOfChunks, head, ct) + EndOfChunks.Length;
        while (_length < end)
            await ReadMoreAsync(ct);

        var body = wantsBody ? Encoding.UTF8.GetString(_buffer, head, end - head) : "";
        Buffer.BlockCopy(_buffer, end, _buffer, 0, _length - end);
        _length -= end;
        return (status, body);
    }

    public void Dispose() => _socket.Dispose();

    // A length of null is a body in chunks.
    private static (int Status, int? Length) Read(ReadOnlySpan<byte> head)
    {
        var status = int.Parse(head.Slice(9, 3), CultureInfo.InvariantCulture);
        int? length = 0;
        foreach (var range in head.Split("\r\n"u8))
        {
            var line = head[range];
            if (Ascii.EqualsIgnoreCase(line[..Math.Min(line.Length, 15)], "content-length:"u8))
                length = int.Parse(line[15..].Trim((byte)' '), CultureInfo.InvariantCulture);
            else if (Ascii.EqualsIgnoreCase(line[..Math.Min(line.Length, 18)], "transfer-encoding:"u8))
                length = null;
        }

        return (status, length);
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
