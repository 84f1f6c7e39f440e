using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace Companion.Benchmarks;

/// <summary>The program as a child process, and its web chat's HTTP door.</summary>
internal sealed class RunningServer : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;

    private RunningServer(Process process, HttpClient http) => (_process, _http) = (process, http);

    public Guid Steward { get; private set; }

    public int Port => _http.BaseAddress!.Port;

    public TimeSpan FirstAnswerAfter { get; private set; }

    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public static async Task<RunningServer> StartAsync(string folder, string[] args, CancellationToken ct)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = folder };
        foreach (var arg in (string[])[Path.Combine(AppContext.BaseDirectory, "companion.dll"), "--urls", address.ToString(), .. args])
            start.ArgumentList.Add(arg);

        var began = Stopwatch.GetTimestamp();
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 256 };
        var server = new RunningServer(process, new(handler) { BaseAddress = address });
        while (!await server.IsAnsweringAsync(ct))
            await Task.Delay(5, ct);
        server.FirstAnswerAfter = Stopwatch.GetElapsedTime(began);
        return server;
    }

    public async Task<Dictionary<string, Guid>> PeopleAsync(CancellationToken ct)
    {
        var people = await _http.GetFromJsonAsync<JsonElement>("/chat/people", ct);
        return people.GetProperty("people").EnumerateArray().ToDictionary(p => p.GetProperty("name").GetString()!, p => p.GetProperty("id").GetGuid(), StringComparer.Ordinal);
    }

    public Task<string> SayAsync(Guid person, string text, CancellationToken ct) => PostAsync(new { @as = person, text }, ct);

    public Task<string> SubmitAsync(Guid person, string command, Dictionary<string, string> fields, string key, CancellationToken ct) =>
        PostAsync(new { @as = person, form = new { command, fields }, key }, ct);

    public void Dispose()
    {
        _http.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task<bool> IsAnsweringAsync(CancellationToken ct)
    {
        try
        {
            Steward = (await PeopleAsync(ct)).First(p => p.Key is "You" or "Ana").Value;
            return await SayAsync(Steward, "status", ct) == "show";
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>The kind of the reply; anything but a 200 ends the benchmark.</summary>
    private async Task<string> PostAsync(object body, CancellationToken ct)
    {
        using var response = await _http.PostAsJsonAsync("/chat/messages", body, ct);
        response.EnsureSuccessStatusCode();
        var json = await response.Content.ReadFromJsonAsync<JsonElement>(ct);
        return json.GetProperty("reply").GetProperty("kind").GetString()!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
