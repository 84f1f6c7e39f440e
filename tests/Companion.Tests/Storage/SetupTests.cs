using Companion.Storage;
using Dapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Companion.Tests.Support;

namespace Companion.Tests.Storage;

public sealed class SetupTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_settings_the_data_lives_under_the_content_root()
    {
        using var host = Build([]);

        var report = await host.Services.GetRequiredService<Migrator>().MigrateAsync(Ct);
        var probe = await host.Services.GetRequiredService<Database>().ProbeAsync(Ct);

        Assert.True(File.Exists(Path.Combine(_folder.Path, "data", "companion.db")));
        Assert.NotEmpty(report.Applied);
        Assert.Null(probe);
    }

    [Theory]
    [InlineData("ConnectionString", "", "Storage:ConnectionString is empty; write for example: Data Source=data/companion.db")]
    [InlineData("ConnectionString", "Data Source=:memory:", "Storage:ConnectionString must name a file")]
    [InlineData("ConnectionString", "Data Source=file:x?mode=memory", "Storage:ConnectionString must name a file")]
    [InlineData("ConnectionString", "Mode=ReadOnly", "Storage:ConnectionString must name a file")]
    [InlineData("ConnectionString", "data/companion.db", "Storage:ConnectionString cannot be read")]
    [InlineData("ConnectionString", "Host=localhost", "Storage:ConnectionString must name a host and a database; write for example: Host=localhost;Database=companion")]
    [InlineData("ConnectionString", "Host=localhost;Database=companion;Colour=red", "Storage:ConnectionString cannot be read")]
    [InlineData("LockWaitSeconds", "0", "Storage:LockWaitSeconds must be a number from 1 to 60")]
    [InlineData("KeepUninstalledDays", "0", "Storage:KeepUninstalledDays must be a number of days from 1 to 3650")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string key, string value, string message)
    {
        using var host = Build(new() { [$"Storage:{key}"] = value });

        var stopped = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Ct));

        Assert.Contains(message, stopped.Message, StringComparison.Ordinal);
    }

    private IHost Build(Dictionary<string, string?> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = _folder.Path });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.AddStorage();
        return builder.Build();
    }
}
