using System.Text;
using Companion.Core.CheckIns;
using Companion.Core.Members;
using Companion.Core.Units;

namespace Companion.Core.Tests;

/// <summary>Whatever somebody types or pastes, it is read or refused: no parser of text ever throws.</summary>
public sealed class OddTextTests
{
    private static readonly DateOnly Today = new(2026, 2, 2);

    private static readonly DateOnly[] Days = [Today, DateOnly.MinValue, new(2028, 2, 29), new(9990, 12, 31)];

    // What these parsers look for, and what none of them expects.
    private static readonly string[] Words =
    [
        "9", "17", "24", "0", "99", "2026", "00", "-1", "1e9", "99999999999", "Mo", "Fri", "Monday", "feb", "29 feb", "am", "pm", "to", "until", "and", "-", "–", ":", ".", "..", ",", ";", " ", "  ", "\t", "\n", "\r\n",
        "every", "week", "weeks", "month", "months", "quarter", "second", "fifth", "last", "first", "workday", "day", "31", "from", "own", "time", "UTC", "Europe/Berlin", "Mars/Olympus", "/", "10:00", "25:61", "2026-02-30", "9999-12-31", "0001-01-01",
        "today", "tomorrow", "BEGIN:VCALENDAR", "\nBEGIN:VEVENT\n", "\nEND:VEVENT\n", "DTSTART;VALUE=DATE:20260501\n", "DTSTART:20260230\n", "DTSTART:99991231\n", "DTEND:00010101\n", "DURATION:P9999W\n", "DURATION:P\n", "DURATION:PD\n", "DURATION:-P1D\n",
        "RRULE:FREQ=YEARLY\n", "RRULE:FREQ=YEARLY;UNTIL=\n", "RRULE:;;UNTIL=2026\n", "EXDATE:,x\n", "SUMMARY:\\\n", ":", ";", "\"", "\"\"", "\uFEFF", "\u200b", "\u0000", "\ud83d", "\ude80", "🚀", "ü", "Й", "%", "h", "H", "tt", "@", "\u202e", "ı", "İ",
    ];

    public static TheoryData<string, Action<string>> Parsers => new()
    {
        { "hours", text => HoursWords.Parse(text).IsRefused(out _, out _) },
        { "time off", text => Array.ForEach(Days, today => TimeOff.Parse(text, today).IsRefused(out _, out _)) },
        { "cadence", text => Array.ForEach(Days, today => Cadenced(text, today)) },
        { "cadence after every", text => Cadenced($"every {text}", Today) },
        { "holidays", text => Array.ForEach(Days, today => HolidayCalendar.Read(text, today, today.AddYears(3)).IsRefused(out _, out _)) },
        { "holidays in a calendar", text => HolidayCalendar.Read($"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{text}\nEND:VEVENT", Today, Today.AddYears(3)).IsRefused(out _, out _) },
        { "names", text => MemberNames.Split(text) },
        { "zones", text => Zones.Find(text) },
        { "keys", text => Assert.Equal(Unit.KeyFrom(text), Unit.KeyFrom(Unit.KeyFrom(text))) },
        { "keys of symbols", text => UnitKey.ForSymbols(text, []) },
    };

    [Theory]
    [MemberData(nameof(Parsers), DisableDiscoveryEnumeration = true)]
    public void No_parser_throws(string name, Action<string> parse)
    {
        var random = new Random(20260202);
        for (var i = 0; i < 4000; i++)
        {
            var text = i % 2 == 0 ? Joined(random) : Noise(random);
            var thrown = Record.Exception(() => parse(text));
            Assert.True(thrown is null, $"{name}: \"{string.Join(' ', text.Select(c => ((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture)))}\" {text}: {thrown}");
        }
    }

    private static void Cadenced(string text, DateOnly today)
    {
        if (Cadence.Parse(text, today, "Europe/Berlin").IsRefused(out _, out var cadence))
            return;

        // What was read can be used and read back.
        _ = cadence.DaysOfOnePeriod;
        _ = cadence.NextAfter(today);
        Assert.False(Cadence.Parse(cadence.ToString(), DateOnly.MinValue, "UTC").IsRefused(out _, out var again));
        Assert.Equal(cadence, again);
    }

    private static string Joined(Random random)
    {
        var text = new StringBuilder();
        for (var left = random.Next(1, 9); left > 0; left--)
            text.Append(Words[random.Next(Words.Length)]).Append(random.Next(3) == 0 ? "" : " ");
        return text.ToString();
    }

    private static string Noise(Random random) => string.Create(random.Next(0, 12), random, static (span, random) =>
    {
        foreach (ref var c in span)
            c = (char)(random.Next(4) == 0 ? random.Next(0x10000) : random.Next(0x20, 0x7f));
    });
}
