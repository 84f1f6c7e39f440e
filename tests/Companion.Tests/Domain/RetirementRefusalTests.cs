using Companion.Commands;
using Companion.Core.CheckIns;
using Companion.Core.Units;
using Companion.Storage;
using Companion.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static Companion.Tests.Domain.Cooperative;

namespace Companion.Tests.Domain;

/// <summary>What stands in the way of a retirement or of a return, and what becomes of two who are at it at once.</summary>
public sealed class RetirementRefusalTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_another_unit_needs_stays_until_that_is_lifted()
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "depends contributors 60 on finance 40 because they want to be paid");
        Assert.Contains("External contributors from 60 on needs Finance. Lift that first: depends contributors 60 on finance none because ...", await ShownAsync(coop.Ana, "units retire finance because x"), StringComparison.Ordinal);
        await DoneAsync(coop.Ana, "depends tech-stack 80 on finance 20 because it costs");
        Assert.Contains("External contributors from 60 on and Technology stack from 80 on need Finance.", await ShownAsync(coop.Ana, "units retire finance because x"), StringComparison.Ordinal);
        Assert.Equal(3, await DecisionsAsync(coop));

        await DoneAsync(coop.Ana, "depends contributors 60 on finance none because they do it for free");
        await DoneAsync(coop.Ana, "depends tech-stack 80 on finance none because it is cheap");
        await DoneAsync(coop.Ana, "units retire finance because it came in by mistake");
    }

    [Fact]
    public async Task A_unit_comes_back_after_the_one_that_it_needs()
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "depends contributors 60 on finance 40 because they want to be paid");
        await DoneAsync(coop.Ana, "units retire contributors because we close");
        await DoneAsync(coop.Ana, "units retire finance because we close");

        Assert.Contains("From 60 on External contributors needs Finance, which is retired too. Bring that back first: units restore finance because ...", await ShownAsync(coop.Ana, "units restore contributors because x"), StringComparison.Ordinal);

        await DoneAsync(coop.Ana, "units restore finance because we open");
        await DoneAsync(coop.Ana, "units restore contributors because we open");
        Assert.Contains("From 60 on it needs Finance at 40", await ShownAsync(coop.Ana, "depends contributors"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_a_round_asks_about_it_a_unit_stays()
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "target finance 20 because the exit has to stay open");
        await coop.ToAsync(1, 6, 12);

        var refused = await ShownAsync(coop.Ana, "units retire finance because x");

        Assert.Contains("Check-in asks about Finance until Fri 9 Jan 2026, 10:00. Retire it when that round has closed; until then no next one opens if you say: checkin pause Check-in.", refused, StringComparison.Ordinal);
        await coop.ToAsync(1, 10, 12);
        await DoneAsync(coop.Ana, "units retire finance because it came in by mistake");
    }

    [Fact]
    public async Task What_a_check_in_asks_about_alone_stays_until_the_check_in_is_changed_or_paused()
    {
        using var coop = await SetUpAsync();
        var money = new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = "Money talk", ["units"] = "finance", ["cadence"] = "every Thursday 10:00 Europe/Berlin", ["gate"] = "yes", ["anonymous"] = "no", ["window"] = "1" };
        await DoneAsync(coop.Ana, "target finance 20 because the exit has to stay open");
        await DoneAsync(coop.Ana, "checkin create", money);
        Assert.Contains("Money talk asks about nothing but Finance. Have it ask about another unit, or end it, first: checkin edit Money talk, or checkin pause Money talk.", await ShownAsync(coop.Ana, "units retire finance because x"), StringComparison.Ordinal);

        await DoneAsync(coop.Ana, "checkin pause Money talk");
        await DoneAsync(coop.Ana, "checkin pause Check-in");
        await DoneAsync(coop.Ana, "units retire finance because it came in by mistake");

        // Nothing is left to ask about, until another unit is chosen.
        foreach (var line in (string[])["checkin resume Money talk", "checkin now Money talk"])
            Assert.Contains("All that Money talk asks about is retired. Have it ask about another unit first: checkin edit Money talk.", await ShownAsync(coop.Ana, line), StringComparison.Ordinal);
        Assert.Contains("Asks about: retired units only, the stability gate", await ShownAsync(coop.Ana, "checkin"), StringComparison.Ordinal);
        money["units"] = "contributors";
        await DoneAsync(coop.Ana, "checkin edit Money talk", money);
        await DoneAsync(coop.Ana, "checkin resume Money talk");
        await coop.DaysAsync(4);
        Assert.Equal(["contributors", "gate"], (await RoundsAsync(coop)).SelectMany(r => r.Questions).Select(q => q.UnitKey).Distinct());
    }

    [Fact]
    public async Task A_check_in_that_would_ask_about_retired_units_only_opens_no_round()
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "checkin pause Check-in");
        await DoneAsync(coop.Ana, "units retire finance because it came in by mistake");
        // As it comes out when somebody creates it at the moment of the retirement.
        var (checkIns, all) = (coop.App.Services.GetRequiredService<CheckInStore>(), coop.App.Services.GetRequiredService<UnitStore>());
        var organisation = (await coop.OrganisationAsync()).Id;
        var retired = (await all.EverAsync(organisation, Ct)).Single(u => u.Key == "finance");
        var paused = (await checkIns.AllAsync(organisation, Ct)).Single();
        await checkIns.AddAsync(paused with { Id = Guid.CreateVersion7(coop.App.Time.GetUtcNow()), Name = "Money talk", IsPaused = false, Units = [retired.Id] }, new(organisation, coop.App.Time.GetUtcNow()), Ct);

        await coop.ToAsync(2, 1);

        Assert.Empty(await RoundsAsync(coop));
        var (date, at) = (await checkIns.AllAsync(organisation, Ct)).Where(c => c.Name == "Money talk").Select(c => (c.NextDate, c.NextAt)).Single();
        Assert.Equal(new DateOnly(2026, 2, 3), date);
        Assert.True(at > coop.App.Time.GetUtcNow());
    }

    [Theory]
    [InlineData("Ben", "units retire contributors because x", "Only a steward retires a unit.")]
    [InlineData("Ben", "units restore contributors because x", "Only a steward brings a unit back.")]
    [InlineData("Ana", "units retire nowhere because x", "There is no unit \"nowhere\".")]
    [InlineData("Ana", "units restore nowhere because x", "There is no unit \"nowhere\".")]
    [InlineData("Ana", "units retire finanse because x", "Did you mean finance?")]
    [InlineData("Ana", "units restore finance because x", "Finance is in use; there is nothing to bring back.")]
    [InlineData("Ana", "units retire", "Retire which unit?")]
    [InlineData("Ana", "units restore", "Bring which unit back?")]
    public async Task What_cannot_be_is_refused_and_changes_nothing(string who, string line, string says)
    {
        using var coop = await SetUpAsync();
        var before = await ShownAsync(coop.Ana, "units");

        Assert.Contains(says, await ShownAsync(coop[who], line), StringComparison.Ordinal);

        Assert.Equal(1, await DecisionsAsync(coop));
        Assert.Equal(before, await ShownAsync(coop.Ana, "units"));
    }

    [Theory]
    [InlineData("units retire finance and processes because they merged", "There is no unit")]
    [InlineData("units retire finance, processes because they merged", "There is no unit")]
    [InlineData("units retire core because x", "Write the whole key of the unit that is meant: units retire core-team because ...")]
    [InlineData("units restore finance now because x", "There is no unit")]
    public async Task Words_that_name_no_unit_as_a_whole_retire_none(string line, string expected)
    {
        using var coop = await SetUpAsync();
        var before = await DecisionsAsync(coop);

        Assert.Contains(expected, await ShownAsync(coop.Ana, line), StringComparison.Ordinal);

        Assert.Equal(before, await DecisionsAsync(coop));
        Assert.Equal(5, (await coop.UnitsAsync()).Count);
        await DoneAsync(coop.Ana, "units retire Core team because the name is as good as the key");
        Assert.Equal(4, (await coop.UnitsAsync()).Count);
    }

    [Fact]
    public async Task No_new_unit_is_called_like_another_whatever_became_of_its_key()
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "units edit finance", new() { ["name"] = "Money", ["harm"] = "High", ["rationale"] = "It is shorter." });

        Assert.Contains("There is a unit Money already", (await coop.Ana.SubmitAsync("import", new() { ["list"] = "name\nMoney\n" }, Ct)).Reply.GetRawText(), StringComparison.Ordinal);
        await DoneAsync(coop.Ana, "units retire finance because it came in by mistake");
        Assert.Contains("units restore finance", (await coop.Ana.SubmitAsync("units add", new() { ["name"] = "money!", ["basis"] = "scratch" }, Ct)).Reply.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_comes_before_another_units_name_and_what_is_in_use_before_what_is_retired()
    {
        static Unit Of(string key, string name) => new(Guid.CreateVersion7(DateTimeOffset.UnixEpoch), key, name, Harm.Low, [], [], 1);
        Unit[] units = [Of("core-team", "Outside"), Of("outside", "Beyond"), Of("finance", "Money") with { RetiredAt = DateTimeOffset.UnixEpoch }, Of("money", "Grants"), Of("law", "Legal") with { RetiredAt = DateTimeOffset.UnixEpoch }];

        string Found(string word) => Answers.Find([.. units], word).IsRefused(out var why, out var unit) ? why.Code : unit.Key;

        Assert.Equal(["outside", "outside", "money", "unit.retired", "unit.retired"], ((string[])["outside", "Beyond", "money", "finance", "legal"]).Select(Found));
    }

    [Fact]
    public async Task The_last_unit_in_use_stays()
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "checkin pause Check-in");
        foreach (var key in (string[])["core-team", "tech-stack", "finance", "processes"])
            await DoneAsync(coop.Ana, $"units retire {key} because we are small");

        Assert.Contains("External contributors is the only unit in use. Add the one that takes its place first: units add.", await ShownAsync(coop.Ana, "units retire contributors because x"), StringComparison.Ordinal);

        Assert.Contains("The stability gate", await ShownAsync(coop.Ana, "gate"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Retired: Core team (core-team), Finance (finance), Internal processes (processes), Technology stack (tech-stack).", await ShownAsync(coop.Ana, "units"), StringComparison.Ordinal);
        await DoneAsync(coop.Ana, "units add", new() { ["name"] = "Grants", ["basis"] = "scratch" });
        await DoneAsync(coop.Ana, "units retire contributors because grants are all we do");
        Assert.Contains("Grants", await ShownAsync(coop.Ana, "status"), StringComparison.Ordinal);
        Assert.Contains("The stability gate", await ShownAsync(coop.Ana, "why gate"), StringComparison.OrdinalIgnoreCase);
        await DoneAsync(coop.Ana, "evidence gate breaking-changes 0");
    }

    [Fact]
    public async Task A_unit_comes_back_where_there_is_room_for_it()
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "import", new() { ["list"] = $"name\n{string.Join('\n', Enumerable.Range(1, 95).Select(i => $"Part {i}"))}\n" });
        await DoneAsync(coop.Ana, "units retire finance because it came in by mistake");
        await DoneAsync(coop.Ana, "units add", new() { ["name"] = "Grants", ["basis"] = "scratch" });

        Assert.Contains("There are 100 units already. Retire another one first.", await ShownAsync(coop.Ana, "units restore finance because x"), StringComparison.Ordinal);

        await DoneAsync(coop.Ana, "units retire part-7 because there is room");
        await DoneAsync(coop.Ana, "units restore finance because there is room");
    }

    [Fact]
    public async Task Of_two_who_retire_the_last_two_units_at_once_one_is_told_that_the_other_is_the_last()
    {
        using var coop = await TwoStewardsAsync();
        await DoneAsync(coop.Ana, "checkin pause Check-in");
        foreach (var key in (string[])["core-team", "tech-stack", "processes"])
            await DoneAsync(coop.Ana, $"units retire {key} because we are small");

        var answers = await Task.WhenAll(coop.Ana.SayAsync("units retire finance because x", Ct), coop.Cleo.SayAsync("units retire contributors because x", Ct));

        Assert.Single(answers, a => a.Kind == "done");
        Assert.Contains("is the only unit in use", answers.Single(a => a.Kind != "done").Text, StringComparison.Ordinal);
        Assert.Single(await coop.UnitsAsync());
    }

    [Fact]
    public async Task Of_two_stewards_at_once_one_wins_and_the_other_is_told()
    {
        using var coop = await TwoStewardsAsync();
        var before = await DecisionsAsync(coop);

        var retired = await Task.WhenAll(coop.Ana.SayAsync("units retire finance because x", Ct), coop.Cleo.SayAsync("units retire finance because y", Ct));
        Assert.Single(retired, a => a.Kind == "done");
        Assert.Contains("Finance is retired: nobody is asked about it", retired.Single(a => a.Kind != "done").Text, StringComparison.Ordinal);

        var restored = await Task.WhenAll(coop.Ana.SayAsync("units restore finance because x", Ct), coop.Cleo.SayAsync("units restore finance because y", Ct));
        Assert.Single(restored, a => a.Kind == "done");
        Assert.Contains("Finance is in use; there is nothing to bring back.", restored.Single(a => a.Kind != "done").Text, StringComparison.Ordinal);
        Assert.Equal(before + 2, await DecisionsAsync(coop));
    }

    [Fact]
    public async Task A_delivery_that_comes_three_times_retires_once()
    {
        using var coop = await SetUpAsync();

        var first = await coop.Ana.SayAsync("units retire finance because x", Ct, key: "delivery 1");
        var again = await Task.WhenAll(coop.Ana.SayAsync("units retire finance because x", Ct, key: "delivery 1"), coop.Ana.SayAsync("units retire finance because x", Ct, key: "delivery 1"));

        Assert.Equal("done", first.Kind);
        Assert.All(again, a => Assert.Equal(first.Text, a.Text));
        Assert.Equal(2, await DecisionsAsync(coop));
    }

    [Fact]
    public async Task Whoever_makes_a_unit_needed_while_it_is_retired_and_the_other_do_not_both_succeed()
    {
        using var coop = await TwoStewardsAsync();
        for (var i = 0; i < 5; i++)
        {
            var answers = await Task.WhenAll(coop.Ana.SayAsync("units retire finance because x", Ct), coop.Cleo.SayAsync("depends contributors 60 on finance 40 because y", Ct));

            Assert.Single(answers, a => a.Kind == "done");
            await DoneAsync(coop.Ana, answers[0].Kind == "done" ? "units restore finance because x" : "depends contributors 60 on finance none because x");
        }
    }

    [Fact]
    public async Task Of_a_round_that_opens_and_a_retirement_at_once_the_second_knows_of_the_first()
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "target finance 20 because the exit has to stay open");
        coop.App.Time.Set(new(2026, 1, 6, 10, 0, 0, TimeSpan.FromHours(1)));

        var retiring = coop.Ana.SayAsync("units retire finance because x", Ct);
        await Task.WhenAll(retiring, coop.App.TickAsync(Ct));
        await coop.App.TickAsync(Ct);

        var asked = Assert.Single(await RoundsAsync(coop)).Questions.Any(q => q.UnitKey == "finance");
        Assert.Equal(asked, (await retiring).Kind != "done");
    }

    [Fact]
    public async Task Of_a_nudge_that_opens_and_a_retirement_at_once_no_nudge_stays_open()
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "checkin pause Check-in");
        await coop.HoldGateAsync();
        await coop.ProveContributorsAsync();
        coop.App.Time.Set(coop.App.Time.GetUtcNow().AddDays(16));

        var retiring = coop.Ana.SayAsync("units retire contributors because x", Ct);
        await Task.WhenAll(retiring, coop.App.TickAsync(Ct));
        await coop.App.TickAsync(Ct);

        Assert.Equal("done", (await retiring).Kind);
        Assert.Empty(await coop.App.Services.GetRequiredService<NudgeStore>().OpenAsync((await coop.OrganisationAsync()).Id, Ct));
        Assert.DoesNotContain(await coop.Ben.InboxAsync(Ct), m => m.Text.Contains("is ready for 40", StringComparison.Ordinal));
    }

    private static async Task<Cooperative> TwoStewardsAsync()
    {
        var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "stewards Ana, Cleo because two see more");
        return coop;
    }

    private static async Task<IReadOnlyList<Round>> RoundsAsync(Cooperative coop) =>
        await coop.App.Services.GetRequiredService<RoundStore>().LatestAsync((await coop.OrganisationAsync()).Id, 50, Ct);

    private static async Task<long> DecisionsAsync(Cooperative coop) =>
        await coop.App.Services.GetRequiredService<DecisionStore>().CountAsync((await coop.OrganisationAsync()).Id, null, Ct);
}
