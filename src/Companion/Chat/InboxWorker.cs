using Companion.Storage;

namespace Companion.Chat;

/// <summary>Handles what was acknowledged before it could be handled. An input taken up twice has one effect: its delivery key sees to that.</summary>
internal sealed partial class InboxWorker(
    InboxStore inbox, ConnectionStore connections, ChatPipeline pipeline, IEnumerable<ISender> senders, Signals signals, TimeProvider time, ILogger<InboxWorker> logger) : BackgroundService
{
    // The pipeline answers errors as cards; whatever still kills a worker this often is not handled by trying again.
    private const int MostAttempts = 5;
    private static readonly TimeSpan SlowTick = TimeSpan.FromSeconds(5);

    private readonly Guid _worker = Guid.CreateVersion7(time.GetUtcNow());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = signals.Listen();
        await inbox.ReleaseAbandonedAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await HandleWaitingAsync(stoppingToken);
                await listener.WaitAsync(SlowTick, time, stoppingToken);
                await Task.Delay(Signals.Breath, time, stoppingToken);
            }
            catch (Exception e) when (e is StorageUnavailableException or StaleWriteException)
            {
                NotRead(e);
                await Task.Delay(SlowTick, time, stoppingToken);
            }
        }
    }

    /// <summary>Handles everything that waits now, oldest first.</summary>
    public async Task HandleWaitingAsync(CancellationToken ct)
    {
        while (await inbox.IsWaitingAsync(time.GetUtcNow(), ct) && await inbox.ClaimAsync(_worker, time.GetUtcNow(), ct) is { } item)
        {
            if (item.Attempts > MostAttempts)
                GivenUp(item.Id, item.Attempts);
            else if (!await AnsweredAsync(item, ct))
                continue;
            await inbox.DoneAsync(item.Id, _worker, ct);
        }
    }

    /// <summary>Handles an input and brings its answer. A crash between the two repeats the answer, not the effect.</summary>
    /// <returns>False when the answer has to be tried again once the lease is over.</returns>
    private async Task<bool> AnsweredAsync(InboxItem item, CancellationToken ct)
    {
        var reply = await pipeline.HandleAsync(item.Input, ct);
        var platform = (await connections.GetAsync(item.Input.ConnectionId, ct)).Platform;
        try
        {
            if (senders.FirstOrDefault(s => s.Platform == platform) is { } sender)
                await sender.AnswerAsync(item.Input, reply, ct);
            return true;
        }
        catch (SendException e)
        {
            NotAnswered(e, item.Id, e.Code);
            return e.Fault != SendFault.Retry;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The answer to input {Id} was not taken: {Code}.")]
    private partial void NotAnswered(Exception exception, Guid id, string code);

    [LoggerMessage(LogLevel.Error, "Input {Id} was given up after {Attempts} attempts.")]
    private partial void GivenUp(Guid id, long attempts);

    [LoggerMessage(LogLevel.Error, "The inbox could not be read; it is tried again.")]
    private partial void NotRead(Exception exception);
}
