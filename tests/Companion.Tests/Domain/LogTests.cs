using System.IO.Compression;
using System.Text.Json;
using Companion.Core.Decisions;
using Companion.Tests.Support;
using static Companion.Tests.Domain.Cooperative;

namespace Companion.Tests.Domain;

public sealed class LogTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Decisions_are_found_by_words_unit_person_kind_and_period()
    {
        using var coop = await FilledAsync();

        Assert.Contains("1 decision found", await ShownAsync(coop.Cleo, "search savings"), StringComparison.Ordinal);
        Assert.Contains("2 decisions found", await ShownAsync(coop.Cleo, "search unit:finance"), StringComparison.Ordinal);
        Assert.Contains("1 decision found", await ShownAsync(coop.Cleo, "search by:Ben"), StringComparison.Ordinal);
        Assert.Contains("3 decisions found", await ShownAsync(coop.Cleo, "search kind:set-target"), StringComparison.Ordinal);
        Assert.Contains("Nothing found", await ShownAsync(coop.Cleo, "search kind:set-target to:2026-01-04"), StringComparison.Ordinal);
        Assert.Contains("Nothing found", await ShownAsync(coop.Cleo, "search % unit:finance"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_and_units_of_several_words_are_found_by_their_whole_name()
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "members add Kim Lee, Kim Novak, Pat O'Brien");
        await DoneAsync(coop.Ana, "owners finance Kim Novak because she counts well");
        await DoneAsync(await coop.MeetAsync("Kim Novak"), "target finance 20 because our savings allow it");

        foreach (var line in (string[])["search by:Kim Novak", "search by:\"Kim Novak\"", "search savings by:Kim Novak unit:finance", "search unit:\"Finance\" by:Kim Novak savings"])
            Assert.Contains("1 decision found", $"{line}: {await ShownAsync(coop.Cleo, line)}", StringComparison.Ordinal);
        Assert.Contains("more than one \"Kim\"", await ShownAsync(coop.Cleo, "search by:Kim"), StringComparison.Ordinal);
        Assert.Contains("Nothing found", await ShownAsync(coop.Cleo, "search by:Pat O'Brien"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_no_longer_holds_says_so_and_asks_for_no_review()
    {
        using var coop = await FilledAsync();

        var superseded = await ShownAsync(coop.Cleo, "decisions 2");

        Assert.Contains("No longer holds: decision 4 took its place", superseded, StringComparison.Ordinal);
        Assert.DoesNotContain("Review:", superseded, StringComparison.Ordinal);
        Assert.DoesNotContain("No longer holds", await ShownAsync(coop.Cleo, "decisions 4"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_have_pages()
    {
        using var coop = await SetUpAsync();
        for (var i = 0; i < 12; i++)
            await DoneAsync(coop.Ana, $"target finance {(i % 2 == 0 ? 20 : 40)} because reason {i}");

        var first = await ShownAsync(coop.Cleo, "decisions");
        Assert.Contains("Page 1 of 2", first, StringComparison.Ordinal);
        Assert.Contains("reason 0", await ShownAsync(coop.Cleo, "decisions page 2"), StringComparison.Ordinal);
        Assert.Contains("Page 2 of 2", await ShownAsync(coop.Cleo, "search reason page 2"), StringComparison.Ordinal);
        Assert.Contains("Page 1 of 2", await ShownAsync(coop.Cleo, "decisions finance"), StringComparison.Ordinal);
        Assert.Contains("There is no page 9", await ShownAsync(coop.Cleo, "members page 9"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_is_never_edited_a_later_one_supersedes_it()
    {
        using var coop = await FilledAsync();

        Assert.Contains("Decide the contrary", await ShownAsync(coop.Ana, "supersede 4 because it was wrong"), StringComparison.Ordinal);
        await DoneAsync(coop.Ana, "log", new() { ["what"] = "We meet on Fridays", ["rationale"] = "It suits us.", ["unit"] = "-" });
        await DoneAsync(coop.Ana, "supersede 5 because Mondays suit better");

        Assert.Contains("took its place already", await ShownAsync(coop.Ana, "supersede 5 because again"), StringComparison.Ordinal);
        Assert.Contains("It suits us.", await ShownAsync(coop.Cleo, "decisions 5"), StringComparison.Ordinal);
        Assert.Contains("Takes the place of: decision 2", await ShownAsync(coop.Cleo, "decisions 4"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_nearest_earlier_decisions_are_offered_while_drafting()
    {
        using var coop = await FilledAsync();

        var form = (await coop.Ben.SayAsync("decide contributors step-back", Ct)).Reply;

        var offered = form.GetProperty("form").GetProperty("fields").EnumerateArray().Single(f => f.GetProperty("name").GetString() == "precedents");
        Assert.InRange(offered.GetProperty("options").GetArrayLength(), 1, 3);
        await DoneAsync(coop.Ben, "decide contributors step-back", new() { ["to"] = "0", ["rationale"] = "Nobody answers any more.", ["precedents"] = "1" });
        Assert.Contains("Follows: decision 1", await ShownAsync(coop.Cleo, "decisions 5"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_leaves_as_Markdown_JSON_and_CSV_and_the_JSON_verifies_elsewhere()
    {
        using var coop = await FilledAsync();
        await DoneAsync(coop.Ana, "target finance none because =1+1 is a formula");

        using var markdown = new ZipArchive(await FetchAsync(coop, "export"));
        Assert.Equal(["0001-declare.md", "README.md"], markdown.Entries.Select(e => e.Name).Order(StringComparer.Ordinal).Where((_, i) => i is 0 or 5));
        using var json = await JsonDocument.ParseAsync(await FetchAsync(coop, "export json"), cancellationToken: Ct);
        Assert.True(Chain.Verify(json.RootElement.GetProperty("entries").EnumerateArray().Select(Entry), json.RootElement.GetProperty("head").GetString()).Intact);
        using var csv = new StreamReader(await FetchAsync(coop, "export csv"));
        var text = await csv.ReadToEndAsync(Ct);
        Assert.Equal(7, text.Split("\r\n").Length);
        Assert.Contains("'=1+1 is a formula", text, StringComparison.Ordinal);

        // Decision 4 set the target of decision 2 anew, and 5 took it away again.
        Assert.Contains("(superseded by 4)", await TextAsync(markdown, "README.md"), StringComparison.Ordinal);
        Assert.Contains("**Superseded by**: decision 4", await TextAsync(markdown, "0002"), StringComparison.Ordinal);
        Assert.DoesNotContain("Superseded by", await TextAsync(markdown, "0003"), StringComparison.Ordinal);
        Assert.Matches(",,4,[0-9a-f]{64}$", text.Split("\r\n")[2]);
    }

    [Fact]
    public async Task Verify_prints_head_and_count_and_says_its_limit_and_the_dashboard_shows_the_head()
    {
        using var coop = await FilledAsync();

        var verified = await ShownAsync(coop.Cleo, "decisions verify");

        Assert.Contains("The log is whole: 4 entries", verified, StringComparison.Ordinal);
        Assert.Contains("the chain alone cannot show that", verified, StringComparison.Ordinal);
        var head = System.Text.RegularExpressions.Regex.Match(verified, "[0-9a-f]{64}", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
        Assert.Contains(head, await coop.Http.GetStringAsync("/", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_own_change_is_taken_back_within_ten_minutes_where_nothing_was_built_on_it()
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ben, "evidence contributors first-response 600");
        await DoneAsync(coop.Ben, "undo");
        Assert.Null((await coop.AssessAsync("contributors")).Readings.Single(r => r.Criterion.Key == "first-response").Decides);

        Assert.Contains("You changed nothing", await ShownAsync(coop.Ben, "undo"), StringComparison.Ordinal);

        await DoneAsync(coop.Cleo, "hours 10:00-14:00 Mon-Thu");
        await DoneAsync(coop.Cleo, "undo");
        Assert.Contains("the organisation's, 09:00-17:00 Mon-Fri", await ShownAsync(coop.Cleo, "hours"), StringComparison.Ordinal);

        await DoneAsync(coop.Ben, "target contributors 60 because we can");
        Assert.Contains("Decisions stay in the log", await ShownAsync(coop.Ben, "undo"), StringComparison.Ordinal);

        await DoneAsync(coop.Cleo, "volume weekly");
        coop.App.Time.Set(coop.App.Time.GetUtcNow().AddMinutes(11));
        Assert.Contains("You changed nothing in the last 10 minutes", await ShownAsync(coop.Cleo, "undo"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evidence_a_decision_rests_on_is_not_taken_back()
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ben, "evidence contributors first-response 60");
        await DoneAsync(coop.Ana, "decide contributors step-back 0 because it is too early");

        Assert.Contains("A decision was made since", await ShownAsync(coop.Ben, "undo"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_shows_one_command_with_examples()
    {
        using var coop = await SetUpAsync();

        Assert.Contains("decide contributors hold because after the launch", await ShownAsync(coop.Cleo, "help decide"), StringComparison.Ordinal);
    }

    /// <summary>Four decisions: Ana declared contributors, Ana set and changed the target of finance, Ben that of contributors.</summary>
    private static async Task<Cooperative> FilledAsync()
    {
        var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "target finance 20 because of our savings");
        await DoneAsync(coop.Ben, "target contributors 60 because the guide is written");
        await DoneAsync(coop.Ana, "target finance 40 because the bank agreed");
        return coop;
    }

    private static async Task<Stream> FetchAsync(Cooperative coop, string line)
    {
        var address = System.Text.RegularExpressions.Regex.Match(await DoneAsync(coop.Ana, line), "/exports/[A-Za-z0-9_-]+", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
        return await coop.Http.GetStreamAsync(address, Ct);
    }

    private static async Task<string> TextAsync(ZipArchive archive, string name)
    {
        using var reader = new StreamReader(archive.Entries.Single(e => e.Name.StartsWith(name, StringComparison.Ordinal)).Open());
        return await reader.ReadToEndAsync(Ct);
    }

    private static LoggedEntry Entry(JsonElement json) => JsonSerializer.Deserialize<LoggedEntry>(json, JsonSerializerOptions.Web)!;
}
