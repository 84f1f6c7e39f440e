using System.Data.Common;
using Companion.Storage;
using Companion.Tests.Support;
using Npgsql;

namespace Companion.Tests.Storage;

/// <summary>An empty place on the PostgreSQL server of this run, and ways to open it: as the program does, and as a stranger.</summary>
internal sealed class PostgresSite(string address)
{
    /// <summary>So few that a test can hold them all.</summary>
    public const int Connections = 4;

    public ManualTime Time { get; } = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    public string Address => address;

    public static async Task<PostgresSite> NewAsync(CancellationToken ct) => new(await Postgres.NewSiteAsync(ct));

    public Database Open() => SqliteSite.Open(new Settings { ConnectionString = $"{address};Maximum Pool Size={Connections}" }, ".", Time);

    public async Task<DbConnection> StrangerAsync()
    {
        var connection = new NpgsqlConnection($"{address};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }
}
