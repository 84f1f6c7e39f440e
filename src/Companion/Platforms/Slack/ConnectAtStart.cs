using Companion.Storage;

namespace Companion.Platforms.Slack;

/// <summary>With a bot token in the settings the workspace is known before anybody speaks, and wakes when it was quiet: what waited goes out.</summary>
internal sealed partial class ConnectAtStart(Workspaces workspaces, TimeProvider time, ILogger<ConnectAtStart> logger) : BackgroundService
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var wait = TimeSpan.FromSeconds(6); !stoppingToken.IsCancellationRequested; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                if (await workspaces.ConnectOwnAsync(null, stoppingToken) is not null)
                    return;
            }
            catch (StorageUnavailableException e)
            {
                NotKept(e);
            }

            await Task.Delay(wait, time, stoppingToken);
        }
    }

    [LoggerMessage(LogLevel.Error, "The workspace could not be kept; it is tried again.")]
    private partial void NotKept(Exception exception);
}
