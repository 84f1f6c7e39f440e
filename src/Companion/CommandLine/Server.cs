using Companion.Api;
using Companion.Chat;
using Companion.Dashboard;
using Companion.Platforms.Slack;
using Companion.Platforms.Teams;
using Companion.Platforms.WebChat;
using Companion.Schedule;
using Companion.Storage;
using Companion.Telemetry;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Companion.CommandLine;

/// <summary>Builds and runs the program.</summary>
internal static class Server
{
    public const string DefaultUrl = "http://127.0.0.1:5180";

    /// <summary>Serves until it is told to stop.</summary>
    /// <returns>0, or 1 when it could not start.</returns>
    public static Task<int> RunAsync(string[] args, bool demo, CancellationToken ct) => PlainlyAsync(async () =>
    {
        if (demo)
            await Demo.FillAsync(Console.Out, ct);

        await using var app = Build(args, demo);
        await app.Services.GetRequiredService<Migrator>().MigrateAsync(ct);
        await app.StartAsync(ct);
        var urls = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        await Console.Out.WriteLineAsync($"Companion listens on {string.Join(", ", urls)}. Open {urls.FirstOrDefault()}/ in a browser; stop with Ctrl+C. The data is in {app.Services.GetRequiredService<Database>().Engine.Place}.");
        await app.WaitForShutdownAsync(ct);
        return 0;
    });

    /// <summary>Runs one command with the program's services, without serving.</summary>
    public static Task<int> WithServicesAsync(string[] args, Func<IServiceProvider, TextWriter, CancellationToken, Task<int>> run, CancellationToken ct) => PlainlyAsync(async () =>
    {
        await using var app = Build(args, demo: false);
        return await run(app.Services, Console.Out, ct);
    });

    /// <summary>The program, ready to start.</summary>
    /// <param name="clock">Another clock than the system's, for the demo's history.</param>
    public static WebApplication Build(string[] args, bool demo, TimeProvider? clock = null)
    {
        // Settings are read at the start. Watching their folder, where the database is too, would tell of every page that is written.
        var builder = WebApplication.CreateBuilder([.. args, "--hostBuilder:reloadConfigOnChange=false"]);
        if (demo)
            builder.Configuration["Storage:ConnectionString"] = $"Data Source={Demo.File}";
        if (clock is not null)
            builder.Services.AddSingleton(clock);
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
            builder.WebHost.UseUrls(DefaultUrl);

        builder.AddWeb();
        builder.AddTelemetry();
        builder.AddStorage();
        builder.AddChat();
        builder.AddSchedule();
        builder.AddWebChat();
        builder.AddSlack();
        builder.AddTeams();
        builder.AddDashboard();
        builder.AddApi();

        var app = builder.Build();
        // All settings are checked before any is used, so that every error is told at once.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        app.UseWeb();
        app.UseWebChat();
        app.UseSlack();
        app.UseTeams();
        app.MapDashboard();
        app.UseApi();
        return app;
    }

    // What a person can mend is said in a sentence; a stack trace is for what only we can mend.
    private static async Task<int> PlainlyAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (OptionsValidationException e)
        {
            await TellAsync(e.Failures);
        }
        catch (AggregateException e) when (e.InnerExceptions.All(i => i is OptionsValidationException))
        {
            await TellAsync(e.InnerExceptions.Cast<OptionsValidationException>().SelectMany(o => o.Failures));
        }
        // The binder's own words name the key and the value.
        catch (InvalidOperationException e) when (e.Message.StartsWith("Failed to convert configuration value", StringComparison.Ordinal))
        {
            await TellAsync([e.Message]);
        }
        catch (Exception e) when (e is SchemaException or StorageUnavailableException)
        {
            await Console.Error.WriteLineAsync(e.Message);
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"{e.Message} Stop the other program, or choose another port: --urls http://127.0.0.1:5181");
        }

        return 1;
    }

    private static async Task TellAsync(IEnumerable<string> failures)
    {
        await Console.Error.WriteLineAsync("Companion cannot start with these settings:");
        foreach (var failure in failures)
            await Console.Error.WriteLineAsync($"  - {failure}");
    }
}
