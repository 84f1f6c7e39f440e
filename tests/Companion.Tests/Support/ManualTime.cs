namespace Companion.Tests.Support;

/// <summary>A clock that moves only when a test moves it.</summary>
internal sealed class ManualTime(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset _now = now.ToUniversalTime();

    public override DateTimeOffset GetUtcNow() => _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    // What is measured stands still too.
    public override long GetTimestamp() => _now.UtcTicks;

    public void Set(DateTimeOffset to) => _now = to.ToUniversalTime();
}
