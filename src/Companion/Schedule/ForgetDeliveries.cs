using Companion.Commands;
using Companion.Storage;

namespace Companion.Schedule;

/// <summary>Forgets the keys of deliveries that no platform repeats any more, and changes that nobody can take back any more.</summary>
internal sealed partial class ForgetDeliveries(DeliveryStore deliveries, ChangeStore changes, TimeProvider time, ILogger<ForgetDeliveries> logger) : ITick
{
    public async Task RunAsync(CancellationToken ct)
    {
        await Attempt.ItemAsync(() => deliveries.ForgetAsync(time.GetUtcNow(), ct), NotForgotten);
        await Attempt.ItemAsync(() => changes.ForgetAsync(time.GetUtcNow() - UndoHandler.Lasts, ct), NotForgotten);
    }

    [LoggerMessage(LogLevel.Warning, "Old delivery keys and changes could not be removed; the next look tries again.")]
    private partial void NotForgotten(Exception exception);
}
