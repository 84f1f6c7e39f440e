namespace Companion.CommandLine;

/// <summary>A clock that the demo moves through half a year.</summary>
internal sealed class DemoClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _now = start.ToUniversalTime();

    public override DateTimeOffset GetUtcNow() => _now;

    public void Set(DateTimeOffset to) => _now = to.ToUniversalTime();
}
