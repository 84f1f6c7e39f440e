using Companion.Storage;

namespace Companion.Schedule;

/// <summary>Forgets the keys of deliveries that no platform repeats any more.</summary>
internal sealed partial class ForgetDeliveries(DeliveryStore deliveries, TimeProvider time, ILogger<ForgetDeliveries> logger) : ITick
{
    public async Task RunAsync(CancellationToken ct) =>
        await Attempt.ItemAsync(() => deliveries.ForgetAsync(time.GetUtcNow(), ct), NotForgotten);

    [LoggerMessage(LogLevel.Warning, "Old delivery keys could not be removed; the next look tries again.")]
    private partial void NotForgotten(Exception exception);
}
