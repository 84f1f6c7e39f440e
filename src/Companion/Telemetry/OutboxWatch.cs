using Companion.Storage;

namespace Companion.Telemetry;

/// <summary>Looks at the outbox every half minute while somebody wants to know how it is.</summary>
internal sealed partial class OutboxWatch(OutboxStore outbox, TimeProvider time, ILogger<OutboxWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    private volatile OutboxSeen _seen = new(0, 0);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Instruments.Watch(() => _seen);
        while (!stoppingToken.IsCancellationRequested)
        {
            await LookAsync(stoppingToken);
            await Task.Delay(Every, time, stoppingToken);
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        try
        {
            var now = time.GetUtcNow();
            var (depth, oldest) = await outbox.DepthAsync(now, ct);
            _seen = new(depth, oldest is { } at ? (now - at).TotalSeconds : 0);
        }
        catch (StorageUnavailableException e)
        {
            NotSeen(e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The depth of the outbox could not be read.")]
    private partial void NotSeen(Exception exception);
}
