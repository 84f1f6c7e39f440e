using Companion.Tests.Crash;

namespace Companion.Benchmarks;

/// <summary>One process against two on one PostgreSQL server, whose commits wait for the disk.</summary>
internal static class PostgresBench
{
    private static readonly int[] Writers = [1, 16, 64];
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(5);

    /// <summary>One process and two in turns; the median counts.</summary>
    private const int Rounds = 3;

    public static async Task RunAsync(CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("companion-bench-").FullName;
        using var cluster = await Cluster.StartAsync(isDurable: true, ct);
        await Console.Out.WriteLineAsync("Durable answers per second on PostgreSQL, each figure over 5 s, the median of 3; writers are spread over the processes, and all answer the same round.");
        await Console.Out.WriteLineAsync("| writers | one process: answers/s | p50 ms | p99 ms | two processes: answers/s | p50 ms | p99 ms | ratio |");
        await Console.Out.WriteLineAsync("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var writers in Writers)
        {
            var (ones, twos) = (new List<Measured>(), new List<Measured>());
            for (var round = 0; round < Rounds; round++)
            {
                ones.Add(await MeasureAsync(cluster, folder, writers, processes: 1, ct));
                twos.Add(await MeasureAsync(cluster, folder, writers, processes: 2, ct));
            }

            var (one, two) = (Median(ones), Median(twos));
            await Console.Out.WriteLineAsync(
                $"| {writers} | {one.PerSecond:0} | {one.Median:0.00} | {one.Percentile99:0.00} | {two.PerSecond:0} | {two.Median:0.00} | {two.Percentile99:0.00} | {two.PerSecond / one.PerSecond:0.00} |");
        }

        Directory.Delete(folder, recursive: true);
    }

    private static Measured Median(List<Measured> rounds) => rounds.OrderBy(r => r.PerSecond).ElementAt(rounds.Count / 2);

    private static async Task<Measured> MeasureAsync(Cluster cluster, string folder, int writers, int processes, CancellationToken ct)
    {
        var database = await cluster.NewDatabaseAsync(ct);
        var servers = new List<RunningServer>();
        try
        {
            for (var i = 0; i < processes; i++)
                servers.Add(await RunningServer.StartAsync(folder, [$"--Storage:ConnectionString={database}"], ct));
            return await new AnswerLoad(servers, writers).RunAsync(Span, ct);
        }
        finally
        {
            servers.ForEach(s => s.Dispose());
        }
    }
}
