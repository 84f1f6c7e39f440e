using Companion.Tests.Crash;

[assembly: AssemblyFixture(typeof(Companion.Tests.Support.Postgres))]

namespace Companion.Tests.Support;

/// <summary>One PostgreSQL server for all tests of this run, started by the first that needs it. Without PostgreSQL these tests are skipped; with CI set they fail.</summary>
public sealed class Postgres : IDisposable
{
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static Cluster? s_cluster;

    /// <summary>A connection string for an empty place of one's own on the server.</summary>
    public static async Task<string> NewSiteAsync(CancellationToken ct) => await (await ClusterAsync(ct)).NewSiteAsync(ct);

    /// <summary>The same, in a database of its own: for what locks whole databases.</summary>
    public static async Task<string> NewDatabaseAsync(CancellationToken ct) => await (await ClusterAsync(ct)).NewDatabaseAsync(ct);

    public void Dispose() => s_cluster?.Dispose();

    private static async Task<Cluster> ClusterAsync(CancellationToken ct)
    {
        if (Cluster.Programs is null)
        {
            const string missing = "PostgreSQL is not installed (Debian: apt-get install postgresql).";
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") is null, missing);
            Assert.Fail(missing);
        }

        await Gate.WaitAsync(ct);
        try
        {
            return s_cluster ??= await Cluster.StartAsync(isDurable: false, ct);
        }
        finally
        {
            Gate.Release();
        }
    }
}
