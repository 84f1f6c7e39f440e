using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Companion.Tests.Platforms.Teams.Emulator;

/// <summary>The Microsoft 365 Agents Playground, Microsoft's emulator of Teams, for one person at a time. It is downloaded for the test and stays on this machine.</summary>
internal sealed class Playground : IAsyncDisposable
{
    private const string Package = "@microsoft/m365agentsplayground";
    private const string Version = "0.2.28";

    private static readonly SemaphoreSlim One = new(1, 1);

    private readonly Process _process;
    private readonly string _folder;

    private Playground(Process process, string folder, Uri address) => (_process, _folder, Address) = (process, folder, address);

    public Uri Address { get; }

    /// <summary>The emulator as one of the people sees it.</summary>
    /// <param name="bot">Where the bot listens.</param>
    public static async Task<Playground> StartAsync(Uri bot, string person, CancellationToken ct)
    {
        var cli = await InstalledAsync(ct);
        var folder = Directory.CreateTempSubdirectory("companion-playground-").FullName;
        var config = Path.Combine(folder, "playground.yml");
        await File.WriteAllTextAsync(config, Config(person), ct);
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}/"));
        var start = new ProcessStartInfo("node", ["--require", Path.Combine(Here(), "loopback.cjs"), cli, "start", "-e", new Uri(bot, "api/messages").ToString(), "-c", "msteams", "-p", $"{address.Port}", "--service-url", $"{address}_connector", "--disable-telemetry"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TEAMSAPPTESTER_BROWSER"] = "none", ["APPLICATION_INSIGHTS_NO_STATSBEAT"] = "1", ["M365_AGENTS_PLAYGROUND_CONFIG_PATH"] = config },
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var playground = new Playground(process, folder, address);
        await playground.AnswersAsync(ct);
        return playground;
    }

    private async Task AnswersAsync(CancellationToken ct)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        for (var i = 0; i < 300 && !_process.HasExited; i++)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(Address, "_internal/v1/config"), ct);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
            {
                // It is still starting.
            }

            await Task.Delay(100, ct);
        }

        Assert.Fail("The emulator did not start.");
    }

    // Once for all tests and runs of this machine; never a part of this repository.
    private static async Task<string> InstalledAsync(CancellationToken ct)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"companion-m365agentsplayground-{Version}");
        var cli = Path.Combine(folder, "node_modules", Package, "cli.js");
        await One.WaitAsync(ct);
        try
        {
            if (File.Exists(cli))
                return cli;

            Directory.CreateDirectory(folder);
            using var npm = Start("npm", ["install", "--no-audit", "--no-fund", "--prefix", folder, $"{Package}@{Version}"]);
            if (npm is not null)
                await npm.WaitForExitAsync(ct);
        }
        finally
        {
            One.Release();
        }

        const string Missing = "The Microsoft 365 Agents Playground is not there: it needs node, npm and the npm registry.";
        if (!File.Exists(cli) && Environment.GetEnvironmentVariable("CI") is { Length: > 0 })
            Assert.Fail(Missing);
        Assert.SkipUnless(File.Exists(cli), Missing);
        return cli;
    }

    private static Process? Start(string file, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(file, arguments));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // The emulator wants exactly five others.
    private static string Config(string person) => $$"""
        version: "0.1.1"
        tenantId: {{TeamsCloud.Tenant}}
        bot: {id: "{{TeamsCloud.Bot}}", name: Companion}
        currentUser: {{User(person)}}
        users:
        {{string.Join('\n', new[] { "Ana", "Ben", "Cleo", "Dora", "Emil", "Fay" }.Where(n => n != person).Take(5).Select(n => $"  - {User(n)}"))}}
        personalChat: {id: "a:{{TeamsUser.Named(person).Mri}}"}
        groupChat: {id: "{{TeamsPerson.Group}}", name: Group}
        team:
          id: "{{TeamsPerson.Channel}}"
          name: Tern
          aadGroupId: 9e0a1b1c-0001-4000-8000-000000000031
          channels:
            - {id: "19:news@thread.tacv2", name: News}
        """;

    private static string User(string name)
    {
        var user = TeamsUser.Named(name);
        var mail = $"{name.ToLowerInvariant()}@example.com";
        return $$"""{id: "{{user.Mri}}", name: {{name}}, userPrincipleName: {{mail}}, aadObjectId: {{user.Aad}}, givenName: {{name}}, surname: Tern, email: {{mail}}}""";
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
