using Companion.Storage;

namespace Companion.Tests.Storage;

/// <summary>Occupies all that can write at once with writes that end when this is disposed.</summary>
internal sealed class BusyWriter : IDisposable
{
    private readonly CountdownEvent _started;
    private readonly ManualResetEventSlim _free = new();
    private readonly Task _write;

    public BusyWriter(Database database, int writers = 1)
    {
        _started = new(writers);
        _write = Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(() => database.WriteAsync(
            (_, _) =>
            {
                _started.Signal();
                _free.Wait(TimeSpan.FromSeconds(30));
                return Task.CompletedTask;
            },
            CancellationToken.None))));
        _started.Wait(TimeSpan.FromSeconds(30));
    }

    public Task Write => _write;

    public void Dispose() => _free.Set();
}
