using Companion.Storage;

namespace Companion.Chat;

/// <summary>Handles what was acknowledged before it could be handled. An input taken up twice has one effect: its delivery key sees to that.</summary>
internal sealed partial class InboxWorker(
    InboxStore inbox, ConnectionStore connections, ChatPipeline pipeline, IEnumerable<ISender> senders, Signals signals, TimeProvider time, ILogger<InboxWorker> logger) : BackgroundService
{
    // The pipeline answers errors as cards; whatever still kills a worker this often is not handled by trying again.
    private const int MostAttempts = 5;
    private const int AtOnce = 8;

    // An answer that comes a day late is no answer any more.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
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
            catch (Exception e) when (e is not OperationCanceledException)
            {
                NotRead(e);
                await Task.Delay(SlowTick, time, stoppingToken);
            }
        }
    }

    /// <summary>Handles everything that waits now: each person's in its order, people beside each other, so that a slow chat holds up nobody else.</summary>
    public async Task HandleWaitingAsync(CancellationToken ct)
    {
        if (await inbox.IsWaitingAsync(time.GetUtcNow(), ct))
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => HandleInTurnAsync(ct)));
    }

    private async Task HandleInTurnAsync(CancellationToken ct)
    {
        while (await inbox.IsWaitingAsync(time.GetUtcNow(), ct) && await inbox.ClaimAsync(_worker, time.GetUtcNow(), ct) is { } item)
        {
            try
            {
                await HandleAsync(item, ct);
            }
            // One broken input must not keep the others waiting; its lease brings it back, and not for ever.
            catch (Exception e) when (e is not OperationCanceledException and not StorageUnavailableException)
            {
                NotHandled(e, item.Id);
            }
        }
    }

    private async Task HandleAsync(InboxItem item, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (item.Attempts > MostAttempts || now - item.ReceivedAt > Longest)
            GivenUp(item.Id, item.Attempts);
        else if (await AnswerAsync(item, now, ct) is { } later)
        {
            await inbox.LaterAsync(item.Id, later, _worker, ct);
            return;
        }

        await inbox.DoneAsync(item.Id, _worker, ct);
    }

    /// <summary>Handles an input and brings its answer. A crash between the two repeats the answer, not the effect.</summary>
    /// <returns>When the answer has to be tried again; null when it was brought, or never can be.</returns>
    private async Task<DateTimeOffset?> AnswerAsync(InboxItem item, DateTimeOffset now, CancellationToken ct)
    {
        var reply = await pipeline.HandleAsync(item.Input, ct);
        var platform = (await connections.GetAsync(item.Input.ConnectionId, ct)).Platform;
        try
        {
            if (senders.FirstOrDefault(s => s.Platform == platform) is { } sender)
                await sender.AnswerAsync(item.Input, reply, ct);
            return null;
        }
        catch (SendException e)
        {
            NotAnswered(e, item.Id, e.Code);
            return e.Fault == SendFault.Retry ? now + Wait(now - item.ReceivedAt, e.After) : null;
        }
    }

    // The longer it has waited, the rarer it is tried.
    private static TimeSpan Wait(TimeSpan age, TimeSpan? asked)
    {
        var own = TimeSpan.FromSeconds(Math.Clamp(age.TotalSeconds / 4, 5, 900));
        return asked > own ? asked.Value : own;
    }

    [LoggerMessage(LogLevel.Error, "Input {Id} could not be handled.")]
    private partial void NotHandled(Exception exception, Guid id);

    [LoggerMessage(LogLevel.Warning, "The answer to input {Id} was not taken: {Code}.")]
    private partial void NotAnswered(Exception exception, Guid id, string code);

    [LoggerMessage(LogLevel.Error, "Input {Id} was given up after {Attempts} attempts.")]
    private partial void GivenUp(Guid id, long attempts);

    [LoggerMessage(LogLevel.Error, "The inbox could not be read; it is tried again.")]
    private partial void NotRead(Exception exception);
}
