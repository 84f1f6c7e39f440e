using Companion.Core.Readiness;
using static Companion.Tests.Domain.Cooperative;

namespace Companion.Tests.Domain;

public sealed class CriteriaTests
{
    [Fact]
    public async Task The_list_says_what_each_stage_needs_and_who_is_asked()
    {
        using var coop = await Cooperative.SetUpAsync();

        var list = await ShownAsync(coop.Cleo, "criteria contributors");

        Assert.Contains("know-how", list, StringComparison.Ordinal);
        Assert.Contains("at least 60%", list, StringComparison.Ordinal);
        Assert.Contains("everybody", list, StringComparison.Ordinal);
        Assert.DoesNotContain("criteria contributors edit", list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_only_owner_cannot_relax_alone_and_a_steward_can()
    {
        using var coop = await Cooperative.SetUpAsync();

        var refused = await ShownAsync(coop.Ben, "criteria contributors edit know-how threshold 20 because it is hard");
        var done = await DoneAsync(coop.Ana, "criteria contributors edit know-how threshold 20 because it is hard");

        Assert.Contains("steward who is not the unit's only owner", refused, StringComparison.Ordinal);
        Assert.Contains("at least 20% instead of at least 60%", done, StringComparison.Ordinal);
        Assert.Contains("at least 20%", await ShownAsync(coop.Cleo, "why contributors know-how"), StringComparison.Ordinal);
        Assert.Contains("it is hard", await ShownAsync(coop.Cleo, "decisions"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Relaxing_restarts_sustain()
    {
        using var coop = await Cooperative.SetUpAsync();
        await coop.HoldGateAsync();
        await coop.ProveContributorsAsync();
        await coop.DaysAsync(10);
        await DoneAsync(coop.Ana, "criteria contributors edit active-outside threshold 4 because five were many");

        await coop.DaysAsync(10);
        Assert.NotEqual(Status.Ready, (await coop.AssessAsync("contributors")).Status);
        await coop.DaysAsync(5);
        Assert.Equal(Status.Ready, (await coop.AssessAsync("contributors")).Status);
    }

    [Fact]
    public async Task Tightening_counts_after_thirty_days_and_both_rules_are_shown_until_then()
    {
        using var coop = await Cooperative.SetUpAsync();
        await coop.ReportAsync(coop.Ben, "contributors", ("first-response", "60"));

        var done = await DoneAsync(coop.Ben, "criteria contributors edit first-response threshold 48 because we can do better");

        Assert.Contains("from Wed 4 Feb 2026 on", done, StringComparison.Ordinal);
        Assert.Contains("2026-02-04", await ShownAsync(coop.Cleo, "criteria contributors"), StringComparison.Ordinal);
        Assert.Equal(CriterionState.Met, (await coop.AssessAsync("contributors")).Readings.Single(r => r.Criterion.Key == "first-response").State);
        await coop.ToAsync(2, 5);
        Assert.Equal(CriterionState.NotMet, (await coop.AssessAsync("contributors")).Readings.Single(r => r.Criterion.Key == "first-response").State);
    }

    [Fact]
    public async Task What_is_on_notice_stays_announced_whatever_else_is_edited()
    {
        using var coop = await Cooperative.SetUpAsync();
        await DoneAsync(coop.Ana, "criteria contributors edit active-outside threshold 8 because we grow");
        await coop.DaysAsync(3);

        await DoneAsync(coop.Ben, "criteria contributors edit active-outside weight 1.5 because it matters more");
        var refused = await ShownAsync(coop.Ben, "criteria contributors edit active-outside threshold 5 because eight is hard");

        var reading = (await coop.AssessAsync("contributors")).Readings.Single(r => r.Criterion.Key == "active-outside");
        Assert.Equal((8, 1.5m), (reading.Announced!.Criterion!.Threshold, reading.Announced.Criterion.Weight));
        Assert.Equal(Monday.AddDays(30), reading.Announced.Effective);
        Assert.Contains("needs a steward", refused, StringComparison.Ordinal);
        // A steward may take back what was announced; nothing that counted becomes easier by it.
        await DoneAsync(coop.Ana, "criteria contributors edit active-outside threshold 5 because eight is hard");
        Assert.Null((await coop.AssessAsync("contributors")).Readings.Single(r => r.Criterion.Key == "active-outside").Announced);
    }

    [Fact]
    public async Task A_second_tightening_keeps_the_first_and_says_both()
    {
        using var coop = await Cooperative.SetUpAsync();
        await DoneAsync(coop.Ben, "criteria contributors edit first-response threshold 48 because we can");
        await DoneAsync(coop.Ben, "criteria contributors edit first-response fresh 30 because things change");

        Assert.Contains("it needs at most 48 hours, and evidence counts for 30 days", await ShownAsync(coop.Cleo, "why contributors first-response"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_criterion_can_be_edited_and_taken_back_while_it_is_on_notice()
    {
        using var coop = await Cooperative.SetUpAsync();
        await DoneAsync(coop.Ben, "criteria contributors add", New("wiki-pages"));

        Assert.Contains("counts only from", await ShownAsync(coop.Ana, "criteria contributors exempt wiki-pages because no"), StringComparison.Ordinal);
        Assert.Contains("needs a steward", await ShownAsync(coop.Ben, "criteria contributors remove wiki-pages because oops"), StringComparison.Ordinal);
        await DoneAsync(coop.Ben, "criteria contributors edit wiki-pages threshold 9 because more is better");
        Assert.Equal(9, Assert.Single((await coop.AssessAsync("contributors")).Coming).Criterion!.Threshold);
        await DoneAsync(coop.Ana, "criteria contributors remove wiki-pages because oops");
        Assert.Empty((await coop.AssessAsync("contributors")).Coming);
    }

    [Fact]
    public async Task A_sentence_that_names_its_threshold_follows_it()
    {
        using var coop = await Cooperative.SetUpAsync();

        await DoneAsync(coop.Ana, "criteria contributors edit know-how threshold 20% because it is hard");

        Assert.Contains("At least 20%", await ShownAsync(coop.Cleo, "criteria contributors"), StringComparison.Ordinal);
        Assert.DoesNotContain("60%", (await coop.AssessAsync("contributors")).Readings.Single(r => r.Criterion.Key == "know-how").Criterion.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_criterion_is_on_notice_and_shown_beside_the_others()
    {
        using var coop = await Cooperative.SetUpAsync();

        await DoneAsync(coop.Ben, "criteria contributors add", New("wiki-pages"));

        Assert.Contains("counts from 2026-02-04 on", await ShownAsync(coop.Cleo, "criteria contributors"), StringComparison.Ordinal);
        Assert.DoesNotContain((await coop.AssessAsync("contributors")).Readings, r => r.Criterion.Key == "wiki-pages");
        await coop.ToAsync(2, 5);
        Assert.Contains((await coop.AssessAsync("contributors")).Readings, r => r.Criterion.Key == "wiki-pages");
    }

    [Fact]
    public async Task The_first_criterion_of_a_stage_takes_nothing_away_and_counts_at_once()
    {
        using var coop = await Cooperative.SetUpAsync();
        await DoneAsync(coop.Ana, "units add", new() { ["name"] = "Grants", ["basis"] = "scratch" });

        await DoneAsync(coop.Ana, "criteria grants add", New("grants-given"));

        Assert.Single((await coop.AssessAsync("grants")).Readings);
    }

    [Fact]
    public async Task Every_wrong_field_of_a_criterion_is_named_at_once()
    {
        using var coop = await Cooperative.SetUpAsync();
        var fields = New("x");
        (fields["threshold"], fields["stage"], fields["periods"], fields["kind"], fields["weight"]) = ("a lot", "41", "0", "7", "-1");

        var answer = await coop.Ben.SubmitAsync("criteria contributors add", fields, TestContext.Current.CancellationToken);

        Assert.Equal("errors", answer.Kind);
        foreach (var field in (string[])["threshold", "stage", "periods", "kind", "weight"])
            Assert.NotEmpty(answer.ErrorAt(field));
    }

    [Fact]
    public async Task Removing_and_exempting_relax_so_the_only_owner_cannot()
    {
        using var coop = await Cooperative.SetUpAsync();

        Assert.Contains("needs a steward", await ShownAsync(coop.Ben, "criteria contributors remove know-how because no"), StringComparison.Ordinal);
        Assert.Contains("needs a steward", await ShownAsync(coop.Ben, "criteria contributors exempt know-how because no"), StringComparison.Ordinal);
        await DoneAsync(coop.Ana, "criteria contributors remove know-how because nobody understands it");
        Assert.DoesNotContain((await coop.AssessAsync("contributors")).Readings, r => r.Criterion.Key == "know-how");
    }

    [Fact]
    public async Task Not_applicable_counts_as_met_until_it_applies_again()
    {
        using var coop = await Cooperative.SetUpAsync();
        await DoneAsync(coop.Ana, "criteria finance exempt investor-positions because we have no investors");

        Assert.Equal(20, (await coop.AssessAsync("finance")).Supported);
        Assert.Contains("not applicable already", await ShownAsync(coop.Ana, "criteria finance exempt investor-positions because again"), StringComparison.Ordinal);
        Assert.Contains("from Wed 4 Feb 2026 on", await DoneAsync(coop.Ana, "criteria finance include investor-positions because there is one now"), StringComparison.Ordinal);
        Assert.Contains("applies already from Wed 4 Feb 2026 on", await ShownAsync(coop.Ana, "criteria finance include investor-positions because there is one now"), StringComparison.Ordinal);
        Assert.Contains("not applicable; from 2026-02-04 on at least 100%", await ShownAsync(coop.Cleo, "criteria finance"), StringComparison.Ordinal);
        Assert.Equal(20, (await coop.AssessAsync("finance")).Supported);
        await coop.ToAsync(2, 5);
        Assert.Equal(0, (await coop.AssessAsync("finance")).Supported);
    }

    [Fact]
    public async Task A_notice_to_apply_again_can_be_ended()
    {
        using var coop = await Cooperative.SetUpAsync();
        await DoneAsync(coop.Ana, "criteria finance exempt investor-positions because we have no investors");
        await DoneAsync(coop.Ana, "criteria finance include investor-positions because there is one now");

        await DoneAsync(coop.Ana, "criteria finance exempt investor-positions because it fell through");

        await coop.ToAsync(2, 5);
        Assert.Equal(20, (await coop.AssessAsync("finance")).Supported);
    }

    [Fact]
    public async Task Not_applicable_restarts_sustain_as_every_relaxing_does()
    {
        using var coop = await Cooperative.SetUpAsync();
        await coop.HoldGateAsync();
        await coop.ProveContributorsAsync();
        await coop.DaysAsync(10);
        await DoneAsync(coop.Ana, "criteria contributors exempt active-outside because nobody counts");

        await coop.DaysAsync(10);
        Assert.NotEqual(Status.Ready, (await coop.AssessAsync("contributors")).Status);
        await coop.DaysAsync(5);
        Assert.Equal(Status.Ready, (await coop.AssessAsync("contributors")).Status);
    }

    [Fact]
    public async Task The_criteria_of_the_gate_are_the_stewards()
    {
        using var coop = await Cooperative.SetUpAsync();

        Assert.Contains("Only a steward", await ShownAsync(coop.Ben, "criteria gate edit predictable threshold 50 because easier"), StringComparison.Ordinal);
        var done = await DoneAsync(coop.Ana, "criteria gate edit predictable threshold 80 because we want to be sure");
        Assert.Contains("at least 80% instead of at least 60%, from Wed 4 Feb 2026 on", done, StringComparison.Ordinal);
        Assert.Contains("a steward decides", done, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("criteria", "The criteria of what?")]
    [InlineData("criteria contributors edit", "Which criterion?")]
    [InlineData("criteria contributors edit nothing-like-it", "has no criterion")]
    [InlineData("criteria contributors edit know-how colour blue because why not", "is not a part of a criterion")]
    [InlineData("criteria contributors edit know-how threshold blue because why not", "Write a percentage")]
    [InlineData("criteria contributors edit know-how threshold 60 because the same", "Nothing would change")]
    [InlineData("criteria contributors edit know-how threshold 70", "Say why")]
    [InlineData("criteria contributors edit know-how comparison AtMost because the other way", "Turning a comparison around")]
    [InlineData("criteria contributors turn", "is not known")]
    public async Task What_cannot_be_done_says_why(string line, string says)
    {
        using var coop = await Cooperative.SetUpAsync();

        Assert.Contains(says, await ShownAsync(coop.Ana, line), StringComparison.Ordinal);
    }

    private static Dictionary<string, string> New(string key) => new(StringComparer.Ordinal)
    {
        ["key"] = key,
        ["stage"] = "20",
        ["sentence"] = "At least 3 of them",
        ["kind"] = "Fact",
        ["answer"] = "Number",
        ["question"] = "How many of them are there?",
        ["comparison"] = "AtLeast",
        ["threshold"] = "3",
        ["rationale"] = "It matters.",
    };
}
