using System.Data.Common;
using System.Net;
using Companion.Chat;
using Companion.Schedule;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Companion.Tests.Support;

/// <summary>The whole program on a SQLite file of its own or on PostgreSQL, with a clock the test moves; Quartz stays off, and the jobs run when the test says so.</summary>
internal sealed class App : WebApplicationFactory<Program>
{
    // TEST_ENGINE=postgres has all tests that start at the HTTP door run there.
    private static readonly bool s_everythingOnPostgres = Environment.GetEnvironmentVariable("TEST_ENGINE") == "postgres";

    private readonly bool _keepsFile;
    private readonly ISender? _alsoSends;
    private readonly string? _postgres;

    /// <param name="now">Where the clock stands.</param>
    /// <param name="file">A SQLite file that stays; without it one of its own that goes.</param>
    /// <param name="alsoSends">A sender beside the program's own.</param>
    /// <param name="postgres">The connection string of a place on a PostgreSQL server.</param>
    public App(DateTimeOffset now, string? file = null, ISender? alsoSends = null, string? postgres = null)
    {
        _alsoSends = alsoSends;
        _keepsFile = file is not null;
        _postgres = postgres ?? (file is null && s_everythingOnPostgres ? Postgres.NewSiteAsync(CancellationToken.None).GetAwaiter().GetResult() : null);
        File = file ?? Path.Combine(Directory.CreateTempSubdirectory("companion-").FullName, "companion.db");
        Time = new(now);
    }

    public string File { get; }

    public ManualTime Time { get; }

    /// <summary>Settings beyond those every test has.</summary>
    public Dictionary<string, string> Set { get; } = [];

    /// <summary>A connection beside the program.</summary>
    public DbConnection Connect()
    {
        DbConnection connection = _postgres is null ? new SqliteConnection($"Data Source={File};Pooling=False") : new NpgsqlConnection($"{_postgres};Pooling=False");
        connection.Open();
        return connection;
    }

    public string ConnectionString => _postgres ?? $"Data Source={File}";

    /// <summary>Has the program listen on a free port of this machine, where a browser finds it.</summary>
    public Uri Listen()
    {
        UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        StartServer();
        return new(Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
    }

    /// <summary>Everything the schedule would look at now, then the outbox.</summary>
    public Task TickAsync(CancellationToken ct) => Task.WhenAll(new[] { this, Beside }.OfType<App>().Select(node => node.Services.GetRequiredService<Ticks>().RunAllAsync(ct)));

    /// <summary>A second process on the same database and the same clock: both look at what is due at the same moment.</summary>
    public App? Beside { get; private set; }

    public App StartBeside()
    {
        Beside = new App(Time, ConnectionString);
        _ = Beside.Services;
        return Beside;
    }

    /// <summary>Moves the clock hour by hour, looking at what is due each time.</summary>
    public async Task AdvanceToAsync(DateTimeOffset to, CancellationToken ct)
    {
        var end = to.ToUniversalTime();
        for (var next = NextHour(Time.GetUtcNow()); next < end; next = next.AddHours(1))
        {
            if (next.Hour is < 5 or > 18)
                continue;
            Time.Set(next);
            await TickAsync(ct);
        }

        Time.Set(end);
        await TickAsync(ct);
    }

    private App(ManualTime time, string postgres)
    {
        (Time, File, _postgres) = (time, "", postgres);
        _keepsFile = true;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Storage:ConnectionString", ConnectionString);
        builder.UseSetting("Schedule:Enabled", "false");
        builder.UseSetting("Storage:LockWaitSeconds", "1");
        builder.UseSetting("Logging:LogLevel:Default", "None");
        foreach (var (key, value) in Set)
            builder.UseSetting(key, value);
        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<TimeProvider>(Time);
            if (_alsoSends is not null)
                services.AddSingleton(_alsoSends);
        });
    }

    protected override void Dispose(bool disposing)
    {
        Beside?.Dispose();
        base.Dispose(disposing);
        // The program lets go of its file a moment after its host is told to stop; whoever starts the next one on it waits for that.
        SpinWait.SpinUntil(IsFree, TimeSpan.FromSeconds(10));
        if (disposing && !_keepsFile && Directory.Exists(Path.GetDirectoryName(File)))
            Directory.Delete(Path.GetDirectoryName(File)!, recursive: true);
    }

    private bool IsFree()
    {
        try
        {
            using var taken = System.IO.File.Exists($"{File}.lock") ? new FileStream($"{File}.lock", FileMode.Open, FileAccess.ReadWrite, FileShare.None) : null;
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static DateTimeOffset NextHour(DateTimeOffset at) => new DateTimeOffset(at.Year, at.Month, at.Day, at.Hour, 0, 0, TimeSpan.Zero).AddHours(1);
}
