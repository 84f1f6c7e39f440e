using Companion.Chat;
using Companion.CommandLine;
using Companion.Platforms.WebChat;
using Companion.Schedule;
using Companion.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Companion.Benchmarks;

/// <summary>The program's parts on a file of their own, without a server, with a clock moved by hand.</summary>
internal sealed class DomainHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    public DomainHost(string file, DateTimeOffset now)
    {
        Clock = new(now);
        File = file;
        var builder = WebApplication.CreateBuilder(["--Schedule:Enabled=false", $"--Storage:ConnectionString=Data Source={file}", "--Logging:LogLevel:Default=None"]);
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.AddWeb();
        builder.AddStorage();
        builder.AddChat();
        builder.AddWebChat();
        builder.AddSchedule();
        _app = builder.Build();
    }

    public HandClock Clock { get; }

    public string File { get; }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}

/// <summary>Time for the program is moved by hand; what is measured, is measured by a stopwatch.</summary>
internal sealed class HandClock(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset _now = now.ToUniversalTime();

    public override DateTimeOffset GetUtcNow() => _now;

    public void Set(DateTimeOffset to) => _now = to.ToUniversalTime();
}
