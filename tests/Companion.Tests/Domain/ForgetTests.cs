using Companion.Tests.Support;
using static Companion.Tests.Domain.Cooperative;

namespace Companion.Tests.Domain;

public sealed class ForgetTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Names_and_texts_go_everywhere_and_the_chain_stays_whole()
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "owners contributors Cleo, Ben because Cleo joins in");
        await DoneAsync(coop.Cleo, "target contributors 60 by 2026-09-30 because my grandmother said it is worth a try");
        await DoneAsync(coop.Cleo, "evidence contributors first-response 60 counted at https://cleo.example/log by hand");
        await DoneAsync(coop.Cleo, "checkin now");
        await coop.App.TickAsync(Ct);
        await DoneAsync(coop.Ana, "answer", new() { ["gate/breaking-changes"] = "0" });
        await DoneAsync(coop.Ana, "owners contributors Ben because Cleo leaves us");
        await coop.App.TickAsync(Ct);

        var asked = await ShownAsync(coop.Cleo, "forget-me");
        await DoneAsync(coop.Cleo, "forget-me yes");
        await coop.App.TickAsync(Ct);

        Assert.Contains("1 text of yours", asked, StringComparison.Ordinal);
        Assert.Contains("Backups", asked, StringComparison.Ordinal);
        // What others wrote stays theirs: Ana's reasons, in the log.
        Assert.Equal(["decision_texts.text"], Traces.Of("Cleo", coop.App.File));
        Assert.Empty(Traces.Of("grandmother", coop.App.File));
        Assert.False(Traces.InFiles("grandmother", coop.App.File));
        Assert.Empty(Traces.Of("cleo.example", coop.App.File));
        Assert.Contains("The log is whole", await ShownAsync(coop.Ana, "decisions verify"), StringComparison.Ordinal);
        Assert.Contains("Erased texts: 1", await ShownAsync(coop.Ana, "decisions verify"), StringComparison.Ordinal);
        Assert.Contains("somebody who left", await ShownAsync(coop.Ana, "decisions"), StringComparison.Ordinal);
        Assert.Equal(60, (await coop.AssessAsync("contributors")).Readings.Single(r => r.Criterion.Key == "first-response").Decides!.Value);
    }

    [Fact]
    public async Task A_repeat_of_somebodys_delivery_still_gets_its_first_answer()
    {
        using var coop = await SetUpAsync();
        var first = await coop.Ana.SayAsync("members add Gerd", Ct, key: "k1");

        await DoneAsync(coop.Cleo, "forget-me yes");
        var again = await coop.Ana.SayAsync("members add Gerd", Ct, key: "k1");

        Assert.Equal(("done", first.Text), (again.Kind, again.Text));
    }

    [Fact]
    public async Task Whoever_still_answers_for_something_hands_it_over_first()
    {
        using var coop = await SetUpAsync();

        Assert.Contains("You are a steward", await ShownAsync(coop.Ana, "forget-me yes"), StringComparison.Ordinal);
        Assert.Contains("still answer for External contributors", await ShownAsync(coop.Ben, "forget-me yes"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_identity_that_became_one_person_with_another_is_forgotten_with_it()
    {
        using var coop = await SetUpAsync();
        await DoneAsync(coop.Ana, "owners finance Dan because Dan counts well");
        await DoneAsync(coop.Dan, "target finance 20 because my savings depend on it");
        await DoneAsync(coop.Ana, "owners finance none because nobody has time");
        await coop.LinkAsync(coop.Cleo, coop.Dan);

        await DoneAsync(coop.Cleo, "forget-me yes");

        Assert.Empty(Traces.Of("savings", coop.App.File));
        Assert.DoesNotContain(Traces.Of("Dan", coop.App.File), t => t != "decision_texts.text");
        Assert.Contains("The log is whole", await ShownAsync(coop.Ana, "decisions verify"), StringComparison.Ordinal);
    }
}
