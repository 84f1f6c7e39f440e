using System.Text.RegularExpressions;
using Companion.Core.CheckIns;
using Companion.Core.Readiness;
using Companion.Storage;
using Companion.Tests.Support;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using static Companion.Tests.Domain.Cooperative;

namespace Companion.Tests.Domain;

/// <summary>A unit goes out of use and comes back: nobody is asked about it meanwhile, and its history stays.</summary>
public sealed partial class RetirementTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_retired_unit_is_shown_nowhere_and_the_list_says_how_it_comes_back()
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "owners finance Cleo because she counts well");

        var retired = await DoneAsync(coop.Ana, "units retire finance because it came in by mistake");

        Assert.Contains("Finance is retired", retired, StringComparison.Ordinal);
        Assert.Contains("units restore finance", retired, StringComparison.Ordinal);
        foreach (var line in (string[])["status", "home", "setup", "checkin", "members", "channel"])
            Assert.DoesNotContain("Finance", await ShownAsync(coop.Ana, line), StringComparison.Ordinal);
        foreach (var line in (string[])["units add", "checkin create", "checkin edit", "log"])
            Assert.DoesNotContain("finance", (await coop.Ana.SayAsync(line, Ct)).Reply.GetRawText(), StringComparison.Ordinal);
        var list = await ShownAsync(coop.Cleo, "units");
        Assert.Contains("Retired: Finance (finance). A steward brings one back with `units restore finance`.", list, StringComparison.Ordinal);
        Assert.DoesNotContain("Finance", list.Replace("Finance (finance)", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("Retired:", await RestoredListAsync(coop), StringComparison.Ordinal);
    }

    private static async Task<string> RestoredListAsync(Cooperative coop)
    {
        await DoneAsync(coop.Ana, "units restore finance because we need it");
        return await ShownAsync(coop.Ana, "units");
    }

    [Theory]
    [InlineData("status finance")]
    [InlineData("why finance")]
    [InlineData("why finance runway")]
    [InlineData("evidence finance runway 12")]
    [InlineData("decide finance")]
    [InlineData("decide finance hold because x")]
    [InlineData("decide Finance step-back 0 because x")]
    [InlineData("target finance 40 because x")]
    [InlineData("snooze finance 3 days because x")]
    [InlineData("trigger finance pushed because x")]
    [InlineData("criteria finance")]
    [InlineData("criteria finance exempt runway because x")]
    [InlineData("stages finance")]
    [InlineData("stages finance remove 20 because x")]
    [InlineData("depends finance")]
    [InlineData("depends finance 60 on contributors 40 because x")]
    [InlineData("depends contributors 60 on finance 40 because x")]
    [InlineData("owners finance Cleo because x")]
    [InlineData("reporter finance runway Cleo")]
    [InlineData("channel finance here")]
    [InlineData("units edit finance")]
    [InlineData("units retire finance because again")]
    [InlineData("setup finance")]
    [InlineData("token create ci unit finance")]
    public async Task Whoever_names_a_retired_unit_is_told_that_it_is_retired(string line)
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "units add", new() { ["name"] = "Finance team", ["basis"] = "scratch" });
        await DoneAsync(coop.Ana, "units retire finance because it came in by mistake");

        Assert.Contains("Finance is retired: nobody is asked about it, and nothing moves it. A steward brings it back with: units restore finance because", await ShownAsync(coop.Ana, line), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_read_of_the_others_does_not_grow_with_the_time_a_unit_is_retired()
    {
        using var coop = await SetUpAsync();
        await coop.ToAsync(1, 10, 12);
        Task<long> KeptAsync() => coop.App.Services.GetRequiredService<Database>().ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT COUNT(1) FROM checkpoints"), Ct);
        Assert.Equal(5, await KeptAsync());

        await DoneAsync(coop.Ana, "units retire finance because it came in by mistake");
        await coop.ToAsync(1, 12, 12);
        Assert.Equal(4, await KeptAsync());

        await DoneAsync(coop.Ana, "units restore finance because it was none");
        await coop.ToAsync(1, 14, 12);
        Assert.Equal(5, await KeptAsync());
        Assert.Contains("Finance", await ShownAsync(coop.Cleo, "status finance"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_retirement_is_a_decision_with_a_reason_that_a_form_asks_for()
    {
        using var coop = await SetUpAsync();

        var form = await coop.Ana.SayAsync("units retire finance", Ct);
        Assert.Equal("form", form.Kind);
        Assert.Contains("units restore finance brings it back", form.Reply.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("Say why", await RefusedAtAsync(coop.Ana, "units retire finance", "rationale", []), StringComparison.Ordinal);
        await DoneAsync(coop.Ana, "units retire finance", new() { ["rationale"] = "It came in by mistake." });

        var entry = await ShownAsync(coop.Ben, "decisions 2");
        Assert.Contains("Decision 2: retired", entry, StringComparison.Ordinal);
        Assert.Contains("Unit: Finance", entry, StringComparison.Ordinal);
        Assert.Contains("It came in by mistake.", entry, StringComparison.Ordinal);
        Assert.Contains("a steward decides", entry, StringComparison.Ordinal);

        Assert.Equal("form", (await coop.Ana.SayAsync("units restore finance", Ct)).Kind);
        Assert.Contains("Say why", await RefusedAtAsync(coop.Ana, "units restore finance", "rationale", []), StringComparison.Ordinal);
        await DoneAsync(coop.Ana, "units restore finance", new() { ["rationale"] = "We need it after all." });
        Assert.Contains("Decision 3: in use again", await ShownAsync(coop.Ben, "decisions 3"), StringComparison.Ordinal);
        Assert.Contains("The log is whole: 3 entries", await ShownAsync(coop.Ben, "decisions verify"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_history_of_a_retired_unit_still_names_it()
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "target finance 40 because the bank agreed");
        await DoneAsync(coop.Ana, "units retire finance because it came in by mistake");

        Assert.Contains("the bank agreed", await ShownAsync(coop.Ben, "decisions finance"), StringComparison.Ordinal);
        Assert.Contains("Finance", await ShownAsync(coop.Ben, "decisions"), StringComparison.Ordinal);
        Assert.Contains("Unit: Finance", await ShownAsync(coop.Ben, "decisions 2"), StringComparison.Ordinal);
        Assert.Contains("1 decision found", await ShownAsync(coop.Ben, "search bank unit:finance"), StringComparison.Ordinal);
        Assert.Contains("Finance", await ShownAsync(coop.Ben, "search bank"), StringComparison.Ordinal);
        foreach (var format in (string[])["json", "csv"])
            Assert.Contains("finance", await coop.Http.GetStringAsync(AddressIn(await DoneAsync(coop.Ana, $"export {format}")), Ct), StringComparison.Ordinal);
        await using var markdown = await coop.Http.GetStreamAsync(AddressIn(await DoneAsync(coop.Ana, "export")), Ct);
        using var zip = new System.IO.Compression.ZipArchive(markdown);
        using var file = new StreamReader(zip.Entries.Single(e => e.Name.StartsWith("0002", StringComparison.Ordinal)).Open());
        Assert.Contains("finance", await file.ReadToEndAsync(Ct), StringComparison.Ordinal);
        // The first page shows its decisions and not its slider.
        var page = await coop.Http.GetStringAsync("/", Ct);
        Assert.Contains("<bdi>Finance</bdi>:", page, StringComparison.Ordinal);
        Assert.Contains("External contributors", page, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(page, "Finance", RegexOptions.None, TimeSpan.FromSeconds(1)));
        // What was decided about it can still be annotated, and its contrary is said.
        Assert.Contains("units restore finance", await ShownAsync(coop.Ana, "supersede 3 because it was wrong"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_in_asks_about_the_others_and_about_the_unit_again_when_it_is_back()
    {
        using var coop = await SetUpAsync();
        foreach (var key in (string[])["finance", "tech-stack"])
            await DoneAsync(coop.Ana, $"target {key} 20 because it has to begin");
        await DoneAsync(coop.Ana, "units retire finance because it came in by mistake");

        await coop.ToAsync(1, 6, 12);
        var round = await OpenRoundAsync(coop);
        Assert.DoesNotContain("finance", round.Questions.Select(q => q.UnitKey));
        Assert.Contains("contributors", round.Questions.Select(q => q.UnitKey));
        // Whoever changes the check-in meanwhile does not take out what cannot be chosen.
        await DoneAsync(coop.Ana, "checkin edit", new() { ["name"] = "Check-in", ["units"] = "contributors,tech-stack", ["cadence"] = "every month on the first Tuesday 10:00 Europe/Berlin", ["gate"] = "yes", ["anonymous"] = "no", ["window"] = "3" });
        await coop.ToAsync(1, 20);
        await DoneAsync(coop.Ana, "units restore finance because we need it after all");

        await coop.ToAsync(2, 3, 12);
        Assert.Equal(["contributors", "finance", "tech-stack"], (await OpenRoundAsync(coop)).Questions.Where(q => q.UnitId is not null).Select(q => q.UnitKey).Distinct());
    }

    [Fact]
    public async Task A_unit_that_is_back_stands_where_it_stood_and_is_assessed_at_once()
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "checkin pause Check-in");
        await coop.ProveContributorsAsync();
        await coop.DaysAsync(1);
        var before = await coop.AssessAsync("contributors");
        await DoneAsync(coop.Ana, "units retire contributors because we close for a week");
        await coop.DaysAsync(7);
        Assert.DoesNotContain(await DueAsync(coop), u => u.Id == before.Unit.Id);

        await DoneAsync(coop.Ana, "units restore contributors because we open again");

        Assert.Contains(await DueAsync(coop), u => u.Id == before.Unit.Id);
        await coop.App.TickAsync(Ct);
        Assert.DoesNotContain(await DueAsync(coop), u => u.Id == before.Unit.Id);
        var after = await coop.AssessAsync("contributors");
        Assert.Equal((20, 40, before.Target), (after.Level, after.Supported, after.Target));
        Assert.Equal(before.Unit.Owners, after.Unit.Owners);
        Assert.Equal(before.Readings.Select(r => (r.Criterion.Key, r.State)), after.Readings.Select(r => (r.Criterion.Key, r.State)));
        Assert.Contains("External contributors", await ShownAsync(coop.Ben, "status"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_nudges_end_with_the_unit_and_ask_again_when_it_is_back()
    {
        using var coop = await ReadyAsync();
        await coop.DaysAsync(16);
        Assert.Contains(await coop.Ben.InboxAsync(Ct), m => m.Text.Contains("is ready for 40", StringComparison.Ordinal));
        Assert.Contains(await coop.Ana.InboxAsync(Ct), m => m.Text.Contains("No answer for External contributors", StringComparison.Ordinal));

        await DoneAsync(coop.Ana, "units retire contributors because we close for a while");
        await coop.App.TickAsync(Ct);

        foreach (var person in (ChatPerson[])[coop.Ana, coop.Ben])
        {
            var inbox = await person.InboxAsync(Ct);
            Assert.Contains(inbox, m => m.Text.Contains("ready for 40, over", StringComparison.Ordinal) && m.Text.Contains("The unit was retired, so no decision is needed.", StringComparison.Ordinal));
            Assert.DoesNotContain(inbox, m => m.Text.Contains("is ready for 40", StringComparison.Ordinal) || m.Text.Contains("No answer for", StringComparison.Ordinal));
        }

        Assert.All(await NudgeCardsAsync(coop), card => Assert.DoesNotContain("\"command\"", card, StringComparison.Ordinal));
        await coop.DaysAsync(3);
        Assert.DoesNotContain(await coop.Ben.InboxAsync(Ct), m => m.Text.Contains("Still waiting", StringComparison.Ordinal));

        await DoneAsync(coop.Ana, "units restore contributors because we open again");
        await coop.DaysAsync(1);
        Assert.Contains(await coop.Ben.InboxAsync(Ct), m => m.Text.Contains("is ready for 40", StringComparison.Ordinal));
        await DoneAsync(coop.Ben, "decide contributors advance because it is proved");
        await coop.App.TickAsync(Ct);
        Assert.DoesNotContain(await coop.Ben.InboxAsync(Ct), m => m.Text.Contains("is ready for 40", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_answers_for_it_is_told_once_and_whoever_decided_is_not()
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "owners finance Ana, Cleo, Dan because they share it");
        await DoneAsync(coop.Ana, "units retire finance because it came in by mistake");
        await coop.DaysAsync(1);
        await DoneAsync(coop.Ana, "units restore finance because we need it after all");
        await coop.DaysAsync(1);

        foreach (var person in (ChatPerson[])[coop.Cleo, coop.Dan])
        {
            var inbox = await person.InboxAsync(Ct);
            Assert.Contains("it came in by mistake", Assert.Single(inbox, m => m.Text.Contains("Ana retired it: you need not answer for it any more", StringComparison.Ordinal)).Text, StringComparison.Ordinal);
            Assert.Single(inbox, m => m.Text.Contains("Ana brought it back, and you answer for it as before", StringComparison.Ordinal));
        }

        foreach (var person in (ChatPerson[])[coop.Ana, coop.Ben])
            Assert.DoesNotContain(await person.InboxAsync(Ct), m => m.Text.Contains("Ana retired it", StringComparison.Ordinal) || m.Text.Contains("Ana brought it back", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_channel_learns_of_it_with_the_reason_and_without_a_way_into_the_unit()
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "units retire finance because it came in by mistake");
        await coop.DaysAsync(1);

        Assert.Contains("it came in by mistake", Assert.Single(await coop.Dan.InboxAsync(Ct, "general"), m => m.Text.Contains("Finance: retired", StringComparison.Ordinal)).Text, StringComparison.Ordinal);
        await using var connection = coop.App.Connect();
        var card = await connection.QuerySingleAsync<string>("SELECT card FROM outbox WHERE subject = 'decision 2'");
        Assert.Contains("decisions 2", card, StringComparison.Ordinal);
        Assert.DoesNotContain("why finance", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_answers_for_a_retired_unit_only_may_leave_and_the_stewards_have_it_when_it_is_back()
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "owners finance Cleo because she counts well");
        await DoneAsync(coop.Ana, "units retire finance because it came in by mistake");

        await DoneAsync(coop.Ana, "members remove Cleo");

        await DoneAsync(coop.Ana, "units restore finance because we need it after all");
        Assert.Empty((await coop.AssessAsync("finance")).Unit.Owners);
        Assert.Contains("Nobody in particular, so it is the stewards'", await ShownAsync(coop.Ana, "owners finance"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_review_waits_until_the_unit_is_back()
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "checkin pause Check-in");
        await DoneAsync(coop.Ben, "decide contributors step-back", new() { ["to"] = "0", ["rationale"] = "Too early.", ["effect"] = "peace", ["review"] = "2026-02-02" });
        await DoneAsync(coop.Ana, "units retire contributors because we close for a while");

        await coop.ToAsync(2, 10);
        Assert.DoesNotContain(await coop.Ben.InboxAsync(Ct), m => m.Text.Contains("what became of decision 2", StringComparison.Ordinal));

        await DoneAsync(coop.Ana, "units restore contributors because we open again");
        await coop.ToAsync(2, 11);
        Assert.Single(await coop.Ben.InboxAsync(Ct), m => m.Text.Contains("what became of decision 2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_retired_unit_keeps_its_name_and_its_key()
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "units edit finance", new() { ["name"] = "Money", ["harm"] = "High", ["rationale"] = "Shorter." });
        await DoneAsync(coop.Ana, "units retire finance because it came in by mistake");
        const string Back = "Money is retired and keeps its name. Bring it back with: units restore finance.";

        foreach (var name in (string[])["Money", "money", "Finance"])
        {
            Assert.Equal(Back, await RefusedAtAsync(coop.Ana, "units add", "name", new() { ["name"] = name, ["basis"] = "scratch" }));
            Assert.Contains($"Line 2: {Back}", await RefusedAtAsync(coop.Ana, "import", "list", new() { ["list"] = $"name\n{name}\n" }), StringComparison.Ordinal);
        }

        Assert.Equal(Back, await RefusedAtAsync(coop.Ana, "units edit tech-stack", "name", new() { ["name"] = "Money", ["harm"] = "High", ["rationale"] = "Why not." }));
        Assert.Contains("All built-in units are set up. Money is retired; bring it back with: units restore finance.", await ShownAsync(coop.Ana, "setup more"), StringComparison.Ordinal);
        Assert.DoesNotContain("One more built-in unit", (await coop.Ana.SayAsync("setup", Ct)).Reply.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undo_leaves_the_decision_in_the_log_and_says_how_to_decide_the_contrary()
    {
        using var coop = await SetUpAsync();
        coop.App.Time.Set(Monday.AddMinutes(1));
        await DoneAsync(coop.Ana, "units retire finance because it came in by mistake");

        Assert.Contains("Your last change is decision 2. Decisions stay in the log; decide anew, and the later one counts: units restore finance because ... See decisions 2.", await ShownAsync(coop.Ana, "undo"), StringComparison.Ordinal);

        coop.App.Time.Set(Monday.AddMinutes(2));
        await DoneAsync(coop.Ana, "units restore finance because it was none");
        Assert.Contains("the later one counts: units retire finance because ...", await ShownAsync(coop.Ana, "undo"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_for_a_retired_unit_hands_nothing_in_until_the_unit_is_back()
    {
        using var coop = await SetUpAsync();
        var only = await ApiClient.MadeByAsync(coop.Http, coop.Ana, Ct, "only scope evidence,read unit contributors");
        var any = await ApiClient.MadeByAsync(coop.Http, coop.Ana, Ct, "any scope evidence,read");
        var measured = new { unit = "contributors", criterion = "turnout", value = 30 };
        await DoneAsync(coop.Ana, "checkin pause Check-in");
        await DoneAsync(coop.Ana, "units retire contributors because we close for a while");
        var facts = await FactsAsync(coop);

        foreach (var client in (ApiClient[])[only, any])
        {
            var refused = await client.PostAsync(measured, Ct);
            Assert.Equal((422, "unit.retired"), (refused.Status, refused.Code));
            Assert.Contains("contributors is retired and takes no evidence. A steward brings it back in the chat with: units restore contributors.", refused.Detail, StringComparison.Ordinal);
            var read = await client.GetAsync("/units/contributors", Ct);
            Assert.Equal((404, "unit.unknown"), (read.Status, read.Code));
            Assert.Contains("is retired", read.Detail, StringComparison.Ordinal);
            Assert.Equal(404, (await client.GetAsync("/units/contributors/assessment", Ct)).Status);
            foreach (var path in (string[])["/units", "/assessments"])
                Assert.DoesNotContain("\"contributors\"", (await client.GetAsync(path, Ct)).Json.GetRawText(), StringComparison.Ordinal);
            // What was decided stays readable, under its key.
            foreach (var path in (string[])["/decisions/1", "/decisions?unit=contributors", "/decisions"])
                Assert.Contains("\"contributors\"", (await client.GetAsync(path, Ct)).Json.GetRawText(), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("contributors", (await any.PostAsync(new { unit = "moon", criterion = "turnout", value = 30 }, Ct)).Detail, StringComparison.Ordinal);
        Assert.Equal(facts, await FactsAsync(coop));

        await DoneAsync(coop.Ana, "units restore contributors because we open again");
        foreach (var client in (ApiClient[])[only, any])
            Assert.Equal(200, (await client.PostAsync(measured, Ct)).Status);
        Assert.Equal(facts + 2, await FactsAsync(coop));
    }

    private static async Task<Cooperative> ReadyAsync()
    {
        var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "checkin pause Check-in");
        await coop.HoldGateAsync();
        await coop.ProveContributorsAsync();
        await coop.DaysAsync(16);
        return coop;
    }

    private static async Task<Round> OpenRoundAsync(Cooperative coop) =>
        Assert.Single(await coop.App.Services.GetRequiredService<RoundStore>().OpenAsync((await coop.OrganisationAsync()).Id, Ct));

    private static Task<IReadOnlyList<DueUnit>> DueAsync(Cooperative coop) =>
        coop.App.Services.GetRequiredService<UnitStore>().DueAsync(coop.App.Time.GetUtcNow(), 100, Ct);

    private static async Task<IReadOnlyList<string>> NudgeCardsAsync(Cooperative coop)
    {
        await using var connection = coop.App.Connect();
        var cards = (await connection.QueryAsync<string>("SELECT card FROM outbox WHERE subject LIKE 'nudge %'")).ToList();
        Assert.NotEmpty(cards);
        return cards;
    }

    private static async Task<long> FactsAsync(Cooperative coop)
    {
        await using var connection = coop.App.Connect();
        return await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM facts");
    }

    private static Uri AddressIn(string text) => new(Address().Match(text).Value, UriKind.Relative);

    [GeneratedRegex("/exports/[A-Za-z0-9_-]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
