using System.Diagnostics;

namespace Companion.Benchmarks.Teams;

/// <summary>Requests, built before the clock starts, over so many connections; each waits for its answer before it sends the next.</summary>
internal static class Load
{
    public static async Task<Result> RunAsync(int port, IReadOnlyList<(string Id, ReadOnlyMemory<byte> Bytes)> requests, int connections, LocalMicrosoft? replies, CancellationToken ct)
    {
        var (times, sent, next, bad) = (new double[requests.Count], new long[requests.Count], 0, 0);
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            using var connection = await RawConnection.ConnectAsync(port, ct);
            for (var i = Interlocked.Increment(ref next) - 1; i < requests.Count; i = Interlocked.Increment(ref next) - 1)
            {
                sent[i] = Stopwatch.GetTimestamp();
                await connection.WriteAsync(requests[i].Bytes, ct);
                var body = await connection.ReadAsync(ct) ?? throw new IOException("The bot closed the connection.");
                times[i] = Stopwatch.GetElapsedTime(sent[i]).TotalMilliseconds;
                // An invoke says in its body whether it worked.
                if (!connection.FirstLine.StartsWith("HTTP/1.1 20", StringComparison.Ordinal) || body.Span.IndexOf("\"statusCode\":400"u8) >= 0)
                    Interlocked.Increment(ref bad);
            }
        }));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var answered = replies is null ? [] : await AnsweredAsync(requests, sent, replies, ct);
        Array.Sort(times);
        return new(requests.Count / seconds, At(times, 0.5), At(times, 0.99), At(answered, 0.5), At(answered, 0.99), bad, replies is null ? 0 : requests.Count - answered.Length);
    }

    // The last answers come a moment after the last request.
    private static async Task<double[]> AnsweredAsync(IReadOnlyList<(string Id, ReadOnlyMemory<byte> Bytes)> requests, long[] sent, LocalMicrosoft replies, CancellationToken ct)
    {
        for (var i = 0; i < 100 && requests.Any(r => replies.AnsweredAt(r.Id) == 0); i++)
            await Task.Delay(50, ct);
        return [.. requests.Select((r, i) => (At: replies.AnsweredAt(r.Id), Sent: sent[i])).Where(r => r.At > 0).Select(r => Stopwatch.GetElapsedTime(r.Sent, r.At).TotalMilliseconds).Order()];
    }

    private static double At(double[] sorted, double share) => sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(share * sorted.Length) - 1)];
}

/// <summary>What a load came to; times in milliseconds.</summary>
/// <param name="Bad">Requests that were not answered with success.</param>
/// <param name="Missing">Messages whose answer never came.</param>
internal sealed record Result(double PerSecond, double Median, double Percentile99, double ReplyMedian, double ReplyPercentile99, int Bad, int Missing);
