using Companion.Telemetry;
using Quartz;

namespace Companion.Schedule;

/// <summary>Lets Quartz call a tick, never twice at once.</summary>
[DisallowConcurrentExecution]
internal sealed class TickJob<T>(T tick, TimeProvider time) : IJob
    where T : ITick
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        using var looking = Instruments.Tick(time, typeof(T).Name);
        await tick.RunAsync(cancellationToken);
        looking.Outcome = "looked";
    }
}
