using Companion.Storage;

namespace Companion.Tests.Storage;

/// <summary>Occupies the writer with a write that ends when this is disposed.</summary>
internal sealed class BusyWriter : IDisposable
{
    private readonly ManualResetEventSlim _started = new();
    private readonly ManualResetEventSlim _free = new();
    private readonly Task _write;

    public BusyWriter(Database database)
    {
        _write = database.WriteAsync(
            (_, _) =>
            {
                _started.Set();
                _free.Wait(TimeSpan.FromSeconds(30));
                return Task.CompletedTask;
            },
            CancellationToken.None);
        _started.Wait(TimeSpan.FromSeconds(30));
    }

    public Task Write => _write;

    public void Dispose() => _free.Set();
}
