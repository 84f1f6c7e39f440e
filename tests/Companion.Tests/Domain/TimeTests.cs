using Companion.Tests.Support;
using static Companion.Tests.Domain.Cooperative;

namespace Companion.Tests.Domain;

/// <summary>When messages reach people, and how many.</summary>
public sealed class TimeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_organisation_moves_to_another_zone()
    {
        using var coop = await SetUpAsync();

        Assert.Contains("no time zone", await ShownAsync(coop.Ana, "hours organisation zone Berlin"), StringComparison.Ordinal);
        Assert.Contains("Only a steward", await ShownAsync(coop.Ben, "hours organisation zone UTC"), StringComparison.Ordinal);
        coop.App.Time.Set(coop.App.Time.GetUtcNow().AddMinutes(1));
        await DoneAsync(coop.Ana, "hours organisation zone America/New_York");

        Assert.Equal("America/New_York", (await coop.OrganisationAsync()).Zone);
        Assert.Contains("America/New_York", await ShownAsync(coop.Cleo, "hours"), StringComparison.Ordinal);
        await DoneAsync(coop.Ana, "undo");
        Assert.Equal("Europe/Berlin", (await coop.OrganisationAsync()).Zone);
    }

    [Fact]
    public async Task In_everybodys_own_time_each_is_asked_at_theirs_also_who_moved_east_meanwhile()
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "checkin pause Check-in");
        await DoneAsync(coop.Ana, "checkin create", new() { ["name"] = "Own", ["units"] = "contributors", ["cadence"] = "every week on Thursday 10:00 in each person's own time", ["gate"] = "yes", ["anonymous"] = "no", ["window"] = "3" });
        Assert.Contains("Thu 8 Jan 2026, 10:00 in each person's own time", await ShownAsync(coop.Ana, "checkin"), StringComparison.Ordinal);
        await DoneAsync(coop.Cleo, "hours zone Asia/Tokyo");
        await DoneAsync(coop.Dan, "hours zone America/New_York");

        // Ten in Tokyo is two in the night in Berlin, ten in New York four in the afternoon.
        await HourByHourAsync(coop, new(2026, 1, 7, 20, 0, 0, TimeSpan.Zero), new(2026, 1, 8, 17, 0, 0, TimeSpan.Zero));

        Assert.Equal(new(2026, 1, 8, 1, 0, 0, TimeSpan.Zero), await AskedAtAsync(coop.Cleo));
        Assert.Equal(new(2026, 1, 8, 9, 0, 0, TimeSpan.Zero), await AskedAtAsync(coop.Ben));
        Assert.Equal(new(2026, 1, 8, 15, 0, 0, TimeSpan.Zero), await AskedAtAsync(coop.Dan));
    }

    [Fact]
    public async Task What_time_alone_changes_shows_at_its_moment_and_what_somebody_reports_at_once()
    {
        using var coop = await SetUpAsync();
        var unproven = Standing(await ShownAsync(coop.Ana, "status"));
        await coop.ReportAsync(coop.Ben, "contributors", ("first-response", "60"));
        var proved = Standing(await ShownAsync(coop.Ana, "status"));
        var assessed = await coop.AssessAsync("contributors");

        coop.App.Time.Set(assessed.NextChangeAt!.Value.AddSeconds(-1));
        var before = Standing(await ShownAsync(coop.Ana, "status"));
        coop.App.Time.Set(assessed.NextChangeAt.Value.AddSeconds(1));
        var after = Standing(await ShownAsync(coop.Ana, "status"));

        Assert.Equal(("Unproven", proved, "Unproven"), (unproven, before, after));
        Assert.NotEqual("Unproven", proved);
    }

    private static string Standing(string status) => status.Split('\n').First(l => l.Contains(" since ", StringComparison.Ordinal)).Split(' ')[0];

    [Fact]
    public async Task Nobody_is_messaged_on_a_holiday_or_outside_their_own_hours()
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "holidays add 2026-01-06 Epiphany");
        await DoneAsync(coop.Cleo, "hours 13:00-15:00 Mon-Fri");

        await coop.ToAsync(1, 8, 17);

        Assert.Equal(new(2026, 1, 7, 8, 0, 0, TimeSpan.Zero), await AskedAtAsync(coop.Dan));
        Assert.Equal(new(2026, 1, 7, 12, 0, 0, TimeSpan.Zero), await AskedAtAsync(coop.Cleo));
    }

    [Fact]
    public async Task Whoever_wants_only_what_needs_them_is_not_reminded()
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Cleo, "volume only what needs me");

        await coop.ToAsync(1, 9, 9);

        Assert.DoesNotContain(await coop.Cleo.InboxAsync(Ct), m => m.Text.Contains("Still open", StringComparison.Ordinal));
        Assert.Contains(await coop.Dan.InboxAsync(Ct), m => m.Text.Contains("Still open", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_skips_a_round_gives_no_reason_and_is_not_reminded_and_an_answer_can_be_changed_until_it_closes()
    {
        using var coop = await SetUpAsync();
        await coop.ToAsync(1, 6, 12);

        Assert.Contains("skipped", await DoneAsync(coop.Cleo, "answer", []), StringComparison.Ordinal);
        await DoneAsync(coop.Dan, "answer", new() { ["gate/iterations-left"] = "3" });
        await DoneAsync(coop.Dan, "answer", new() { ["gate/iterations-left"] = "1" });
        await coop.ToAsync(1, 10, 9);

        Assert.DoesNotContain(await coop.Cleo.InboxAsync(Ct), m => m.Text.Contains("Still open", StringComparison.Ordinal));
        Assert.Contains("is closed", await ShownAsync(coop.Dan, "answer 1"), StringComparison.Ordinal);
        Assert.Contains(await coop.Dan.InboxAsync(Ct, "general"), m => m.Text.Contains("1 iteration", StringComparison.Ordinal));
    }

    private static async Task HourByHourAsync(Cooperative coop, DateTimeOffset from, DateTimeOffset to)
    {
        for (var at = from; at <= to; at = at.AddHours(1))
        {
            coop.App.Time.Set(at);
            await coop.App.TickAsync(Ct);
        }
    }

    private static async Task<DateTimeOffset> AskedAtAsync(ChatPerson person) =>
        (await person.InboxAsync(Ct)).First(m => m.Text.Contains("It takes 20 seconds", StringComparison.Ordinal) || m.Text.Contains("You can change your answers", StringComparison.Ordinal)).At;
}
