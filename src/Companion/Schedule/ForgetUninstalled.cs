using Companion.Storage;
using Microsoft.Extensions.Options;

namespace Companion.Schedule;

/// <summary>Forgets workspaces that uninstalled the app long ago: their tokens, and their people.</summary>
internal sealed partial class ForgetUninstalled(DepartureStore departures, IOptions<Storage.Settings> settings, TimeProvider time, ILogger<ForgetUninstalled> logger) : ITick
{
    public async Task RunAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        foreach (var left in await departures.DueAsync(now - settings.Value.KeepUninstalled, ct))
        {
            await Attempt.ItemAsync(
                async () =>
                {
                    await departures.ForgetAsync(left, now, ct);
                    Forgot(left.Id);
                },
                e => NotForgotten(e, left.Id));
        }
    }

    [LoggerMessage(LogLevel.Information, "Workspace {Connection} was uninstalled long ago; what was kept of it is gone.")]
    private partial void Forgot(Guid connection);

    [LoggerMessage(LogLevel.Warning, "Workspace {Connection} was not forgotten; the next look tries again.")]
    private partial void NotForgotten(Exception exception, Guid connection);
}
