using Companion.Storage;
using Companion.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Companion.Tests.Storage;

/// <summary>A folder with one SQLite file, and ways to open it: as the program does, and as a stranger.</summary>
internal sealed class SqliteSite : IDisposable
{
    private readonly TempFolder _folder = new();

    public ManualTime Time { get; } = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    public string Path => _folder.File("companion.db");

    /// <summary>Its clock stands still, so whatever waits together is committed together.</summary>
    public Database Open() => Open(Path, Time);

    public static Database Open(string path, TimeProvider time) =>
        Open(new Settings { ConnectionString = $"Data Source={path}", LockWaitSeconds = 1 }, System.IO.Path.GetDirectoryName(path)!, time);

    public static Database Open(Settings settings, string root, TimeProvider time) => new(
        Options.Create(settings),
        new HostingEnvironment { ContentRootPath = root },
        time,
        NullLogger<Database>.Instance);

    public SqliteConnection Stranger()
    {
        var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        return connection;
    }

    public void Dispose() => _folder.Dispose();

    private sealed class HostingEnvironment : IHostEnvironment
    {
        public required string ContentRootPath { get; set; }

        public string EnvironmentName { get; set; } = Environments.Production;

        public string ApplicationName { get; set; } = nameof(Companion);

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
