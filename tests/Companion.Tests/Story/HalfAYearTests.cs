using Companion.Core.Readiness;
using Companion.Tests.Support;

namespace Companion.Tests.Story;

/// <summary>Half a year of Tern, through the HTTP door, row by row.</summary>
public sealed class HalfAYearTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task Tern_gets_through_half_a_year_with_fourteen_messages_to_Ben() => LiveAsync(postgres: null);

    [Fact]
    public async Task And_so_it_does_on_PostgreSQL() => await LiveAsync(await Postgres.NewSiteAsync(Ct));

    [Fact]
    public async Task And_with_two_processes_that_look_at_the_same_moments() => await LiveAsync(await Postgres.NewSiteAsync(Ct), besides: true);

    private static async Task LiveAsync(string? postgres, bool besides = false)
    {
        using var tern = await Tern.SetUpAsync(Ct, postgres);
        if (besides)
            tern.App.StartBeside();

        await JanuaryAsync(tern);
        await FebruaryAsync(tern);
        await MarchAsync(tern);
        await AprilAsync(tern);
        await MayAsync(tern);
        await JuneAsync(tern);
        CountMessages(tern);
    }

    private static async Task JanuaryAsync(Tern tern)
    {
        await ExpectAsync(tern, "contributors", Status.Unproven, level: 20);
        await ExpectAsync(tern, "processes", Status.Blind);
        await ExpectAsync(tern, "tech-stack", Status.Blind);
        await ExpectAsync(tern, "core-team", Status.Steady);
        await ExpectAsync(tern, "finance", Status.Steady);
        Assert.Equal(GateState.Unknown, (await tern.AssessAsync("contributors", Ct)).Gate);
        Assert.Empty(tern.MessagesTo(tern.Ben));

        await tern.ToAsync(Tern.At(1, 6, 10), Ct);
        await tern.Ben.SubmitAsync("answer", new() { ["contributors/first-response"] = "60" }, Ct);
        await ExpectAsync(tern, "contributors", Status.Blind, level: 20, supported: 20);

        await tern.Ana.SubmitAsync("answer", new() { ["gate/iterations-left"] = "4", ["processes/logged"] = "?" }, Ct);
        await tern.OpinionsAsync(4, "processes/logged", agree: 4, Ct, new() { ["gate/iterations-left"] = "4" });
        await tern.Ben.SubmitAsync("answer", new() { ["processes/logged"] = "2" }, Ct);
        await tern.ToAsync(Tern.At(1, 9, 10), Ct);

        var processes = await ExpectAsync(tern, "processes", Status.Nearing, supported: 0);
        Assert.Equal(GateState.Fails, processes.Gate);
        var logged = processes.Readings.Single(r => r.Criterion.Key == "logged");
        Assert.Equal((CriterionState.Met, 80m, 5), (logged.State, logged.Decides!.Value, logged.Decides.Cases));
        Assert.Contains("review-dates", (await tern.Ana.SayAsync("why processes", Ct)).Text, StringComparison.Ordinal);
        Assert.Contains("6 of 8 answered", (await tern.Ana.InboxAsync(Ct, "general"))[^1].Text, StringComparison.Ordinal);
    }

    private static async Task FebruaryAsync(Tern tern)
    {
        await tern.ToAsync(Tern.At(2, 3, 10), Ct);
        await tern.Ben.SubmitAsync("answer", new()
        {
            ["contributors/first-response"] = "55",
            ["contributors/active-outside"] = "7",
            ["contributors/active-outside.note"] = "https://example.org/contributors",
        }, Ct);
        await tern.Ana.SubmitAsync("answer", new() { ["gate/breaking-changes"] = "1", ["gate/iterations-left"] = "2", ["gate/predictable"] = "4", ["contributors/know-how"] = "?" }, Ct);
        await AnswerWellAsync(tern, agree: 4);
        await tern.ToAsync(Tern.At(2, 6, 10), Ct);

        var contributors = await ExpectAsync(tern, "contributors", Status.Nearing, level: 20, supported: 40);
        Assert.Equal(GateState.Holds, contributors.Gate);
        Assert.Equal((Status.Ready, Tern.At(2, 20, 10)), await tern.ForeseenAsync("contributors", Ct));
        Assert.Contains("Ready on Fri 20 Feb 2026 if it stays so", (await tern.Ana.SayAsync("status contributors", Ct)).Text, StringComparison.Ordinal);

        await tern.Ben.SayAsync("timeoff 20-24 Feb", Ct);
        await tern.ToAsync(Tern.At(2, 20, 10), Ct);
        await ExpectAsync(tern, "contributors", Status.Ready, level: 20, supported: 40);
        await tern.ToAsync(Tern.At(2, 25, 9), Ct);
        Assert.Equal(Tern.At(2, 25, 9), tern.MessagesTo(tern.Ben)[^1].At);

        var hold = await tern.Ben.SubmitAsync("decide contributors hold", new() { ["rationale"] = "after the launch", ["review"] = "2026-04-15" }, Ct);
        Assert.Equal("done", hold.Kind);
        Assert.DoesNotContain("Advance to 40", (await tern.Ben.InboxAsync(Ct))[^1].Text, StringComparison.Ordinal);
    }

    private static async Task MarchAsync(Tern tern)
    {
        await tern.ToAsync(Tern.At(3, 3, 10), Ct);
        await tern.Ben.SubmitAsync("answer", new() { ["contributors/first-response"] = "50" }, Ct);
        await tern.Ana.SubmitAsync("answer", new() { ["gate/breaking-changes"] = "0", ["gate/iterations-left"] = "2", ["gate/predictable"] = "4" }, Ct);
        await AnswerWellAsync(tern, agree: 4);
        await tern.ToAsync(Tern.At(3, 3, 15), Ct);
        await tern.MeasureAsync("contributors", "active-outside", 4, Ct);
        var measured = await ExpectAsync(tern, "contributors", Status.Nearing, level: 20, supported: 20);
        Assert.Equal(CriterionState.NotMet, measured.Readings.Single(r => r.Criterion.Key == "active-outside").State);
        await tern.ToAsync(Tern.At(3, 4, 9), Ct);
        Assert.Equal(Tern.At(3, 4, 9), tern.MessagesTo(tern.Ben)[^1].At);
        Assert.Contains("Reported 7 contributors", (await tern.Ben.InboxAsync(Ct))[^1].Text, StringComparison.Ordinal);

        await tern.ToAsync(Tern.At(3, 10, 12), Ct);
        await tern.MeasureAsync("contributors", "active-outside", 6, Ct);
        await ExpectAsync(tern, "contributors", Status.Nearing, level: 20, supported: 40);
        await tern.ToAsync(Tern.At(3, 24, 12), Ct);
        await ExpectAsync(tern, "contributors", Status.Ready, level: 20, supported: 40);
        Assert.Equal(Tern.At(3, 24, 12), tern.MessagesTo(tern.Ben)[^1].At);

        await tern.ToAsync(Tern.At(3, 25, 10), Ct);
        var form = await tern.Ben.SayAsync("decide contributors advance", Ct);
        Assert.Contains("1: declared at 20", form.Text, StringComparison.Ordinal);
        var advanced = await tern.Ben.SubmitAsync("decide contributors advance", new()
        {
            ["rationale"] = "the evidence holds",
            ["trigger"] = "Chosen",
            ["effect"] = "20 more ideas a month",
            ["cost"] = "slower releases for a month",
            ["review"] = "2026-06-25",
            ["precedents"] = "1",
        }, Ct);
        Assert.Equal("done", advanced.Kind);
        await tern.App.TickAsync(Ct);
        var settled = await ExpectAsync(tern, "contributors", Status.Steady, level: 40, supported: 40);
        Assert.Equal(Tern.At(3, 25, 10).AddDays(30), settled.CoolDownUntil);
        Assert.DoesNotContain(await tern.Ben.InboxAsync(Ct), m => m.Text.Contains("Advance to 40", StringComparison.Ordinal) && m.From == "companion");
    }

    private static async Task AprilAsync(Tern tern)
    {
        await tern.ToAsync(Tern.At(4, 7, 8), Ct);
        tern.App.Time.Set(Tern.At(4, 7, 14));
        await tern.App.TickAsync(Ct);
        Assert.Contains("late", (await tern.Ben.InboxAsync(Ct))[^1].Text, StringComparison.Ordinal);
        await tern.Ana.SubmitAsync("answer", new() { ["gate/breaking-changes"] = "0", ["gate/iterations-left"] = "2", ["gate/predictable"] = "4", ["contributors/know-how"] = "4" }, Ct);
        await tern.OpinionsAsync(5, "contributors/know-how", agree: 4, Ct, new() { ["gate/iterations-left"] = "2", ["gate/predictable"] = "4" });
        await tern.ToAsync(Tern.At(4, 17, 13), Ct);
        await ExpectAsync(tern, "contributors", Status.Unproven, level: 40);
    }

    private static async Task MayAsync(Tern tern)
    {
        await tern.ToAsync(Tern.At(5, 5, 10), Ct);
        await tern.Ben.SubmitAsync("answer", new() { ["contributors/first-response"] = "50" }, Ct);
        await ExpectAsync(tern, "contributors", Status.Steady, level: 40, supported: 40);
        await tern.OpinionsAsync(5, "contributors/know-how", agree: 2, Ct, new() { ["gate/iterations-left"] = "2", ["gate/predictable"] = "4" });
        await tern.ToAsync(Tern.At(5, 8, 10), Ct);
        await ExpectAsync(tern, "contributors", Status.Steady, level: 40, supported: 20);

        await tern.ToAsync(Tern.At(5, 22, 10), Ct);
        await ExpectAsync(tern, "contributors", Status.Overextended, level: 40);
        Assert.Equal(Tern.At(5, 22, 10), tern.MessagesTo(tern.Ben)[^1].At);
        await tern.ToAsync(Tern.At(5, 29, 10), Ct);
        Assert.Equal(Tern.At(5, 29, 10), tern.MessagesTo(tern.Ben)[^1].At);
    }

    private static async Task JuneAsync(Tern tern)
    {
        await tern.ToAsync(Tern.At(6, 2, 10), Ct);
        await tern.Ben.SubmitAsync("answer", new() { ["contributors/first-response"] = "50", ["contributors/know-how"] = "2" }, Ct);
        await tern.OpinionsAsync(5, "contributors/know-how", agree: 2, Ct, new() { ["gate/iterations-left"] = "2", ["gate/predictable"] = "4" });
        await tern.ToAsync(Tern.At(6, 5, 10), Ct);
        Assert.Equal(Tern.At(6, 5, 10), tern.MessagesTo(tern.Ana)[^1].At);
        Assert.Contains("reminded on Fri 29 May 2026", (await tern.Ana.InboxAsync(Ct))[^1].Text, StringComparison.Ordinal);

        await tern.ToAsync(Tern.At(6, 9, 10), Ct);
        var back = await tern.Ana.SubmitAsync("decide contributors step-back", new() { ["to"] = "20", ["rationale"] = "newcomers get lost" }, Ct);
        Assert.Equal("done", back.Kind);
        await tern.App.TickAsync(Ct);
        var stepped = await ExpectAsync(tern, "contributors", Status.Steady, level: 20, supported: 20);
        Assert.Equal(Tern.At(6, 9, 10).AddDays(30), stepped.CoolDownUntil);
        foreach (var person in new[] { tern.Ana, tern.Ben })
            Assert.DoesNotContain(await person.InboxAsync(Ct), m => m.From == "companion" && m.Text.Contains("[Step back]", StringComparison.Ordinal));

        await tern.ToAsync(Tern.At(6, 25, 9), Ct);
        var review = (await tern.Ben.InboxAsync(Ct))[^1].Text;
        Assert.Contains("20 more ideas a month", review, StringComparison.Ordinal);
        Assert.Contains("stepped back from 40 to 20", review, StringComparison.Ordinal);
        var kept = await tern.Ben.SubmitAsync("review 3", new() { ["effect"] = "5 more ideas a month", ["error"] = "Large" }, Ct);
        Assert.Equal("done", kept.Kind);
        Assert.Contains("far off", (await tern.Ana.SayAsync("decisions 3", Ct)).Text, StringComparison.Ordinal);

        await tern.ToAsync(Tern.At(7, 1, 9), Ct);
        Assert.True((await tern.AssessAsync("contributors", Ct)).IsLate);
    }

    private static void CountMessages(Tern tern) => Assert.Equal(
    [
        Tern.At(1, 6, 10),
        Tern.At(2, 3, 10),
        Tern.At(2, 25, 9),
        Tern.At(3, 3, 10),
        Tern.At(3, 4, 9),
        Tern.At(3, 24, 12),
        Tern.At(4, 7, 14),
        Tern.At(4, 9, 10),
        Tern.At(5, 5, 10),
        Tern.At(5, 22, 10),
        Tern.At(5, 29, 10),
        Tern.At(6, 2, 10),
        Tern.At(6, 25, 9),
        Tern.At(7, 1, 9),
    ], tern.MessagesTo(tern.Ben).Select(m => m.At));

    private static Task AnswerWellAsync(Tern tern, int agree) =>
        tern.OpinionsAsync(5, "contributors/know-how", agree, Ct, new() { ["gate/iterations-left"] = "2", ["gate/predictable"] = "4" });

    private static async Task<Assessment> ExpectAsync(Tern tern, string unit, Status status, int? level = null, int? supported = null)
    {
        var assessment = await tern.AssessAsync(unit, Ct);
        Assert.Equal((unit, status, level ?? assessment.Level, supported ?? assessment.Supported), (unit, assessment.Status, assessment.Level, assessment.Supported));
        return assessment;
    }
}
