using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Companion.Chat;

/// <summary>Tells whoever listens in this process that something changed, so that nobody has to poll fast. It carries nothing: the database says what.</summary>
internal sealed class Signals
{
    /// <summary>How long a worker waits after a signal before it looks: what changes together is looked at together.</summary>
    public static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<Listener, byte> _listeners = new();

    public void Changed()
    {
        foreach (var listener in _listeners.Keys)
            listener.Hear();
    }

    /// <summary>A listener that hears every change from now on; dispose it to stop.</summary>
    public Listener Listen()
    {
        var listener = new Listener(l => _listeners.TryRemove(l, out _));
        _listeners[listener] = 0;
        return listener;
    }

    internal sealed class Listener(Action<Listener> leave) : IDisposable
    {
        // One place: many changes before a look are one change.
        private readonly Channel<bool> _heard = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

        public void Hear() => _heard.Writer.TryWrite(true);

        /// <summary>Waits for a change, at most for <paramref name="longest"/>.</summary>
        /// <returns>False when the time was over first, or whoever waits was told to stop.</returns>
        public async Task<bool> WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken ct)
        {
            using var limit = new CancellationTokenSource(longest, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
            try
            {
                return await _heard.Reader.ReadAsync(either.Token);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        public void Dispose() => leave(this);
    }
}
