namespace Companion.Platforms.Teams;

/// <summary>Keeps the Connector's keys fresh beside the requests: none of them waits for it.</summary>
internal sealed class RefreshKeys(SigningKeys keys) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => keys.KeepFreshAsync(stoppingToken);
}
