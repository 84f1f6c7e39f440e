using Companion.CommandLine;
using Companion.Storage;
using Companion.Tests.Support;

namespace Companion.Tests.CommandLine;

/// <summary>What doctor says about PostgreSQL.</summary>
public sealed class DoctorTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_would_lose_what_was_accepted_is_a_problem()
    {
        // The server of the tests does without the disk, which no other may.
        await using var offline = new Offline($"{await Postgres.NewSiteAsync(Ct)};Maximum Pool Size=500");

        var (empty, before) = await offline.RunAsync((services, output, ct) => Doctor.RunAsync(services, output, live: false, ct));
        await offline.Get<Migrator>().MigrateAsync(Ct);
        var (code, says) = await offline.RunAsync((services, output, ct) => Doctor.RunAsync(services, output, live: false, ct));

        Assert.Equal((1, 1), (empty, code));
        Assert.Contains("is empty; the first start makes its tables.", before, StringComparison.Ordinal);
        Assert.Contains("ok      The server is PostgreSQL 1", says, StringComparison.Ordinal);
        Assert.Contains("PROBLEM A crash of the server can lose what people saw accepted: set fsync", says, StringComparison.Ordinal);
        Assert.Contains("ok      The database keeps every script people write in.", says, StringComparison.Ordinal);
        Assert.Contains("PROBLEM This process takes up to 500 of the server's 200 connections.", says, StringComparison.Ordinal);
        Assert.Contains("ok      The database can be read and written.", says, StringComparison.Ordinal);
    }
}
