using Companion.Core.Readiness;
using Companion.Tests.Support;
using static Companion.Tests.Domain.Cooperative;

namespace Companion.Tests.Domain;

public sealed class AnonymityTests
{
    private const string Unmistakable = "753182946";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task When_a_round_closes_nothing_leads_from_a_person_to_an_answer()
    {
        using var coop = await AskedAsync();
        await AnswerAsync(coop, "Ana", "1");
        await AnswerAsync(coop, "Cleo", Unmistakable);
        await AnswerAsync(coop, "Dan", "2");
        await AnswerAsync(coop, "Eva", "2");
        var open = Traces.Of(Unmistakable, coop.App.File);
        Assert.True(Traces.InFiles(Unmistakable, coop.App.File));

        await coop.DaysAsync(6);

        Assert.Equal(["answers.value"], open);
        Assert.Empty(Traces.Of(Unmistakable, coop.App.File));
        Assert.False(Traces.InFiles(Unmistakable, coop.App.File));
        Assert.Equal(2, (await coop.AssessAsync("contributors")).GateReadings.Single(r => r.Criterion.Key == "iterations-left").Decides!.Value);
    }

    [Fact]
    public async Task Not_even_the_own_answer_is_shown_again()
    {
        using var coop = await AskedAsync();
        await AnswerAsync(coop, "Cleo", Unmistakable);

        Assert.DoesNotContain(Unmistakable, (await coop.Cleo.SayAsync("answer", Ct)).Reply.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(await coop.Cleo.InboxAsync(Ct), m => m.Text.Contains(Unmistakable, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_said_anonymously_is_not_offered_under_a_name()
    {
        using var coop = await AskedAsync();
        await AnswerAsync(coop, "Cleo", Unmistakable);
        await DoneAsync(coop.Ana, "checkin resume Check-in");
        await DoneAsync(coop.Ana, "checkin now Check-in");

        var named = await coop.Cleo.SayAsync("answer 2", Ct);

        Assert.Equal("form", named.Kind);
        Assert.DoesNotContain(Unmistakable, named.Reply.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fewer_than_four_answers_give_no_result_and_no_state()
    {
        using var coop = await AskedAsync();
        foreach (var name in (string[])["Ana", "Cleo", "Dan"])
            await AnswerAsync(coop, name, "1");

        await coop.DaysAsync(6);

        var reading = (await coop.AssessAsync("contributors")).GateReadings.Single(r => r.Criterion.Key == "iterations-left");
        Assert.Equal((CriterionState.Unknown, (decimal?)null), (reading.State, reading.Decides!.Value));
        Assert.Contains(await coop.Cleo.InboxAsync(Ct, "general"), m => m.Text.Contains("too few answers to show", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_shown_before_the_round_closes()
    {
        using var coop = await AskedAsync();
        foreach (var name in (string[])["Ana", "Cleo", "Dan", "Eva", "Finn"])
            await AnswerAsync(coop, name, "1");

        Assert.Null((await coop.AssessAsync("contributors")).GateReadings.Single(r => r.Criterion.Key == "iterations-left").Decides);
    }

    [Fact]
    public async Task What_a_reporter_reports_stands_beside_their_name_and_the_form_says_so()
    {
        using var coop = await AskedAsync();

        var form = await coop.Ben.SayAsync("answer", Ct);

        Assert.Contains("facts that you report stand beside your name all the same", form.Reply.ToString(), StringComparison.Ordinal);
    }

    /// <summary>An anonymous round is open that asks for the gate and contributors.</summary>
    private static async Task<Cooperative> AskedAsync()
    {
        var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "checkin create", new()
        {
            ["name"] = "Quiet",
            ["units"] = "contributors",
            ["cadence"] = "every month on day 20 10:00",
            ["window"] = "3",
            ["gate"] = "yes",
            ["anonymous"] = "yes",
        });
        await DoneAsync(coop.Ana, "checkin pause Check-in");
        await DoneAsync(coop.Ana, "checkin now Quiet");
        await coop.App.TickAsync(Ct);
        return coop;
    }

    private static async Task AnswerAsync(Cooperative coop, string name, string iterations) =>
        await DoneAsync(coop[name], "answer", new() { ["gate/iterations-left"] = iterations });
}
