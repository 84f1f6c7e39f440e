using System.Data.Common;

namespace Companion.Storage;

/// <summary>A write in the queue, and the promise its caller waits on. It can be withdrawn until it starts.</summary>
internal sealed class PendingWrite
{
    private const int Waiting = 0;
    private const int Started = 1;
    private const int Withdrawn = 2;

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<DbConnection, DbTransaction, Task> _write;
    private readonly CancellationTokenRegistration _withdrawal;
    private int _state = Waiting;

    public PendingWrite(Func<DbConnection, DbTransaction, Task> write, CancellationToken ct)
    {
        _write = write;
        _withdrawal = ct.UnsafeRegister(static (self, token) => ((PendingWrite)self!).Withdraw(token), this);
    }

    public Task Done => _done.Task;

    /// <summary>What went wrong in this write, in the words of whoever threw it.</summary>
    public Exception? Fault { get; private set; }

    public bool TryStart() => Interlocked.CompareExchange(ref _state, Started, Waiting) == Waiting;

    /// <summary>Runs it to its end on this thread; a fault is kept until the group's fate is known.</summary>
    public bool Succeeds(DbConnection connection, DbTransaction transaction)
    {
        var work = WorkAsync(connection, transaction);

        Fault = work switch
        {
            { IsCompleted: false } => new InvalidOperationException("A write must not wait for anything but its own commands: they complete at once."),
            { IsCanceled: true } => new TaskCanceledException(work),
            _ => work.Exception?.InnerException,
        };

        return Fault is null;
    }

    /// <summary>Its group is on disk: the caller gets the result, or the fault of this write alone.</summary>
    public void Complete(SqliteFaults faults)
    {
        _withdrawal.Unregister();

        if (Fault is null)
            _done.SetResult();
        else if (Fault is OperationCanceledException cancelled)
            _done.SetCanceled(cancelled.CancellationToken);
        else
            _done.SetException(faults.Explain(Fault));
    }

    /// <summary>Its group is lost, so even a fault of its own proves nothing: it may rest on a row that is gone.</summary>
    public void Fail(Exception fault)
    {
        _withdrawal.Unregister();
        _done.SetException(fault);
    }

    // An async method keeps whatever the write throws, at once or later, in its task.
    private async Task WorkAsync(DbConnection connection, DbTransaction transaction) => await _write(connection, transaction);

    private void Withdraw(CancellationToken ct)
    {
        if (Interlocked.CompareExchange(ref _state, Withdrawn, Waiting) == Waiting)
            _done.SetCanceled(ct);
    }
}
