using System.Globalization;
using Companion.Core.CheckIns;

namespace Companion.Core.Tests.CheckIns;

public sealed class CadenceTests
{
    private static readonly DateOnly Monday = new(2026, 1, 5);

    [Theory]
    [InlineData("every second Tuesday 10:00 Europe/Berlin from 5 January 2026", "every 2 weeks on Tuesday 10:00 Europe/Berlin from 5 January 2026", "2026-01-06 2026-01-20 2026-02-03")]
    [InlineData("every week on Monday and Thursday 09:30", "every week on Monday and Thursday 09:30 Europe/Berlin from 5 January 2026", "2026-01-05 2026-01-08 2026-01-12")]
    [InlineData("Every Tue, Thu at 9:00 UTC", "every week on Tuesday and Thursday 09:00 UTC from 5 January 2026", "2026-01-06 2026-01-08 2026-01-13")]
    [InlineData("every month on the first Tuesday 10:00", "every month on the first Tuesday 10:00 Europe/Berlin from 5 January 2026", "2026-01-06 2026-02-03 2026-03-03")]
    [InlineData("every month on the second Tuesday 10:00", "every month on the second Tuesday 10:00 Europe/Berlin from 5 January 2026", "2026-01-13 2026-02-10 2026-03-10")]
    [InlineData("every 3 months on day 31 at 14:00", "every 3 months on day 31 14:00 Europe/Berlin from 5 January 2026", "2026-01-31 2026-04-30 2026-07-31")]
    [InlineData("every month on the last workday 16:00", "every month on the last workday 16:00 Europe/Berlin from 5 January 2026", "2026-01-30 2026-02-27 2026-03-31")]
    [InlineData("every month on the fifth Friday 16:00", "every month on the fifth Friday 16:00 Europe/Berlin from 5 January 2026", "2026-01-30 2026-05-29 2026-07-31")]
    [InlineData("every quarter on the first workday 08:00", "every 3 months on the first workday 08:00 Europe/Berlin from 5 January 2026", "2026-04-01 2026-07-01 2026-10-01")]
    [InlineData("every workday 8:05 in each person's own time", "every week on Monday and Tuesday and Wednesday and Thursday and Friday 08:05 in each person's own time from 5 January 2026", "2026-01-05 2026-01-06 2026-01-07")]
    public void Plain_words_become_dates_and_canonical_words(string words, string canonical, string dates)
    {
        Assert.False(Cadence.Parse(words, Monday, "Europe/Berlin").IsRefused(out var why, out var cadence), why?.Reason);

        Assert.Equal(canonical, cadence.ToString());
        Assert.Equal(dates, string.Join(' ', cadence.DatesFrom(Monday).Take(3).Select(d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))));
        Assert.False(Cadence.Parse(canonical, DateOnly.MinValue, "UTC").IsRefused(out _, out var again));
        Assert.Equal(cadence, again);
    }

    [Theory]
    [InlineData("every second Tuesday 10:00", 14, null)]
    [InlineData("every month on the first Tuesday 10:00", 30, null)]
    [InlineData("every 3 months on the last Friday 10:00", 90, null)]
    [InlineData("every month on day 31 10:00", 30, null)]
    [InlineData("every month on the fifth Friday 16:00", 119, "fifth Friday")]
    [InlineData("every 3 months on the fifth Monday 16:00", 1281, "fifth Monday")]
    public void Where_months_are_passed_over_a_period_is_the_longest_gap_between_two_rounds(string words, int days, string? skips)
    {
        Assert.False(Cadence.Parse(words, Monday, "UTC").IsRefused(out _, out var cadence));

        Assert.Equal((days, skips), (cadence!.DaysOfOnePeriod, cadence.Skips));
        var dates = cadence.DatesFrom(Monday).TakeWhile(d => d.Year < 2028).ToList();
        Assert.All(dates.Zip(dates.Skip(1)), pair => Assert.InRange(pair.Second.DayNumber - pair.First.DayNumber, 1, days * 3 / 2));
    }

    [Theory]
    [InlineData("", "cadence.unclear")]
    [InlineData("sometimes", "cadence.unclear")]
    [InlineData("every 10:00", "cadence.unclear")]
    [InlineData("every blue moon 10:00", "cadence.unclear")]
    [InlineData("every 99 weeks on Monday 10:00", "cadence.unclear")]
    [InlineData("every month on day 32 10:00", "cadence.unclear")]
    [InlineData("every Tuesday", "cadence.no-time")]
    [InlineData("every Tuesday 25:00", "cadence.no-time")]
    [InlineData("every Tuesday 10:00 Mars/Olympus", "cadence.no-such-zone")]
    [InlineData("every Tuesday 10:00 from yesterday", "cadence.anchor")]
    [InlineData("every 24 months on the fifth Monday 10:00 from 1 February 2027", "cadence.never")]
    public void What_cannot_be_read_is_refused_with_an_example(string words, string code)
    {
        Assert.True(Cadence.Parse(words, Monday, "Europe/Berlin").IsRefused(out var why, out _));

        Assert.Equal(code, why.Code);
    }

    [Fact]
    public void A_hundred_kilobytes_are_refused() =>
        Assert.True(Cadence.Parse("every " + new string('x', 100_000), Monday, "UTC").IsRefused(out _, out _));

    [Fact]
    public void Dates_ascend_and_the_words_are_read_back() => Histories.HoldForAll(random =>
    {
        var words = Random(random);
        if (Cadence.Parse(words, Monday.AddDays(random.Next(400)), "Europe/Berlin").IsRefused(out var why, out var cadence))
            return why.Code == "cadence.never" && words.Contains("fifth", StringComparison.Ordinal);

        var dates = cadence.DatesFrom(cadence.Anchor).Take(20).ToList();
        return dates.Zip(dates.Skip(1)).All(p => p.First < p.Second) && dates[0] >= cadence.Anchor
            && dates.Zip(dates.Skip(1)).All(p => cadence.NextAfter(p.First) == p.Second && cadence.NextAfter(p.Second.AddDays(-1)) == p.Second)
            && !Cadence.Parse(cadence.ToString(), DateOnly.MinValue, "UTC").IsRefused(out _, out var again) && again == cadence;
    });

    [Fact]
    public void The_local_time_stays_over_daylight_saving()
    {
        _ = Cadence.Parse("every month on the first Tuesday 10:00 Europe/Berlin from 5 January 2026", Monday, "UTC").IsRefused(out _, out var cadence);

        Assert.Equal(new DateTimeOffset(2026, 3, 3, 9, 0, 0, TimeSpan.Zero), cadence!.InstantOf(new(2026, 3, 3), "UTC"));
        Assert.Equal(new DateTimeOffset(2026, 4, 7, 8, 0, 0, TimeSpan.Zero), cadence.InstantOf(new(2026, 4, 7), "UTC"));
    }

    [Theory]
    [InlineData("2026-03-29", "02:30", "2026-03-29T01:30:00Z")]
    [InlineData("2026-10-25", "02:30", "2026-10-25T00:30:00Z")]
    [InlineData("2026-03-29", "03:00", "2026-03-29T01:00:00Z")]
    public void A_time_that_does_not_exist_moves_forward_and_one_that_happens_twice_is_taken_first(string date, string time, string instant) => Assert.Equal(
        DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture),
        Zones.ToInstant(DateOnly.Parse(date, CultureInfo.InvariantCulture), TimeOnly.Parse(time, CultureInfo.InvariantCulture), A.Berlin));

    [Fact]
    public void In_every_zone_a_day_of_clock_change_has_its_hours_in_order()
    {
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones())
        {
            foreach (var day in Enumerable.Range(0, 365).Select(d => new DateOnly(2026, 1, 1).AddDays(d)))
            {
                var noon = Zones.ToInstant(day, new(12, 0), zone);
                Assert.True(Zones.ToInstant(day, new(0, 0), zone) < noon && noon < Zones.ToInstant(day, new(23, 0), zone), $"{zone.Id} {day}");
            }
        }
    }

    private static string Random(Random random)
    {
        string[] days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        string[] places = ["first", "second", "third", "fourth", "fifth", "last"];
        return random.Next(4) switch
        {
            0 => $"every {1 + random.Next(52)} weeks on {days[random.Next(7)]} and {days[random.Next(7)]} 10:00",
            1 => $"every {1 + random.Next(24)} months on day {1 + random.Next(31)} 10:00",
            2 => $"every {1 + random.Next(24)} months on the {places[random.Next(6)]} {days[random.Next(7)]} 10:00",
            _ => $"every {1 + random.Next(24)} months on the {(random.Next(2) == 0 ? "first" : "last")} workday 10:00",
        };
    }
}
