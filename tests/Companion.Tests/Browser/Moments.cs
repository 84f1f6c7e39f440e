namespace Companion.Tests.Browser;

/// <summary>The dates the browser tests turn around: a check-in on the first Tuesday of 2026.</summary>
internal static class Moments
{
    private static readonly TimeSpan Winter = TimeSpan.FromHours(1);

    public static readonly DateTimeOffset Monday = new(2026, 1, 5, 9, 0, 0, Winter);

    public static readonly DateTimeOffset FirstTuesday = new(2026, 1, 6, 10, 0, 0, Winter);

    /// <summary>A day after the evidence has held for fourteen.</summary>
    public static readonly DateTimeOffset Sustained = new(2026, 1, 21, 11, 0, 0, Winter);
}
