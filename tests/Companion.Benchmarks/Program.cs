namespace Companion.Benchmarks;

/// <summary>Measures the real program in a process of its own, through its HTTP door with roles and rules on, beside a bare loop on the same disk.</summary>
internal static class Program
{
    private const int StartsMeasured = 5;
    private static readonly int[] Writers = [1, 16, 64];
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(5);

    /// <param name="args"><c>domain</c> measures rounds, assessments and status instead; a number after it the organisations.</param>
    public static async Task Main(string[] args)
    {
        if (args is ["domain", ..])
        {
            await DomainFigures.MeasureAsync(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 1000, CancellationToken.None);
            return;
        }

        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(20));
        if (args is ["slack", ..])
        {
            await SlackLoad.RunAsync(args, stop.Token);
            return;
        }

        if (args is ["teams", .. var rest])
        {
            await Teams.TeamsBench.RunAsync(rest, stop.Token);
            return;
        }

        if (args is ["postgres"])
        {
            await PostgresBench.RunAsync(stop.Token);
            return;
        }

        var folder = Directory.CreateTempSubdirectory("companion-bench-").FullName;
        await StartAsync(folder, stop.Token);
        await MemoryAsync(folder, stop.Token);
        await AnswersAsync(folder, stop.Token);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task StartAsync(string folder, CancellationToken ct)
    {
        var starts = new List<double>();
        for (var i = 0; i < StartsMeasured; i++)
        {
            using var server = await RunningServer.StartAsync(folder, ["--Storage:ConnectionString=Data Source=start.db"], ct);
            starts.Add(server.FirstAnswerAfter.TotalMilliseconds);
        }

        starts.Sort();
        await Console.Out.WriteLineAsync($"Start of the process to the first answered status: {starts[StartsMeasured / 2]:0} ms (median of {StartsMeasured}, {starts[0]:0} to {starts[^1]:0}).");
    }

    private static async Task MemoryAsync(string folder, CancellationToken ct)
    {
        // The first run lives through the demo's history; what serves afterwards is what counts.
        using (await RunningServer.StartAsync(folder, ["--demo"], ct))
        {
        }

        using var server = await RunningServer.StartAsync(folder, ["--demo"], ct);
        for (var i = 0; i < 200; i++)
            await server.SayAsync(server.Steward, "status", ct);
        await Console.Out.WriteLineAsync($"Memory with the demo after 200 status requests: {server.WorkingSet / 1024 / 1024} MiB.");
    }

    private static async Task AnswersAsync(string folder, CancellationToken ct)
    {
        await Console.Out.WriteLineAsync("Durable writes per second, each figure over 5 s; the bare loop commits one insert at a time on the same disk.");
        await Console.Out.WriteLineAsync("| writers | answers/s | p50 ms | p99 ms | bare loop/s | ratio |");
        await Console.Out.WriteLineAsync("| ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var writers in Writers)
        {
            var bare = BareLoop.PerSecond(Path.Combine(folder, $"bare-{writers}.db"), Span);
            using var server = await RunningServer.StartAsync(folder, [$"--Storage:ConnectionString=Data Source=answers-{writers}.db"], ct);
            var measured = await new AnswerLoad([server], writers).RunAsync(Span, ct);
            await Console.Out.WriteLineAsync($"| {writers} | {measured.PerSecond:0} | {measured.Median:0.00} | {measured.Percentile99:0.00} | {bare:0} | {measured.PerSecond / bare:0.00} |");
        }
    }
}
