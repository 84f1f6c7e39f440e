using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Companion.Tests.Crash;

/// <summary>The real program as a child process on a database.</summary>
/// <param name="settings">Further settings, as the command line takes them.</param>
internal sealed class Server(Site site, params string[] settings) : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "companion.dll");

    private readonly Uri _address = new($"http://127.0.0.1:{FreePort()}");
    private Process? _process;

    public Uri Address => _address;

    /// <summary>Starts it and waits until it is ready.</summary>
    public async Task StartAsync(CancellationToken ct)
    {
        _process = Launch(["--urls", _address.ToString(), $"--Storage:ConnectionString={site.ConnectionString}", "--Schedule:EverySeconds=1", "--Logging:LogLevel:Default=Error", .. settings]);
        using var http = new HttpClient { BaseAddress = _address };
        for (var tries = 0; tries < 600; tries++)
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"The server ended with code {_process.ExitCode} before it was ready.");
            if (await IsReadyAsync(http, ct))
                return;
            await Task.Delay(20, ct);
        }

        throw new TimeoutException("The server did not get ready in time.");
    }

    /// <summary>SIGKILL: no farewell, no flush.</summary>
    public async Task KillAsync(CancellationToken ct)
    {
        _process!.Kill();
        await _process.WaitForExitAsync(ct);
    }

    /// <summary><c>companion verify</c> on the same database, beside a running server or without one.</summary>
    public async Task<(int Code, string Says)> VerifyAsync(CancellationToken ct)
    {
        using var verify = Launch("verify", $"--Storage:ConnectionString={site.ConnectionString}");
        var says = await verify.StandardOutput.ReadToEndAsync(ct);
        await verify.WaitForExitAsync(ct);
        return (verify.ExitCode, says);
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
            _process.Kill();
        _process?.Dispose();
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken ct)
    {
        try
        {
            using var response = await http.GetAsync("/readyz", ct);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static Process Launch(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add(Program);
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        var process = Process.Start(start)!;
        if (args[0] != "verify")
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
