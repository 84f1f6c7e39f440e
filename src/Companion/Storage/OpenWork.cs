namespace Companion.Storage;

/// <summary>Counts what is at work, so that closing can wait for it and let nothing new in.</summary>
internal sealed class OpenWork
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private int _count;

    public bool IsClosed { get; private set; }

    /// <summary>Something begins; it ends when what this returns is disposed.</summary>
    public IDisposable Begin()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            _count++;
        }

        return new Piece(this);
    }

    public Task CloseAsync()
    {
        lock (_gate)
        {
            IsClosed = true;
            if (_count == 0)
                _ended.TrySetResult();
        }

        return _ended.Task;
    }

    private void End()
    {
        lock (_gate)
        {
            if (--_count == 0 && IsClosed)
                _ended.TrySetResult();
        }
    }

    private sealed class Piece(OpenWork work) : IDisposable
    {
        public void Dispose() => work.End();
    }
}
