using Companion.Core.Readiness;
using static Companion.Tests.Domain.Cooperative;

namespace Companion.Tests.Domain;

public sealed class UnitTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Setup_asks_three_questions_and_goes_on_where_it_was_left()
    {
        using var coop = await Cooperative.SetUpAsync();

        var left = await ShownAsync(coop.Ana, "setup");

        Assert.Contains("External contributors: level 20; all said", left, StringComparison.Ordinal);
        Assert.Contains("Finance: level 0; left to say: who answers for it and where it should be", left, StringComparison.Ordinal);
        await DoneAsync(coop.Ana, "setup finance", new() { ["owners"] = "Cleo", ["level"] = "0", ["target"] = "20" });
        Assert.Contains("Finance: level 0; all said", await ShownAsync(coop.Ana, "setup"), StringComparison.Ordinal);
        await DoneAsync(coop.Ana, "target finance none because there is no hurry");
        Assert.Contains("moves by decisions", await ShownAsync(coop.Ana, "setup finance"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_recommends_low_harm_first_then_what_is_most_proved()
    {
        using var coop = await Cooperative.SetUpAsync();
        await DoneAsync(coop.Ana, "target tech-stack 20 because it has to begin");
        await DoneAsync(coop.Ana, "target core-team 20 because it has to begin");
        await DoneAsync(coop.Ana, "target processes 20 because it has to begin");
        await coop.ReportAsync(coop.Ben, "contributors", ("first-response", "60"));

        var list = await ShownAsync(coop.Cleo, "units");

        var order = (string[])["External contributors to 40: harm low", "Internal processes to 20: harm low", "Core team to 20: harm medium", "Technology stack to 20: harm high"];
        Assert.Equal(order, order.OrderBy(o => list.IndexOf(o, StringComparison.Ordinal)));
        Assert.All(order, o => Assert.Contains(o, list, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_unit_of_ones_own_is_an_equal_citizen()
    {
        using var coop = await Cooperative.SetUpAsync();
        await DoneAsync(coop.Ana, "units add", new() { ["name"] = "Grants", ["basis"] = "copy finance", ["harm"] = "Low", ["owners"] = "Cleo" });

        Assert.Equal((await coop.AssessAsync("finance")).Readings.Length, (await coop.AssessAsync("grants")).Readings.Length);
        await DoneAsync(coop.Ana, "target grants 20 because it is next");
        await DoneAsync(coop.Ana, "criteria grants exempt investor-positions because there are none");
        await coop.HoldGateAsync();
        await coop.DaysAsync(15);
        await DoneAsync(coop.Cleo, "decide grants advance because it is proved");
        Assert.Equal(20, (await coop.AssessAsync("grants")).Level);
    }

    [Fact]
    public async Task A_list_of_units_comes_in_whole_or_not_at_all()
    {
        using var coop = await Cooperative.SetUpAsync();

        var refused = await RefusedAtAsync(coop.Ana, "import", "list", new()
        {
            ["list"] = "name,harm,owners,template,target\nGrants,low,Cleo+Dan,finance,40\nEvents,grave,,,\nFinance,,,,\n",
        });
        Assert.Contains("Line 3: Harm is low, medium or high.", refused, StringComparison.Ordinal);
        Assert.Contains("Line 4: There is a unit Finance already.", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("grants", await ShownAsync(coop.Ana, "units"), StringComparison.Ordinal);

        await DoneAsync(coop.Ana, "import", new() { ["list"] = "name;harm;owners\r\n\"Grants; and gifts\";low;Cleo+Dan\r\nEvents;;\r\n" });
        var list = await ShownAsync(coop.Ana, "units");
        Assert.Contains("grants-and-gifts", list, StringComparison.Ordinal);
        Assert.Contains("Cleo, Dan", list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Units_that_come_stand_in_the_log_with_whoever_added_them()
    {
        using var coop = await Cooperative.SetUpAsync();

        await DoneAsync(coop.Ana, "units add", new() { ["name"] = "Grants", ["basis"] = "scratch", ["rationale"] = "We give money away now." });
        await DoneAsync(coop.Ana, "import", new() { ["list"] = "name\nEvents\nShop\n" });

        var grants = await ShownAsync(coop.Cleo, "decisions grants");
        Assert.Contains("Grants is a new unit", grants, StringComparison.Ordinal);
        Assert.Contains("We give money away now.", grants, StringComparison.Ordinal);
        Assert.Contains("2 units came: Events, Shop", await ShownAsync(coop.Cleo, "decisions"), StringComparison.Ordinal);
        Assert.Contains("The log is whole: 3 entries", await ShownAsync(coop.Cleo, "decisions verify"), StringComparison.Ordinal);
        Assert.Contains("4,000", await RefusedAtAsync(coop.Ana, "units add", "rationale", new() { ["name"] = "Long", ["basis"] = "scratch", ["rationale"] = new('x', 4001) }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_says_whether_an_owner_or_a_steward_decided()
    {
        using var coop = await Cooperative.SetUpAsync();

        Assert.Contains("rule: the owner decides", await DoneAsync(coop.Ben, "target contributors 60 because we can"), StringComparison.Ordinal);
        Assert.Contains("rule: a steward decides", await DoneAsync(coop.Ana, "target contributors 40 because not so fast"), StringComparison.Ordinal);
        Assert.Contains("rule: a steward decides", await DoneAsync(coop.Ana, "target finance 20 because nobody answers for it"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_unit_that_comes_later_has_no_status_from_before()
    {
        using var coop = await Cooperative.SetUpAsync();
        await coop.DaysAsync(40);
        await DoneAsync(coop.Ana, "units add", new() { ["name"] = "Grants", ["basis"] = "scratch" });

        Assert.Equal(coop.App.Time.GetUtcNow(), (await coop.AssessAsync("grants")).Since);
        await coop.DaysAsync(1);
        Assert.Equal(coop.App.Time.GetUtcNow().AddDays(-1), (await coop.AssessAsync("grants")).Since);
        await DoneAsync(coop.Ana, "setup grants", new() { ["owners"] = "Cleo", ["level"] = "20", ["rationale"] = "It gives already.", ["target"] = "40" });
    }

    [Theory]
    [InlineData("target contributors 40 2027-06-30 because x", "target 40 by Wed 30 Jun 2027")]
    [InlineData("target contributors 40 until 2027-06-30 because x", "target 40 by Wed 30 Jun 2027")]
    [InlineData("target contributors 60 because x", "External contributors: target 60")]
    public async Task A_target_keeps_the_day_it_was_given(string line, string says)
    {
        using var coop = await Cooperative.SetUpAsync();

        Assert.Contains(says, await DoneAsync(coop.Ben, line), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("target contributors 40 by end of June 2027 because x")]
    [InlineData("target contributors 40 by 30/06/2027")]
    [InlineData("target contributors 40 by 30/06/2027 because x")]
    [InlineData("target contributors 40 some day because x")]
    public async Task A_day_that_is_not_understood_is_not_left_out(string line)
    {
        using var coop = await Cooperative.SetUpAsync();

        Assert.Contains("Write the day as 2026-06-30", await ShownAsync(coop.Ben, line), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("first-response 5 days https://example.org/report", "first-response 120 hours")]
    [InlineData("first-response 90 minutes", "first-response 1.5 hours")]
    [InlineData("first-response 60 hours", "first-response 60 hours")]
    [InlineData("outside-share 30% over 12 commits", "outside-share 30%")]
    [InlineData("outside-share 30% over 3", "over 3 cases it proves nothing yet: it takes 5")]
    [InlineData("first-response ?", "It is kept that you do not know")]
    public async Task A_word_behind_a_value_is_its_unit_or_its_cases(string evidence, string says)
    {
        using var coop = await Cooperative.SetUpAsync();

        Assert.Contains(says, await DoneAsync(coop.Ben, $"evidence contributors {evidence}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("first-response 5 months", "counted in hours, not in months")]
    [InlineData("first-response 5 percent", "counted in hours, not in percent")]
    [InlineData("active-outside 4 days", "counted in contributors, not in days")]
    public async Task A_unit_that_cannot_be_meant_is_refused(string evidence, string says)
    {
        using var coop = await Cooperative.SetUpAsync();

        Assert.Contains(says, await ShownAsync(coop.Ben, $"evidence contributors {evidence}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setup_offers_only_what_is_left_to_say()
    {
        using var coop = await Cooperative.SetUpAsync();
        await DoneAsync(coop.Ana, "owners finance Cleo because she counts well");

        var left = (await coop.Ana.SayAsync("setup", Ct)).Reply.ToString();

        Assert.DoesNotContain("\"setup finance\"", left, StringComparison.Ordinal);
        Assert.Contains("\"target finance\"", left, StringComparison.Ordinal);
        Assert.DoesNotContain("setup more", left, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_units_come_in_pages()
    {
        using var coop = await Cooperative.SetUpAsync();
        await DoneAsync(coop.Ana, "import", new() { ["list"] = "name\n" + string.Join('\n', Enumerable.Range(1, 20).Select(i => $"Project {i:00}")) });

        var pages = new List<string>();
        for (var page = 1; page <= 3; page++)
            pages.Add(await ShownAsync(coop.Cleo, page == 1 ? "status" : $"status page {page}"));

        Assert.All(pages, (page, i) => Assert.Contains($"Page {i + 1} of 3.", page, StringComparison.Ordinal));
        Assert.All(pages, page => Assert.Contains("The stability gate", page, StringComparison.Ordinal));
        Assert.All(await coop.UnitsAsync(), unit => Assert.Single(pages, page => page.Contains($"{unit.Name}: Level", StringComparison.Ordinal)));
        Assert.Contains("There is no page 4; there are 3.", await ShownAsync(coop.Cleo, "status page 4"), StringComparison.Ordinal);
        Assert.Contains("Which page?", await ShownAsync(coop.Cleo, "status page x"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_check_ins_come_in_pages()
    {
        using var coop = await Cooperative.SetUpAsync();
        for (var i = 1; i <= 5; i++)
            await DoneAsync(coop.Ana, "checkin create", new() { ["name"] = $"Round {i}", ["units"] = "finance", ["cadence"] = "every Tuesday 10:00", ["gate"] = "no", ["anonymous"] = "no", ["window"] = "3" });

        var (first, second) = (await ShownAsync(coop.Ana, "checkin"), await ShownAsync(coop.Ana, "checkin page 2"));

        Assert.Equal((5, 1), (Count(first, "Asks about"), Count(second, "Asks about")));
        Assert.Contains("Page 2 of 2.", second, StringComparison.Ordinal);
    }

    private static int Count(string text, string what) => text.Split(what).Length - 1;

    [Fact]
    public async Task Name_and_harm_change_by_a_decision()
    {
        using var coop = await Cooperative.SetUpAsync();

        var done = await DoneAsync(coop.Ana, "units edit finance", new() { ["name"] = "Money", ["harm"] = "Medium", ["rationale"] = "That is what we call it." });

        Assert.Contains("Finance is called Money now; harm medium instead of high", done, StringComparison.Ordinal);
        await DoneAsync(coop.Ben, "units edit contributors", new() { ["name"] = "Contributors", ["harm"] = "Medium", ["rationale"] = "It costs more than we thought." });
        Assert.Contains("Only a steward says that a unit does less harm", await RefusedAtAsync(coop.Ben, "units edit contributors", "harm", new() { ["name"] = "Contributors", ["harm"] = "Low", ["rationale"] = "x" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stages_are_named_added_freed_and_removed_and_the_past_stays_as_it_was()
    {
        using var coop = await Cooperative.SetUpAsync();
        await DoneAsync(coop.Ana, "units add", new() { ["name"] = "Grants", ["basis"] = "scratch" });

        await DoneAsync(coop.Ana, "stages grants edit 20", new() { ["title"] = "rules written", ["says"] = "Everybody can read who gets what.", ["rationale"] = "A name." });
        await DoneAsync(coop.Ana, "stages grants add", new() { ["position"] = "10", ["title"] = "asked", ["says"] = "Somebody asks.", ["rationale"] = "A first step." });
        await DoneAsync(coop.Ana, "stages grants free 10 because asking proves itself");
        Assert.Equal(10, (await coop.AssessAsync("grants")).Supported);
        Assert.Contains("needs none", await ShownAsync(coop.Cleo, "stages grants"), StringComparison.Ordinal);

        await DoneAsync(coop.Ana, "stages grants remove 10 because nobody needs it");
        Assert.Equal(0, (await coop.AssessAsync("grants")).Supported);
        Assert.DoesNotContain((await coop.AssessAsync("grants")).Unit.Stages, s => s.Position == 10);
    }

    [Theory]
    [InlineData("stages contributors remove 20 because x", "stands at 20")]
    [InlineData("stages contributors remove 40 because x", "has its target at 40")]
    [InlineData("stages contributors remove 60 because x", "Criteria guard stage 60")]
    [InlineData("stages contributors remove 61 because x", "has no stage 61")]
    [InlineData("stages contributors free 60 because x", "Only a stage without any")]
    [InlineData("stages contributors edit sixty", "Which stage?")]
    [InlineData("stages contributors bend 60", "is not known")]
    [InlineData("units edit", "Edit which unit?")]
    [InlineData("units page 99", "There is no page 99")]
    public async Task What_a_slider_cannot_lose_stays(string line, string says)
    {
        using var coop = await Cooperative.SetUpAsync();

        Assert.Contains(says, await ShownAsync(coop.Ana, line), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trigger_an_expectation_and_a_report_stand_beside_the_move()
    {
        using var coop = await Cooperative.SetUpAsync();
        await coop.HoldGateAsync();
        await coop.ProveContributorsAsync();
        await DoneAsync(coop.Ben, "trigger contributors pushed because there is too much to curate");
        await coop.DaysAsync(15);
        Assert.Equal(Status.Ready, (await coop.AssessAsync("contributors")).Status);

        var form = (await coop.Ben.SayAsync("decide contributors advance", TestContext.Current.CancellationToken)).Reply.ToString();
        Assert.Contains("too much to curate", form, StringComparison.Ordinal);
        var moved = await DoneAsync(coop.Ben, "decide contributors advance because it is time");
        var number = Number(moved);
        await DoneAsync(coop.Ben, $"expect {number}", new() { ["effect"] = "20 more ideas a month", ["cost"] = "slower releases" });
        Assert.Contains("has said that already", await ShownAsync(coop.Ben, $"expect {number}"), StringComparison.Ordinal);
        var report = await DoneAsync(coop.Ben, $"report {number}", new() { ["effect"] = "5 more", ["error"] = "Large" });
        Assert.Contains("far off", report, StringComparison.Ordinal);
    }

    internal static string Number(string text)
    {
        var at = text.IndexOf("Decision ", StringComparison.Ordinal) + 9;
        return new string([.. text[at..].TakeWhile(char.IsAsciiDigit)]);
    }
}
