using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Companion.Benchmarks;

/// <summary>Slack's side of a busy hour: the real commands and forms, signed, from two hundred people, against the program in a process of its own.</summary>
/// <remarks><c>-- slack</c> measures this program; <c>-- slack --against URL --pid N</c> measures another app in its own shapes, beside it on the same machine.</remarks>
internal static class SlackLoad
{
    private const int People = 200;
    private const int Runs = 5;
    private const int Requests = 3_000;
    private const int Homes = 600;
    private const int WarmUp = 2_500;
    private static readonly int[] Connections = [16, 64];

    public static async Task RunAsync(string[] args, CancellationToken ct)
    {
        if (args is [_, "--against", var url, "--pid", var pid])
        {
            var other = new Uri(url);
            var requests = new SlackRequests("interactive", other.Authority);
            await MeasureAsync(other.Port, requests, "0", OtherValues, int.Parse(pid, CultureInfo.InvariantCulture), null, ct);
            return;
        }

        var folder = Directory.CreateTempSubdirectory("companion-slack-").FullName;
        using var slack = new SlackStandIn();
        var port = FreePort();
        using var server = Start(folder, port, slack.Port);
        try
        {
            var requests = new SlackRequests("interactions", $"127.0.0.1:{port}");
            var metadata = await SetUpAsync(port, requests, slack, ct);
            await MeasureAsync(port, requests, metadata, OwnValues, server.Id, slack, ct);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync(CancellationToken.None);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(int port, SlackRequests requests, string metadata, Func<int, JsonObject> values, int pid, SlackStandIn? slack, CancellationToken ct)
    {
        await LoadAsync(port, 16, [.. Enumerable.Range(0, WarmUp).Select(i => requests.Command(SlackRequests.User(i % People), "status"))], ct);
        await LoadAsync(port, 16, [.. Enumerable.Range(0, WarmUp).Select(i => requests.Submission(SlackRequests.User(i % People), metadata, values(i)))], ct);
        await Console.Out.WriteLineAsync("| what | connections | requests/s | p50 ms | p99 ms |");
        await Console.Out.WriteLineAsync("| --- | ---: | ---: | ---: | ---: |");
        foreach (var connections in Connections)
        {
            await ReportAsync("`status`", port, connections, () => [.. Enumerable.Range(0, Requests).Select(i => requests.Command(SlackRequests.User(i % People), "status"))], ct);
            await ReportAsync("durable answer", port, connections, () => [.. Enumerable.Range(0, Requests).Select(i => requests.Submission(SlackRequests.User(i % People), metadata, values(i)))], ct);
            var before = slack?.Published ?? 0;
            await ReportAsync("`app_home_opened`", port, connections, () => [.. Enumerable.Range(0, Homes).Select(i => requests.HomeOpened(SlackRequests.User(i % People)))], ct);
            if (slack is not null)
                await Console.Out.WriteLineAsync($"|   homes published meanwhile, of {Runs * Homes} asked for | {connections} | {slack.Published - before} | | |");
        }

        using var process = Process.GetProcessById(pid);
        await Console.Out.WriteLineAsync($"Memory afterwards: {process.WorkingSet64 / 1024 / 1024} MiB.");
    }

    private static async Task ReportAsync(string what, int port, int connections, Func<List<byte[]>> build, CancellationToken ct)
    {
        var runs = new List<Measured>();
        for (var run = 0; run < Runs; run++)
            runs.Add(await LoadAsync(port, connections, build(), ct));
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"| {what} | {connections} | {Middle(runs, r => r.PerSecond):0} | {Middle(runs, r => r.Median):0.0} | {Middle(runs, r => r.Percentile99):0.0} |"));
    }

    private static double Middle(List<Measured> runs, Func<Measured, double> of) => runs.Select(of).Order().ElementAt(runs.Count / 2);

    private static async Task<Measured> LoadAsync(int port, int connections, List<byte[]> requests, CancellationToken ct)
    {
        var next = -1;
        var times = new double[requests.Count];
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            using var connection = await RawConnection.OpenAsync(port, ct);
            for (var i = Interlocked.Increment(ref next); i < requests.Count; i = Interlocked.Increment(ref next))
            {
                var sent = Stopwatch.GetTimestamp();
                var (status, _) = await connection.SendAsync(requests[i], wantsBody: false, ct);
                times[i] = Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
                if (status != 200)
                    throw new InvalidOperationException($"Answered {status}.");
            }
        }));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Array.Sort(times);
        return new(times.Length / seconds, times[times.Length / 2], times[times.Length * 99 / 100]);
    }

    /// <summary>Sets up by the real forms, has everybody speak once, and opens a round.</summary>
    /// <returns>What the form of the round carries.</returns>
    private static async Task<string> SetUpAsync(int port, SlackRequests requests, SlackStandIn slack, CancellationToken ct)
    {
        using var connection = await ConnectAsync(port, ct);
        await ExpectAsync(connection, requests.Command(SlackRequests.Admin, "setup"), "", ct);
        var units = new JsonArray([.. ((string[])["core-team", "contributors", "tech-stack", "finance", "processes"]).Select(u => (JsonNode)new JsonObject { ["value"] = $"={u}" })]);
        await ExpectAsync(connection, requests.Submission(SlackRequests.Admin, (string)slack.Form!["private_metadata"]!, new()
        {
            ["organisation"] = Cell("plain_text_input", "value", "Acme"),
            ["units"] = new JsonObject { ["v"] = new JsonObject { ["type"] = "checkboxes", ["selected_options"] = units } },
            ["cadence"] = Cell("plain_text_input", "value", "every month on the first Tuesday 10:00"),
        }), "update", ct);
        await ExpectAsync(connection, requests.Command(SlackRequests.Admin, "target contributors 40 by 2027-12-31 because we want it"), "blocks", ct);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async part =>
        {
            using var own = await RawConnection.OpenAsync(port, ct);
            for (var i = part; i < People; i += 8)
                await ExpectAsync(own, requests.Command(SlackRequests.User(i), "status"), "contributors", ct);
        }));
        // The admin is asked too and never answers, so the round stays open.
        await ExpectAsync(connection, requests.Command(SlackRequests.Admin, "checkin now"), "blocks", ct);
        await ExpectAsync(connection, requests.Command(SlackRequests.User(0), "answer"), "", ct);
        await ExpectAsync(connection, requests.Submission(SlackRequests.User(0), (string)slack.Form!["private_metadata"]!, OwnValues(0)), "thank you", ct);
        return (string)slack.Form!["private_metadata"]!;
    }

    private static JsonObject OwnValues(int i) => new()
    {
        ["contributors/know-how"] = Choice(i),
        ["gate/iterations-left"] = Cell("plain_text_input", "value", "2"),
        ["gate/predictable"] = Choice(i + 1),
    };

    private static JsonObject OtherValues(int i) => new()
    {
        ["q"] = new JsonObject { ["value"] = new JsonObject { ["type"] = "plain_text_input", ["value"] = $"Answer number {i}, about as long as people write." } },
    };

    private static JsonObject Choice(int i) => new() { ["v"] = new JsonObject { ["type"] = "radio_buttons", ["selected_option"] = new JsonObject { ["value"] = $"={(i % 5) + 1}" } } };

    private static JsonObject Cell(string type, string name, string value) => new() { ["v"] = new JsonObject { ["type"] = type, [name] = value } };

    private static async Task ExpectAsync(RawConnection connection, byte[] request, string text, CancellationToken ct)
    {
        var (status, body) = await connection.SendAsync(request, wantsBody: true, ct);
        if (status != 200 || !body.Contains(text, StringComparison.Ordinal))
            throw new InvalidOperationException($"Expected \"{text}\", got {status}: {body[..Math.Min(body.Length, 500)]}");
    }

    private static async Task<RawConnection> ConnectAsync(int port, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await RawConnection.OpenAsync(port, ct);
            }
            catch (SocketException)
            {
                await Task.Delay(50, ct);
            }
        }
    }

    private static Process Start(string folder, int port, int slack)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = folder };
        foreach (var arg in (string[])
            [
                Path.Combine(AppContext.BaseDirectory, "companion.dll"), "--urls", $"http://127.0.0.1:{port}", "--Storage:ConnectionString=Data Source=slack.db",
                $"--Slack:SigningSecret={SlackRequests.Secret}", "--Slack:BotToken=xoxb-load", $"--Slack:ApiBaseUrl=http://127.0.0.1:{slack}/api/", "--Slack:ResponseHosts=127.0.0.1",
            ])
            start.ArgumentList.Add(arg);
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        return process;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
