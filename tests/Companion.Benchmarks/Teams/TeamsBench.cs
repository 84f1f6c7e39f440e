using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Companion.Benchmarks.Teams;

/// <summary>
/// <c>-- teams</c>: the bot with signed tokens, real organisations, roles and rules on. <c>-- teams --peer 3200 --pid 17 --microsoft 3300</c> measures another bot run by run beside it: one that
/// listens on port 3200 and takes its keys from port 3300, and answers the text "status" and an Action.Execute with <c>{"verb":"answer","q":"17","answer":"..."}</c>.
/// </summary>
internal static class TeamsBench
{
    private const int Tenants = 400;
    private const int PerTenant = 6;
    private const int UsualRequests = 3000;
    private const int Runs = 5;
    private static readonly int[] Connections = [16, 64];

    public static async Task RunAsync(string[] args, CancellationToken ct)
    {
        using var microsoft = new LocalMicrosoft(Number(args, "--microsoft") ?? 0);
        var folder = Directory.CreateTempSubdirectory("companion-teams-bench-").FullName;
        using (var server = await RunningServer.StartAsync(folder, Settings(microsoft), ct))
        {
            await SetUpAsync(server.Port, microsoft, ct);
            // With CARD naming a file, the status card is kept there for a peer to replay.
            if (Environment.GetEnvironmentVariable("CARD") is { Length: > 0 } file)
                await File.WriteAllTextAsync(file, JsonNode.Parse(microsoft.LastCard!)!["attachments"]![0]!["content"]!.ToJsonString(), ct);
            var bots = new List<Bot> { new("companion", server.Port, Answer, () => server.WorkingSet) };
            if (Number(args, "--peer") is { } port && Number(args, "--pid") is { } pid)
                bots.Add(new("peer", port, PeerAnswer, () => Memory(pid)));
            await MeasureAsync(bots, Number(args, "--requests") ?? UsualRequests, microsoft, ct);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static int? Number(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : null;

    private static string[] Settings(LocalMicrosoft at) =>
    [
        "--Storage:ConnectionString=Data Source=teams.db", "--WebChat:Enabled=true", $"--Teams:AppId={LocalMicrosoft.AppId}", "--Teams:AppPassword=secret",
        $"--Teams:OpenIdMetadataUrl={at.Root}/openid", $"--Teams:TokenEndpoint={at.Root}/token", $"--Teams:ServiceHosts:0=127.0.0.1:{at.Port}",
    ];

    /// <summary>Each tenant becomes an organisation with a unit at 20 on its way to 40 and an open check-in; the first of its people never answers, so it stays open.</summary>
    private static async Task SetUpAsync(int port, LocalMicrosoft at, CancellationToken ct)
    {
        var token = at.Token();
        string[] steps = ["install", "setup", "declare", "join", "checkin", "look"];
        foreach (var step in steps)
        {
            var requests = Enumerable.Range(1, Tenants).SelectMany(t => Step(step, t, at, token)).ToList();
            var done = await Load.RunAsync(port, requests, 16, null, ct);
            if (done.Bad > 0)
                throw new InvalidOperationException($"{done.Bad} of {requests.Count} did not work: {step}.");
        }
    }

    private static IEnumerable<(string, ReadOnlyMemory<byte>)> Step(string step, int tenant, LocalMicrosoft at, string token)
    {
        var (first, id) = (new Person(tenant, 0), $"f:{step}-{tenant}");
        return step switch
        {
            "install" => [(id, first.Installs(at, token, id))],
            "setup" => [(id, first.Submits(at, token, id, Form("setup", ("organisation", $"Tern {tenant}"), ("units", "contributors"), ("cadence", "every month on the first Tuesday 10:00"))))],
            "declare" => [(id, first.Submits(at, token, id, Form("setup contributors", ("level", "20"), ("rationale", "We answer everybody."), ("target", "40"), ("by", ""))))],
            "join" => Enumerable.Range(1, PerTenant - 1).Select(n => ($"{id}-{n}", new Person(tenant, n).Says(at, token, $"{id}-{n}", "status"))),
            "checkin" => [(id, first.Says(at, token, id, "checkin now"))],
            _ => [(id, first.Says(at, token, id, "status"))],
        };
    }

    private static JsonObject Form(string line, params ReadOnlySpan<(string Name, string Value)> fields)
    {
        var data = new JsonObject { ["verb"] = "submit", ["line"] = line };
        foreach (var (name, value) in fields)
            data[$"f.{name}"] = value;
        return data;
    }

    // As the form carries it that an invitation opened.
    private static JsonObject Answer(int n)
    {
        var data = Form("answer 1", ("contributors/know-how", $"{(n % 5) + 1}"), ("gate/iterations-left", "2"), ("gate/predictable", "4"));
        data["from"] = "";
        return data;
    }

    private static JsonObject PeerAnswer(int n) => new() { ["verb"] = "answer", ["q"] = $"{n % 1000}", ["answer"] = $"Answer number {n}, about as long as people write." };

    private static async Task MeasureAsync(List<Bot> bots, int requests, LocalMicrosoft at, CancellationToken ct)
    {
        await Console.Out.WriteLineAsync("| bot | what | connections | per second | p50 ms | p99 ms | reply p50 ms | reply p99 ms | bad | memory MiB |");
        await Console.Out.WriteLineAsync("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var connections in Connections)
            foreach (var what in (string[])["message", "action"])
            {
                var results = bots.ConvertAll(_ => new List<Result>());
                // In turns, so that whatever else the machine does meets all of them; the first run warms up and does not count.
                for (var run = 0; run <= Runs; run++)
                    for (var i = 0; i < bots.Count; i++)
                        if (await RunAsync(bots[i], what, connections, run, requests, at, ct) is var result && run > 0)
                            results[i].Add(result);

                foreach (var (bot, of) in bots.Zip(results))
                    await Console.Out.WriteLineAsync(Row(bot, what, connections, of));
            }
    }

    private static Task<Result> RunAsync(Bot bot, string what, int connections, int run, int requests, LocalMicrosoft at, CancellationToken ct)
    {
        at.Forget();
        return Load.RunAsync(bot.Port, Build(what, $"{connections}-{run}", requests, at, bot.Answer), connections, what == "message" ? at : null, ct);
    }

    private static string Row(Bot bot, string what, int connections, List<Result> of) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {bot.Name} | {what} | {connections} | {Median(of, r => r.PerSecond):0} | {Median(of, r => r.Median):0.00} | {Median(of, r => r.Percentile99):0.00} | {Median(of, r => r.ReplyMedian):0.00} | {Median(of, r => r.ReplyPercentile99):0.00} | {of.Sum(r => r.Bad + r.Missing)} | {bot.Memory() / 1024 / 1024} |");

    private static List<(string, ReadOnlyMemory<byte>)> Build(string what, string run, int requests, LocalMicrosoft at, Func<int, JsonObject> answer)
    {
        var token = at.Token();
        return
        [
            .. Enumerable.Range(0, requests).Select(i =>
            {
                var id = $"f:{what}-{run}-{i}";
                var person = new Person((i % Tenants) + 1, 1 + (i / Tenants % (PerTenant - 1)));
                return (id, what == "message" ? person.Says(at, token, id, "status") : person.Submits(at, token, id, answer(i)));
            }),
        ];
    }

    private static double Median(List<Result> results, Func<Result, double> of) => results.Select(of).Order().ElementAt(results.Count / 2);

    private static long Memory(int pid)
    {
        using var process = Process.GetProcessById(pid);
        return process.WorkingSet64;
    }

    private sealed record Bot(string Name, int Port, Func<int, JsonObject> Answer, Func<long> Memory);
}
