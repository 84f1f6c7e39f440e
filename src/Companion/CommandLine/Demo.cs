using System.Diagnostics;
using Companion.Storage;

namespace Companion.CommandLine;

/// <summary><c>--demo</c>: a believable organisation with half a year of history, made by the same commands and jobs that real people use, on a clock that runs fast.</summary>
internal static class Demo
{
    public const string File = "data/demo.db";

    private const int Weeks = 26;

    /// <summary>Fills the demo's file, unless it has been filled before.</summary>
    public static async Task FillAsync(TextWriter output, CancellationToken ct)
    {
        var now = TimeProvider.System.GetUtcNow();
        var clock = new DemoClock(StartBefore(now));
        await using var app = Server.Build(["--Logging:LogLevel:Default=Warning"], demo: true, clock);
        var database = app.Services.GetRequiredService<Database>();
        await app.Services.GetRequiredService<Migrator>().MigrateAsync(ct);
        if ((await app.Services.GetRequiredService<OrganisationStore>().AllAsync(ct)).Count > 0)
            return;

        await output.WriteLineAsync("Living through half a year of an organisation called Tern; this takes some seconds.");
        var watch = Stopwatch.GetTimestamp();
        await new DemoStory(app.Services, clock).LiveAsync(now, ct);
        await output.WriteLineAsync($"Done in {Stopwatch.GetElapsedTime(watch).TotalSeconds:0.0} s. Delete {database.Engine.Place} to start over.");
    }

    /// <summary>A Monday morning half a year ago.</summary>
    private static DateTimeOffset StartBefore(DateTimeOffset now)
    {
        var day = now.UtcDateTime.Date.AddDays(-7 * Weeks);
        return new DateTimeOffset(day.AddDays(-(((int)day.DayOfWeek + 6) % 7)), TimeSpan.Zero).AddHours(9);
    }
}
