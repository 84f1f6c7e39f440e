using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Companion.Benchmarks;

/// <summary>A program that answers Slack, in a process of its own, set up so that two hundred people may be asked: five units, one of them with a target, and an open round.</summary>
internal sealed class SlackApp : IDisposable
{
    private const int People = 200;

    private readonly Process _process;
    private readonly SlackRequests _requests;
    private string _form = "";

    private SlackApp(string name, ProcessStartInfo start, int port, SlackStandIn slack)
    {
        (Name, Port, Slack) = (name, port, slack);
        _requests = new($"127.0.0.1:{port}");
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        _process = Process.Start(start)!;
        _process.BeginOutputReadLine();
    }

    public string Name { get; }

    public int Port { get; }

    public SlackStandIn Slack { get; }

    /// <summary>How many bytes the answer to <c>status</c> has.</summary>
    public int StatusLength { get; private set; }

    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public static async Task<SlackApp> StartCompanionAsync(string folder, SlackStandIn slack, CancellationToken ct)
    {
        var port = FreePort();
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder };
        foreach (var arg in (string[])
            [
                Path.Combine(AppContext.BaseDirectory, "companion.dll"), "--urls", $"http://127.0.0.1:{port}", "--Storage:ConnectionString=Data Source=slack.db",
                $"--Slack:SigningSecret={SlackRequests.Secret}", "--Slack:BotToken=xoxb-load", $"--Slack:ApiBaseUrl=http://127.0.0.1:{slack.Port}/api/", "--Slack:ResponseHosts=127.0.0.1",
            ])
            start.ArgumentList.Add(arg);
        return await SetUpAsync(new("Companion", start, port, slack), app => app.DeclareAsync(ct), ct);
    }

    /// <param name="script">Run by Node with a port and the path of a database; it has its units and its round from the start.</param>
    public static async Task<SlackApp> StartPeerAsync(string script, string folder, SlackStandIn slack, CancellationToken ct)
    {
        var port = FreePort();
        var start = new ProcessStartInfo("node")
        {
            Environment = { ["NODE_ENV"] = "production", ["SLACK_SIGNING_SECRET"] = SlackRequests.Secret, ["SLACK_API_URL"] = $"http://127.0.0.1:{slack.Port}/api/" },
        };
        foreach (var arg in (string[])[Path.GetFullPath(script), port.ToString(System.Globalization.CultureInfo.InvariantCulture), Path.Combine(folder, "peer.db")])
            start.ArgumentList.Add(arg);
        return await SetUpAsync(new("Bolt app", start, port, slack), _ => Task.CompletedTask, ct);
    }

    public Ask Status(int i) => new(_requests.Command(User(i), "status"));

    public Ask Answer(int i) => new(_requests.Submission(User(i), _form, Values(i)));

    public Ask HomeOpened(int i) => new(_requests.HomeOpened(User(i)), User(i));

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string User(int i) => SlackRequests.User(i % People);

    /// <summary>Has everybody speak once and answer once, and looks whether the answers say what they should.</summary>
    private static async Task<SlackApp> SetUpAsync(SlackApp app, Func<SlackApp, Task> declare, CancellationToken ct)
    {
        using var connection = await app.ConnectAsync(ct);
        await declare(app);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async part =>
        {
            using var own = await RawConnection.OpenAsync(app.Port, ct);
            for (var i = part; i < People; i += 8)
                await ExpectAsync(own, app.Status(i).Bytes, "contributors", ct);
        }));
        // The admin is asked too and never answers, so the round stays open.
        await ExpectAsync(connection, app._requests.Command(SlackRequests.Admin, "checkin now"), "blocks", ct);
        await ExpectAsync(connection, app._requests.Command(User(0), "answer"), "", ct);
        app._form = (string)app.Slack.Form!["private_metadata"]!;
        await ExpectAsync(connection, app.Answer(0).Bytes, "thank you", ct);
        var status = await ExpectAsync(connection, app.Status(0).Bytes, "contributors", ct);
        foreach (var says in (string[])["core-team", "tech-stack", "finance", "processes", "evidence supports", "stability gate", $"1 of {People + 1} answered", "Next check-in"])
        {
            if (!status.Contains(says, StringComparison.Ordinal))
                throw new InvalidOperationException($"The status of {app.Name} does not say \"{says}\": {status}");
        }

        app.StatusLength = status.Length;
        return app;
    }

    private async Task DeclareAsync(CancellationToken ct)
    {
        using var connection = await RawConnection.OpenAsync(Port, ct);
        await ExpectAsync(connection, _requests.Command(SlackRequests.Admin, "setup"), "", ct);
        var units = new JsonArray([.. ((string[])["core-team", "contributors", "tech-stack", "finance", "processes"]).Select(u => (JsonNode)new JsonObject { ["value"] = $"={u}" })]);
        await ExpectAsync(connection, _requests.Submission(SlackRequests.Admin, (string)Slack.Form!["private_metadata"]!, new()
        {
            ["organisation"] = Cell("plain_text_input", "value", "Acme"),
            ["units"] = new JsonObject { ["v"] = new JsonObject { ["type"] = "checkboxes", ["selected_options"] = units } },
            ["cadence"] = Cell("plain_text_input", "value", "every month on the first Tuesday 10:00"),
        }), "update", ct);
        await ExpectAsync(connection, _requests.Command(SlackRequests.Admin, "target contributors 40 by 2027-12-31 because we want it"), "blocks", ct);
    }

    private static JsonObject Values(int i) => new()
    {
        ["gate/iterations-left"] = Cell("plain_text_input", "value", "2"),
        ["gate/predictable"] = Choice(i + 1),
    };

    private static JsonObject Choice(int i) => new() { ["v"] = new JsonObject { ["type"] = "radio_buttons", ["selected_option"] = new JsonObject { ["value"] = $"={(i % 5) + 1}" } } };

    private static JsonObject Cell(string type, string name, string value) => new() { ["v"] = new JsonObject { ["type"] = type, [name] = value } };

    private static async Task<string> ExpectAsync(RawConnection connection, byte[] request, string text, CancellationToken ct)
    {
        var (status, body) = await connection.SendAsync(request, wantsBody: true, ct);
        return status == 200 && body.Contains(text, StringComparison.Ordinal)
            ? body
            : throw new InvalidOperationException($"Expected \"{text}\", got {status}: {body[..Math.Min(body.Length, 500)]}");
    }

    private async Task<RawConnection> ConnectAsync(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await RawConnection.OpenAsync(Port, ct);
            }
            catch (SocketException)
            {
                await Task.Delay(50, ct);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
