using Companion.CommandLine;
using Microsoft.Extensions.DependencyInjection;

namespace Companion.Tests.CommandLine;

/// <summary>The program on a database, without serving; what a command says is kept.</summary>
internal sealed class Offline(string connectionString) : IAsyncDisposable
{
    private readonly Microsoft.AspNetCore.Builder.WebApplication _app = Server.Build([$"--Storage:ConnectionString={connectionString}", "--Logging:LogLevel:Default=None"], demo: false);

    public IServiceProvider Services => _app.Services;

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public async Task<(int Code, string Says)> RunAsync(Func<IServiceProvider, TextWriter, CancellationToken, Task<int>> command)
    {
        await using var says = new StringWriter();
        return (await command(Services, says, TestContext.Current.CancellationToken), says.ToString());
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
