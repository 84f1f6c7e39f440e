namespace Companion.Tests.Platforms.Teams;

/// <summary>The whole cycle through the bot's door, against a Connector that keeps what it is told.</summary>
public sealed class CycleTests
{
    [Fact]
    public async Task An_organisation_goes_from_the_installation_to_a_decision()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var teams = await TeamsApp.StartAsync();
        var (ana, ben, cleo) = (teams.Person("Ana"), teams.Person("Ben"), teams.Person("Cleo"));

        await ana.InstallAsync();
        var welcome = teams.Cloud.Sent.Single();
        Assert.Contains("you can set me up", welcome.Text, StringComparison.Ordinal);
        foreach (var other in new[] { ben, cleo })
        {
            await other.InstallAsync();
            await other.SayAsync("help");
        }

        var form = await ana.PressAsync(welcome.Card, "Set up", welcome.Id);
        var done = await ana.SubmitAsync(form, welcome.Id, fields: [("organisation", "Tern"), ("units", "contributors"), ("cadence", "every month on the first Tuesday 10:00")]);
        Assert.Contains("Tern", Cards.TextOf(done), StringComparison.Ordinal);

        var declared = (await ana.SayAsync("setup contributors")).Card;
        var wrong = await ana.SubmitAsync(declared, fields: [("owners", "Ana"), ("level", "20"), ("rationale", ""), ("target", "40")]);
        Assert.Contains(Cards.OfType(wrong, "TextBlock"), t => (string?)t["color"] == "Attention");
        Assert.Equal("20", (string?)Cards.All(wrong).Single(i => (string?)i["id"] == "f.level")["value"]);
        var kept = await ana.SubmitAsync(wrong, fields: [("rationale", "We answer everybody within three days.")]);
        Assert.DoesNotContain(Cards.OfType(kept, "TextBlock"), t => (string?)t["color"] == "Attention");

        await ana.SayAsync("checkin now");
        await teams.App.TickAsync(ct);
        var invites = teams.Cloud.Sent.Where(s => s.Text.Contains("It takes 20 seconds. You", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, invites.Count);

        foreach (var person in new[] { ana, ben, cleo })
        {
            var invite = invites.Single(i => i.Place == person.Own);
            var questions = await person.PressAsync(invite.Card, "Answer", invite.Id);
            var thanks = await person.SubmitAsync(questions, invite.Id, fields: [.. Cards.All(questions).Where(Cards.IsInput).Take(1).Select(i => (((string)i["id"]!)[2..], "4"))]);
            Assert.Contains("thank you", Cards.TextOf(thanks), StringComparison.Ordinal);
        }

        await teams.App.TickAsync(ct);
        Assert.Equal(3, teams.Cloud.Sent.Count(s => s.IsUpdate && s.Text.Contains("thank you", StringComparison.Ordinal)));

        var status = await ana.SayAsync("status", TeamsPerson.Channel + ";messageid=1700000000077");
        Assert.Equal(ana.User.Mri, status.OnlyFor);
        Assert.Contains("External contributors", status.Text, StringComparison.Ordinal);

        var choice = await ana.SayAsync("decide contributors");
        var back = await ana.PressAsync(choice.Card, "Step back", choice.Id);
        var decided = await ana.SubmitAsync(back, choice.Id, fields: [("rationale", "Too few answered.")]);
        Assert.Contains("stands in the log", Cards.TextOf(decided), StringComparison.Ordinal);
        var log = await ana.SayAsync("decisions");
        Assert.Contains("Too few answered.", log.Text, StringComparison.Ordinal);
    }
}
