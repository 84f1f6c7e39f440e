using Companion.Core.Readiness;
using Companion.Storage;
using Companion.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static Companion.Tests.Domain.Cooperative;

namespace Companion.Tests.Domain;

public sealed class PeopleTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stewardship_is_handed_over_by_a_decision_and_the_new_steward_is_told()
    {
        using var coop = await SetUpAsync();

        await DoneAsync(coop.Ana, "stewards Cleo because Ana takes a year off");
        await coop.DaysAsync(1);

        Assert.Contains("Only a steward", await ShownAsync(coop.Ana, "stewards Ana because I want it back"), StringComparison.Ordinal);
        Assert.Contains(await coop.Cleo.InboxAsync(Ct), m => m.Text.Contains("You are a steward of Tern", StringComparison.Ordinal));
        var entry = await ShownAsync(coop.Ben, "decisions 2");
        Assert.Contains("Before: Ana", entry, StringComparison.Ordinal);
        Assert.Contains("From now on: Cleo", entry, StringComparison.Ordinal);
        Assert.Contains("a steward decides", entry, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stewards_who_leave_at_once_hand_over_first_so_that_one_is_left()
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "stewards Ana, Cleo because two see more");

        Assert.Contains("Ana is a steward. Hand stewardship over first, which is a decision: stewards Cleo", await ShownAsync(coop.Ana, "members remove Ana"), StringComparison.Ordinal);
        Assert.Contains("Hand stewardship over first", await ShownAsync(coop.Cleo, "forget-me yes"), StringComparison.Ordinal);
        await Task.WhenAll(coop.Ana.SayAsync("stewards Cleo because I leave", Ct), coop.Cleo.SayAsync("stewards Ana because I leave", Ct));

        Assert.Single(await coop.App.Services.GetRequiredService<MemberStore>().AllAsync((await coop.OrganisationAsync()).Id, Ct), m => m.IsSteward);
    }

    [Fact]
    public async Task The_log_names_the_rule_of_the_one_who_decided()
    {
        using var coop = await SetUpAsync();

        Assert.Contains("rule: a steward decides", await DoneAsync(coop.Ana, "owners contributors Ana, Ben because I help"), StringComparison.Ordinal);
        Assert.Contains("rule: the owner decides", await DoneAsync(coop.Ana, "owners contributors Ben because that was enough"), StringComparison.Ordinal);
        await DoneAsync(coop["Dan"], "forget-me yes");
        Assert.Contains("everybody decides for themselves", await ShownAsync(coop.Cleo, "decisions 4"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_an_owner_or_whoever_decided_says_what_became_of_a_move()
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ben, "decide contributors step-back", new() { ["to"] = "0", ["rationale"] = "Too early.", ["effect"] = "peace", ["review"] = "2026-03-01" });

        Assert.Contains("Only an owner of External contributors, or whoever decided, says what became of it", await ShownAsync(coop.Ana, "review 2"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_owners_are_all_asked_and_each_may_decide()
    {
        using var coop = await ReadyAsync("owners contributors Ben, Cleo because Cleo joins in");

        Assert.Contains(await coop.Ben.InboxAsync(Ct), m => m.Text.Contains("is ready for 40", StringComparison.Ordinal));
        Assert.Contains(await coop.Cleo.InboxAsync(Ct), m => m.Text.Contains("is ready for 40", StringComparison.Ordinal));
        await DoneAsync(coop.Cleo, "decide contributors advance because it is proved");
        await coop.App.TickAsync(Ct);
        Assert.Contains(await coop.Ben.InboxAsync(Ct), m => m.Text.Contains("ready for 40, answered", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_unit_without_an_owner_is_the_stewards()
    {
        using var coop = await ReadyAsync("owners contributors none because Ben left");

        Assert.Contains(await coop.Ana.InboxAsync(Ct), m => m.Text.Contains("is ready for 40", StringComparison.Ordinal));
        Assert.Contains("has no owner, so a steward decides", await ShownAsync(coop.Ben, "decide contributors advance because I was it once"), StringComparison.Ordinal);
        await DoneAsync(coop.Ana, "decide contributors advance because it is proved");
    }

    [Fact]
    public async Task An_open_nudge_follows_the_unit_to_its_new_owner()
    {
        using var coop = await ReadyAsync(null);

        await DoneAsync(coop.Ana, "owners contributors Cleo because Ben has enough to do");
        await coop.DaysAsync(1);

        Assert.Contains(await coop.Ben.InboxAsync(Ct), m => m.Text.Contains("handed over, so others are asked now", StringComparison.Ordinal));
        Assert.Contains(await coop.Cleo.InboxAsync(Ct), m => m.Text.Contains("is ready for 40", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_identities_of_one_person_become_one()
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "owners finance Dan because Dan counts well");
        await DoneAsync(coop.Dan, "target finance 20 because the exit has to stay open");

        await coop.LinkAsync(coop.Cleo, coop.Dan);

        Assert.DoesNotContain("Dan", await ShownAsync(coop.Ana, "members"), StringComparison.Ordinal);
        Assert.Contains("Cleo", await ShownAsync(coop.Ana, "owners finance"), StringComparison.Ordinal);
        // What Dan decided is Cleo's now: shown, found, and counted as one person's.
        Assert.Contains("Cleo", await ShownAsync(coop.Ana, "decisions finance"), StringComparison.Ordinal);
        Assert.Contains("1 decision found", await ShownAsync(coop.Ana, "search exit by:Cleo"), StringComparison.Ordinal);
        Assert.Contains(await coop.Cleo.InboxAsync(Ct), m => m.Text.Contains("Half done", StringComparison.Ordinal));
        var organisation = await coop.OrganisationAsync();
        var names = await coop.App.Services.GetRequiredService<MemberStore>().NamesAsync(organisation.Id, Ct);
        Assert.Equal(coop.Cleo.Id, names.Single(n => n.Id == coop.Dan.Id).Person);
        Assert.Contains("The log is whole", await ShownAsync(coop.Ana, "decisions verify"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_counts_only_when_both_sides_have_confirmed_it()
    {
        using var coop = await SetUpAsync();
        var code = System.Text.RegularExpressions.Regex.Match(await DoneAsync(coop.Cleo, "link"), "[A-Z2-9]{4}-[A-Z2-9]{4}", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Value;

        Assert.Contains("Nobody has entered this code", await ShownAsync(coop.Cleo, $"link confirm {code}"), StringComparison.Ordinal);
        Assert.Contains("your own code", await ShownAsync(coop.Cleo, $"link {code}"), StringComparison.Ordinal);
        await DoneAsync(coop.Dan, $"link {code}");
        Assert.Contains("entered already", await ShownAsync(coop.Ben, $"link {code}"), StringComparison.Ordinal);
        Assert.Contains("not known", await ShownAsync(coop.Dan, $"link confirm {code}"), StringComparison.Ordinal);
        Assert.Contains("Dan", await ShownAsync(coop.Ana, "members"), StringComparison.Ordinal);

        coop.App.Time.Set(coop.App.Time.GetUtcNow().AddMinutes(16));
        Assert.Contains("quarter of an hour is over", await ShownAsync(coop.Cleo, $"link confirm {code}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_named_reporter_is_asked_and_may_report_at_any_time()
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "reporter contributors first-response Cleo");

        await DoneAsync(coop.Cleo, "evidence contributors first-response 55 https://example.org/report");
        Assert.Contains("Only an owner", await ShownAsync(coop.Cleo, "evidence contributors active-outside 7"), StringComparison.Ordinal);
        await coop.ToAsync(1, 6, 12);
        Assert.Contains("contributors/first-response", (await coop.Cleo.SayAsync("answer", Ct)).Reply.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("contributors/first-response", (await coop.Ben.SayAsync("answer", Ct)).Reply.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task I_do_not_know_is_an_answer()
    {
        using var coop = await SetUpAsync();
        await coop.ReportAsync(coop.Ben, "contributors", ("first-response", "60"));

        await coop.ReportAsync(coop.Ben, "contributors", ("first-response", "?"));

        var reading = (await coop.AssessAsync("contributors")).Readings.Single(r => r.Criterion.Key == "first-response");
        Assert.Equal((CriterionState.Unknown, UnknownReason.ReporterDoesNotKnow), (reading.State, reading.Reason));
        Assert.Contains("I don't know", await ShownAsync(coop.Cleo, "why contributors first-response"), StringComparison.Ordinal);
    }

    private static async Task<Cooperative> ReadyAsync(string? before)
    {
        var coop = await SetUpAsync();
        if (before is not null)
            await DoneAsync(coop.Ana, before);
        await coop.HoldGateAsync();
        await DoneAsync(coop.Ana, "criteria contributors exempt know-how because everybody knows");
        await DoneAsync(coop.Ana, "evidence contributors first-response 60");
        await DoneAsync(coop.Ana, "evidence contributors active-outside 7");
        await DoneAsync(coop.Ana, "checkin pause Check-in");
        await coop.DaysAsync(16);
        return coop;
    }
}
