using System.Diagnostics;
using System.Globalization;

namespace Companion.Benchmarks;

/// <summary>Slack's side of a busy hour: real commands and forms, signed, from two hundred people, against the program in a process of its own.</summary>
/// <remarks><c>-- slack --beside APP.mjs</c> measures another app run by run beside it, with the same requests: see <c>SlackPeer/README.md</c>.</remarks>
internal static class SlackLoad
{
    private const int Runs = 5;
    private const int Requests = 6_000;
    private const int Homes = 1_000;
    private const int WarmUp = 40_000;
    private static readonly int[] Connections = [16, 64];

    public static async Task RunAsync(string[] args, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("companion-slack-").FullName;
        await using var slack = await SlackStandIn.StartAsync(ct);
        using var companion = await SlackApp.StartCompanionAsync(folder, slack, ct);
        await using var otherSlack = await SlackStandIn.StartAsync(ct);
        using var peer = args is [_, "--beside", var script] ? await SlackApp.StartPeerAsync(script, folder, otherSlack, ct) : null;

        SlackApp[] apps = peer is null ? [companion] : [companion, peer];
        foreach (var app in apps)
            await WarmUpAsync(app, ct);
        await Console.Out.WriteLineAsync($"An answer to `status` has {string.Join(" and ", apps.Select(a => $"{a.StatusLength} bytes ({a.Name})"))}.");
        await MeasureAsync(apps, ct);
        foreach (var app in apps)
            await Console.Out.WriteLineAsync($"Memory of {app.Name} afterwards: {app.WorkingSet / 1024 / 1024} MiB.");
        Directory.Delete(folder, recursive: true);
    }

    private static async Task WarmUpAsync(SlackApp app, CancellationToken ct)
    {
        await LoadAsync(app, 16, WarmUp, app.Status, ct);
        await LoadAsync(app, 16, WarmUp, app.Answer, ct);
        await LoadAsync(app, 16, Homes, app.HomeOpened, ct);
    }

    private static async Task MeasureAsync(SlackApp[] apps, CancellationToken ct)
    {
        await Console.Out.WriteLineAsync("| what | connections | app | requests/s | p50 ms | p99 ms |");
        await Console.Out.WriteLineAsync("| --- | ---: | --- | ---: | ---: | ---: |");
        foreach (var connections in Connections)
        {
            await ReportAsync("`status`", connections, apps, Requests, a => a.Status, ct);
            await ReportAsync("`status`, each tenth an answer", connections, apps, Requests, a => i => i % 10 == 0 ? a.Answer(i) : a.Status(i), ct);
            await ReportAsync("durable answer", connections, apps, Requests, a => a.Answer, ct);
            await ReportAsync("home opened until published", connections, apps, Homes, a => a.HomeOpened, ct);
        }
    }

    // The apps take turns, so that whatever else the machine does meets them alike.
    private static async Task ReportAsync(string what, int connections, SlackApp[] apps, int count, Func<SlackApp, Func<int, Ask>> of, CancellationToken ct)
    {
        var runs = apps.ToDictionary(a => a, _ => new List<Measured>());
        for (var run = 0; run < Runs; run++)
        {
            foreach (var app in apps)
                runs[app].Add(await LoadAsync(app, connections, count, of(app), ct));
        }

        foreach (var app in apps)
        {
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"| {what} | {connections} | {app.Name} | {Middle(runs[app], r => r.PerSecond):0} ({runs[app].Min(r => r.PerSecond):0} to {runs[app].Max(r => r.PerSecond):0}) | {Middle(runs[app], r => r.Median):0.0} | {Middle(runs[app], r => r.Percentile99):0.0} |"));
        }
    }

    private static double Middle(List<Measured> runs, Func<Measured, double> of) => runs.Select(of).Order().ElementAt(runs.Count / 2);

    private static async Task<Measured> LoadAsync(SlackApp app, int connections, int count, Func<int, Ask> build, CancellationToken ct)
    {
        // Nothing is built or signed while the clock runs.
        var requests = Enumerable.Range(0, count).Select(build).ToList();
        var next = -1;
        var times = new double[count];
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            using var connection = await RawConnection.OpenAsync(app.Port, ct);
            for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
            {
                var seen = requests[i].PublishedFor is { } user ? app.Slack.NextPageOfAsync(user) : Task.CompletedTask;
                var sent = Stopwatch.GetTimestamp();
                var (status, _) = await connection.SendAsync(requests[i].Bytes, wantsBody: false, ct);
                if (status != 200)
                    throw new InvalidOperationException($"{app.Name} answered {status}.");
                await seen.WaitAsync(TimeSpan.FromSeconds(30), ct);
                times[i] = Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
            }
        }));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Array.Sort(times);
        return new(count / seconds, times[count / 2], times[count * 99 / 100]);
    }
}

/// <summary>A request ready to be sent.</summary>
/// <param name="PublishedFor">Whose page has to be published before it counts as answered; null where the answer itself is all.</param>
internal readonly record struct Ask(byte[] Bytes, string? PublishedFor = null);
