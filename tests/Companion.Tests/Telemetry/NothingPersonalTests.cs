using System.Net.Http.Json;
using Companion.Storage;
using Companion.Tests.Faults;
using Companion.Tests.Support;
using Dapper;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Companion.Tests.Telemetry;

/// <summary>What people are called and what they say stays in the database: no log line, span or measurement carries it.</summary>
[Collection(nameof(NothingPersonalTests))]
public sealed class NothingPersonalTests
{
    // In every name and every text of this organisation.
    private const string Marked = "Xylophon";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cycle_leaves_no_text_of_anybody_in_logs_spans_or_measurements(bool postgres)
    {
        using var heard = new Overheard();
        var app = new App(Team.Monday, postgres: postgres ? await Postgres.NewSiteAsync(Ct) : null);
        await using var listened = app.WithWebHostBuilder(web => web
            .UseSetting("Logging:LogLevel:Default", "Trace")
            .ConfigureServices(services => services.AddLogging(logging => logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(heard))));
        using (var http = listened.CreateClient())
        {
            await LiveAsync(http, days => AdvanceAsync(app, listened.Services, days));
            await FailAsync(http, listened.Services);
        }

        app.Dispose();
        Assert.Contains(heard.Logs, l => l.StartsWith("Companion.", StringComparison.Ordinal));
        Assert.Contains(heard.Spans, s => s.Contains("Companion delivery", StringComparison.Ordinal) && s.Contains("companion.command=AnswerCheckIn", StringComparison.Ordinal));
        Assert.Contains(heard.Spans, s => s.Contains("Companion send", StringComparison.Ordinal) && s.Contains("companion.platform=webchat companion.outcome=sent", StringComparison.Ordinal));
        Assert.Contains(heard.Measurements, m => m.StartsWith("Companion companion.assessment.duration", StringComparison.Ordinal));
        Assert.Contains(heard.Measurements, m => m.StartsWith("Companion companion.nudges 1 companion.happened=opened companion.kind=Overextended", StringComparison.Ordinal));
        Assert.Contains(heard.Measurements, m => m.Contains("companion.outcome=repeated", StringComparison.Ordinal));
        Assert.Equal([], heard.All.Where(line => line.Contains(Marked, StringComparison.OrdinalIgnoreCase)).Select(line => line[..Math.Min(line.Length, 400)]).Distinct());
    }

    private static async Task LiveAsync(HttpClient http, Func<int, Task> advance)
    {
        var steward = await ChatPerson.NamedAsync(http, "You", Ct);
        var setUp = Team.SetUp(people: $"{Marked} Ben, {Marked} Cleo", owners: $"{Marked} Ben", organisation: $"{Marked} Ltd");
        setUp["rationale"] = $"{Marked}: where we are";
        Assert.Equal("done", (await steward.SubmitAsync("setup", setUp, Ct)).Kind);
        await http.PostAsJsonAsync("/chat/people", new { name = $"{Marked} Dan" }, Ct);
        var ben = await ChatPerson.NamedAsync(http, $"{Marked} Ben", Ct);

        await ben.SubmitAsync("evidence contributors", new() { ["criterion"] = "first-response", ["value"] = "100", ["note"] = $"{Marked} counted" }, Ct);
        await steward.SubmitAsync("checkin create", new() { ["name"] = $"{Marked} check-in", ["units"] = "contributors", ["cadence"] = "every Tuesday 10:00" }, Ct);
        await advance(10);
        Assert.Equal("done", (await ben.SubmitAsync("answer", new() { ["contributors/first-response"] = "100", ["contributors/first-response.note"] = $"{Marked} again" }, Ct)).Kind);
        for (var twice = 0; twice < 2; twice++)
            await ben.SubmitAsync("target contributors", new() { ["target"] = "80", ["rationale"] = $"{Marked} says so" }, Ct, key: $"{Marked} key");
        await advance(20);
        await ben.SubmitAsync("decide contributors hold", new() { ["rationale"] = $"{Marked} is away" }, Ct);
        foreach (var line in new[] { "status", "why contributors", "decisions", $"{Marked} talks", $"decide {Marked}", $"why contributors {Marked}", "timeoff 2026-03-20", "holidays", $"search {Marked}", "export json", "undo", "members" })
            await ben.SayAsync(line, Ct);
        await http.GetStringAsync("/", Ct);
    }

    /// <summary>What goes wrong is logged too: broken bodies, strangers, a database that breaks in the middle.</summary>
    private static async Task FailAsync(HttpClient http, IServiceProvider services)
    {
        var ben = await ChatPerson.NamedAsync(http, $"{Marked} Ben", Ct);
        foreach (var body in new[] { $"{{\"as\":\"{Marked}\"}}", $"{Marked}", $"{{\"as\":\"{ben.Id}\",\"text\":\"{Marked}\"" })
            await http.PostAsync("/chat/messages", new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Ct);
        await http.GetAsync($"/chat/messages?as={Marked}", Ct);
        await services.GetRequiredService<Database>().WriteAsync((c, t) => c.ExecuteAsync("ALTER TABLE decision_texts RENAME TO lost", null, t), Ct);
        var failed = await ben.SubmitAsync("target contributors", new() { ["target"] = "100", ["rationale"] = $"{Marked} is lost" }, Ct);
        Assert.Contains("Something went wrong here", failed.Text, StringComparison.Ordinal);
    }

    private static async Task AdvanceAsync(App app, IServiceProvider services, int days)
    {
        for (var hour = 0; hour < days * 24; hour += 3)
        {
            app.Time.Set(app.Time.GetUtcNow().AddHours(3));
            await services.GetRequiredService<Companion.Schedule.Ticks>().RunAllAsync(Ct);
        }
    }
}

/// <summary>It listens to the whole process: others would be overheard.</summary>
[CollectionDefinition(nameof(NothingPersonalTests), DisableParallelization = true)]
public sealed class ListensAloneCollection;
