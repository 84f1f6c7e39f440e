using System.Diagnostics;
using System.Globalization;

namespace Companion.Benchmarks;

/// <summary>People who submit the real form of an open round, each their own, again and again: every submission is a durable change with a delivery key.</summary>
internal sealed class AnswerLoad(IReadOnlyList<RunningServer> servers, int writers)
{
    // Until the code that runs often has been compiled for speed.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6);

    public async Task<Measured> RunAsync(TimeSpan span, CancellationToken ct)
    {
        var members = await SetUpAsync(ct);
        await Task.WhenAll(members.Select((m, i) => WriteAsync(m, servers[i % servers.Count], WarmUp, [], ct)));

        var times = members.ConvertAll(_ => new List<double>());
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(members.Select((m, i) => WriteAsync(m, servers[i % servers.Count], span, times[i], ct)));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;

        var all = times.SelectMany(t => t).Order().ToList();
        return new(all.Count / seconds, all[all.Count / 2], all[all.Count * 99 / 100]);
    }

    private async Task<List<Guid>> SetUpAsync(CancellationToken ct)
    {
        var names = Enumerable.Range(1, writers).Select(n => $"Member {n}").ToList();
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["organisation"] = "Tern",
            ["zone"] = "UTC",
            ["people"] = string.Join(", ", names),
            ["unit"] = "contributors",
            ["level"] = "20",
            ["rationale"] = "where we are",
            ["target"] = "40",
            ["cadence"] = "every month on the first Tuesday 10:00",
        };
        Expect("done", await servers[0].SubmitAsync(servers[0].Steward, "setup", fields, "setup", ct));
        // The steward is asked too and never answers, so the round stays open.
        Expect("done", await servers[0].SayAsync(servers[0].Steward, "checkin now", ct));
        var people = await servers[0].PeopleAsync(ct);
        return [.. names.Select(n => people[n])];
    }

    private static async Task WriteAsync(Guid member, RunningServer server, TimeSpan span, List<double> times, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        for (var n = 0; Stopwatch.GetElapsedTime(began) < span; n++)
        {
            var fields = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["contributors/know-how"] = ((n % 5) + 1).ToString(CultureInfo.InvariantCulture),
                ["gate/iterations-left"] = "2",
                ["gate/predictable"] = "4",
            };
            var sent = Stopwatch.GetTimestamp();
            Expect("done", await server.SubmitAsync(member, "answer 1", fields, $"{member} {began} {n}", ct));
            times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
        }
    }

    private static void Expect(string kind, string was)
    {
        if (kind != was)
            throw new InvalidOperationException($"Expected {kind}, got {was}.");
    }
}

/// <summary>What a load came to; times in milliseconds.</summary>
internal sealed record Measured(double PerSecond, double Median, double Percentile99);
