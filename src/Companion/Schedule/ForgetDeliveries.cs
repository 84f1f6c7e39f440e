using Companion.Commands;
using Companion.Storage;

namespace Companion.Schedule;

/// <summary>Forgets the keys of deliveries and requests that nobody repeats any more, and changes that nobody can take back any more.</summary>
internal sealed partial class ForgetDeliveries(DeliveryStore deliveries, ChangeStore changes, MeasurementStore measurements, TimeProvider time, ILogger<ForgetDeliveries> logger) : ITick
{
    public async Task RunAsync(CancellationToken ct)
    {
        await Attempt.ItemAsync(() => deliveries.ForgetAsync(time.GetUtcNow(), ct), NotForgotten);
        await Attempt.ItemAsync(() => measurements.ForgetAsync(time.GetUtcNow(), ct), NotForgotten);
        await Attempt.ItemAsync(() => changes.ForgetAsync(time.GetUtcNow() - UndoHandler.Lasts, ct), NotForgotten);
    }

    [LoggerMessage(LogLevel.Warning, "Old delivery keys, answers and changes could not be removed; the next look tries again.")]
    private partial void NotForgotten(Exception exception);
}
