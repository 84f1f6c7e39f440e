using Quartz;

namespace Companion.Schedule;

/// <summary>Lets Quartz call a tick, never twice at once.</summary>
[DisallowConcurrentExecution]
internal sealed class TickJob<T>(T tick) : IJob
    where T : ITick
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await tick.RunAsync(cancellationToken);
}
