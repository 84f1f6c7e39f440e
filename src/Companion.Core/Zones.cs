namespace Companion.Core;

/// <summary>Local dates and times as instants. One rule for daylight saving: a time that does not exist moves forward by the gap, one that happens twice is taken the first time.</summary>
public static class Zones
{
    /// <summary>The zone with an IANA name; null when this machine does not know it.</summary>
    public static TimeZoneInfo? Find(string id) =>
        !string.IsNullOrWhiteSpace(id) && id.Length <= 60 && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : null;

    /// <summary>The instant, in UTC, at which a clock in <paramref name="zone"/> shows a date and time.</summary>
    public static DateTimeOffset ToInstant(DateOnly date, TimeOnly time, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var local = date.ToDateTime(time, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(local))
        {
            // The clock jumps over it: the offset from before the jump lands as far after the jump as the time lay inside it.
            return new DateTimeOffset(local, zone.GetUtcOffset(local.AddDays(-1))).ToUniversalTime();
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        // The first and last days of the calendar have no room for an offset.
        var ticks = Math.Clamp(local.Ticks - offset.Ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks);
        return new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    /// <summary>The date that a calendar in <paramref name="zone"/> shows at an instant.</summary>
    public static DateOnly DateAt(DateTimeOffset at, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
}
