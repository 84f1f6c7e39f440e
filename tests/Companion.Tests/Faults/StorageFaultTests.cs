using System.Net;
using Companion.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Companion.Tests.Faults;

/// <summary>A database that cannot be used: a plain answer, and all is well again afterwards.</summary>
public sealed class StorageFaultTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_database_locked_by_another_program_is_said_and_survived()
    {
        using var folder = new TempFolder();
        using var app = new App(Team.Monday, folder.File("companion.db"));
        using var http = app.CreateClient();
        await Team.SetUpAsync(http, Ct);
        var ben = await ChatPerson.NamedAsync(http, "Ben", Ct);

        ChatAnswer refused;
        await using (var other = new SqliteConnection($"Data Source={app.File};Pooling=False"))
        {
            await other.OpenAsync(Ct);
            await using var taken = other.BeginTransaction(deferred: false);
            refused = await ben.SayAsync("timeoff 2026-02-20", Ct, key: "1");
            using var ready = await http.GetAsync("/readyz", Ct);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        }

        var kept = await ben.SayAsync("timeoff 2026-02-20", Ct, key: "1");

        Assert.Contains("That could not be kept", refused.Text, StringComparison.Ordinal);
        Assert.Contains("locked", refused.Text, StringComparison.Ordinal);
        Assert.Equal("done", kept.Kind);
    }

    [Fact]
    public async Task Health_says_that_it_lives_and_that_it_is_ready()
    {
        using var app = new App(Team.Monday);
        using var http = app.CreateClient();

        Assert.Equal("ok", await http.GetStringAsync("/healthz", Ct));
        Assert.Equal("ready", await http.GetStringAsync("/readyz", Ct));
    }
}
