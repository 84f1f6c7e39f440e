using Companion.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static Companion.Tests.Domain.Cooperative;

namespace Companion.Tests.Domain;

/// <summary>What people paste from spreadsheets and calendars, and write in their own scripts.</summary>
public sealed class PastedTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_row_of_a_spreadsheet_becomes_people_who_can_be_named()
    {
        using var coop = await SetUpAsync();

        await DoneAsync(coop.Ana, "members add Gus\tHana  Maria\t@Ivo2");
        await DoneAsync(coop.Ana, "owners finance @Ivo2, hana maria because they asked for it");

        var members = await ShownAsync(coop.Ana, "members");
        Assert.Contains("Hana Maria", members, StringComparison.Ordinal);
        Assert.DoesNotContain("@Ivo2", members, StringComparison.Ordinal);
        Assert.Equal(2, (await coop.UnitsAsync()).Single(u => u.Key == "finance").Owners.Length);
    }

    [Theory]
    [InlineData("Маркетинг", "маркетинг", "МАРКЕТИНГ")]
    [InlineData("التسويق", "التسويق", "التسويق")]
    [InlineData("市场", "市场", "市场")]
    [InlineData("Überprüfung", "uberprufung", "überprüfung")]
    [InlineData("🚀", "unit-1", "🚀")]
    public async Task A_unit_of_any_script_has_a_key_that_every_door_takes(string name, string key, string typed)
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "units add", new() { ["name"] = name, ["harm"] = "low", ["basis"] = "" });
        var ci = await ApiClient.MadeByAsync(coop.Http, coop.Ana, Ct, $"ci unit {key} scope evidence,read");

        await DoneAsync(coop.Ana, $"target {typed} 40 by 2026-12-31 because we agreed on it");
        var status = await ShownAsync(coop.Ana, $"status {typed}");
        var unit = await ci.GetAsync($"/units/{Uri.EscapeDataString(key)}", Ct);
        var assessment = await ci.GetAsync($"/units/{Uri.EscapeDataString(key)}/assessment", Ct);
        var why = await coop.Ana.SayAsync($"why {key}", Ct);

        Assert.Contains(name, status, StringComparison.Ordinal);
        Assert.Equal((200, key, name), (unit.Status, unit.Json.GetProperty("key").GetString(), unit.Json.GetProperty("name").GetString()));
        Assert.Equal((200, 40), (assessment.Status, assessment.Json.GetProperty("target").GetProperty("level").GetInt32()));
        Assert.Equal("show", why.Kind);
        Assert.Contains($"{key},", await ExportAsync(coop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_units_is_read_as_a_spreadsheet_saves_it_and_what_is_wrong_is_named_by_its_line()
    {
        using var coop = await SetUpAsync();

        await DoneAsync(coop.Ana, "import", new() { ["list"] = "\uFEFFname,harm\r\nEvents,low\r\n🚀,low\r\n🎉,low\r\n" });
        var quote = await ImportAsync(coop, "name,harm\nBoard,low\n\"Guild,low\n");
        var surplus = await ImportAsync(coop, "name,harm\n\nBoard,low,Ana\n");
        var past = await ImportAsync(coop, "name,template,target,by\nBoard,contributors,40,2025-12-31\n");
        var far = await ImportAsync(coop, "name,template,target,by\nBoard,contributors,40,2199-12-31\n");

        Assert.Equal(["events", "unit-1", "unit-2"], (await coop.UnitsAsync()).Select(u => u.Key).Where(k => k is "events" || k.StartsWith("unit-", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Contains("Line 3 opens a quote", quote, StringComparison.Ordinal);
        Assert.Contains("Line 3: \"Ana\" stands in no column", surplus, StringComparison.Ordinal);
        Assert.All([past, far], refused => Assert.Contains("Line 2: Write the day as 2026-06-30, from today on, within ten years.", refused, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_calendar_says_what_it_passes_over_and_undo_what_it_cannot_take_back()
    {
        using var coop = await SetUpAsync();
        const string Calendar = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260501\nSUMMARY:Labour Day\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART:20260230\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART:20260303T100000Z\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART:20260601\nSTATUS:CANCELLED\nEND:VEVENT\n";

        coop.App.Time.Set(coop.App.Time.GetUtcNow().AddMinutes(1));
        var added = await DoneAsync(coop.Ana, "holidays import", new() { ["calendar"] = $"\uFEFF{Calendar}" });
        var undone = await ShownAsync(coop.Ana, "undo");

        Assert.Contains("Labour Day", added, StringComparison.Ordinal);
        foreach (var says in (string[])["1 event has a time of day.", "1 event is cancelled.", "1 event has a date or length that cannot be read"])
            Assert.Contains(says, added, StringComparison.Ordinal);
        Assert.Contains("Your last change was the imported holiday", undone, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_anonymous_check_in_that_can_never_show_a_result_says_so_wherever_it_is_set_and_opened()
    {
        using var coop = await SetUpAsync();
        var fields = new Dictionary<string, string> { ["name"] = "Few", ["units"] = "contributors", ["asks"] = "Cleo, Dan, Eva", ["cadence"] = "every month on the fifth Friday 10:00", ["gate"] = "yes", ["anonymous"] = "yes", ["window"] = "3" };
        const string Warning = "It asks only 3 people and is anonymous, so it can never show a result of its opinions: that takes 4 answers.";

        Assert.Contains(Warning, await DoneAsync(coop.Ana, "checkin create", fields), StringComparison.Ordinal);
        Assert.Contains(Warning, await DoneAsync(coop.Ana, "checkin edit Few", fields), StringComparison.Ordinal);
        Assert.Contains(Warning, await DoneAsync(coop.Ana, "checkin now Few"), StringComparison.Ordinal);
        await coop.App.TickAsync(Ct);
        Assert.Contains(await coop.Cleo.InboxAsync(Ct), m => m.Text.Contains(Warning, StringComparison.Ordinal));
        Assert.Contains("months without a fifth Friday are skipped", await ShownAsync(coop.Ana, "checkin"), StringComparison.Ordinal);

        fields["asks"] = "Cleo, Dan, Eva, Finn";
        Assert.DoesNotContain("never show", await DoneAsync(coop.Ana, "checkin edit Few", fields), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_check_in_asks_seldom_stays_fresh_until_it_asks_again()
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "checkin pause Check-in");
        await DoneAsync(coop.Ana, "checkin edit Check-in", new() { ["name"] = "Check-in", ["units"] = "contributors", ["cadence"] = "every month on the fifth Friday 10:00", ["gate"] = "no", ["anonymous"] = "no", ["window"] = "3" });

        await DoneAsync(coop.Ben, "evidence contributors first-response 60");

        // 30 January to 29 May are 119 days; half as much again is left for a late answer.
        var reading = (await coop.AssessAsync("contributors")).Readings.Single(r => r.Criterion.Key == "first-response");
        Assert.Equal(178.5, (reading.ExpiresAt!.Value - coop.App.Time.GetUtcNow()).TotalDays, 1.0);
    }

    [Fact]
    public async Task A_review_stands_in_columns_of_its_own_in_the_spreadsheet()
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "log", new() { ["what"] = "We meet monthly", ["rationale"] = "often enough", ["effect"] = "fewer meetings", ["review"] = "2026-02-02" });
        var number = (await coop.Ana.SayAsync("decisions", Ct)).Text;
        await coop.ToAsync(2, 3);
        await DoneAsync(coop.Ana, $"report {LastNumber(number)}", new() { ["effect"] = "many more", ["cost"] = "nine days", ["error"] = "Large" });

        var lines = (await ExportAsync(coop)).Split("\r\n");

        Assert.Contains("expected effect,expected cost,actual effect,actual cost,review on", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, l => l.Contains("fewer meetings,,,,2026-02-02", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains(",,many more,nine days,", StringComparison.Ordinal));
    }

    private static string LastNumber(string decisions) => System.Text.RegularExpressions.Regex.Match(decisions, "[0-9]+", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Value;

    private static Task<string> ImportAsync(Cooperative coop, string list) => RefusedAtAsync(coop.Ana, "import", "list", new() { ["list"] = list });

    private static async Task<string> ExportAsync(Cooperative coop) => System.Text.Encoding.UTF8.GetString(
        (await coop.App.Services.GetRequiredService<Companion.Commands.LogExport>().MakeAsync((await coop.OrganisationAsync()).Id, "csv", Ct)).Bytes);
}
