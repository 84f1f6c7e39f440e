using System.Net;
using System.Text.Json.Nodes;
using Companion.Platforms.Slack;
using Companion.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Companion.Tests.Platforms.Slack;

/// <summary>The whole cycle in a workspace's terms, over HTTP and over a socket.</summary>
public sealed class CycleTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task From_setup_to_a_decision_in_the_log(bool socket)
    {
        await using var site = await Site.OpenAsync(socket);
        var slack = site.Slack;

        await SetUpAsync(site);
        await AnswerAsync(site);
        await DecideAsync(site);

        // Nobody opens their home for this: whoever opened it once gets it anew when something waits.
        Assert.Contains("Nothing waits for you", SlackSide.Text(site.Fake.Homes["U0BEN"]), StringComparison.Ordinal);
        await slack.SayAsync("U0ANA", "checkin now");
        await site.App.Services.GetRequiredService<Home>().PublishChangedAsync(Ct);
        Assert.Contains("One thing waits for you", SlackSide.Text(site.Fake.Homes["U0BEN"]), StringComparison.Ordinal);
    }

    private static async Task SetUpAsync(Site site)
    {
        var slack = site.Slack;
        await site.SetUpAsync();
        Assert.Contains("Acme", SlackSide.Text(slack.Modal("U0ANA")), StringComparison.Ordinal);

        // Whoever speaks becomes a member; the unit is Ben's, picked from the people of the workspace.
        Assert.Contains("The equalizer", (await slack.SayAsync("U0BEN", "status")).Text, StringComparison.Ordinal);
        await slack.SayAsync("U0CLEO", "status");
        await slack.SayAsync("U0ANA", "setup contributors");
        await slack.SubmitAsync("U0ANA", ("owners", "U0BEN"), ("level", "20"), ("rationale", "We answer everybody."), ("target", "40"), ("by", "2026-12-31"));
        var status = await slack.SayAsync("U0BEN", "status contributors");
        Assert.Equal("ephemeral", (string?)status.Json!["response_type"]);
        Assert.Contains("U0BEN", status.Text, StringComparison.Ordinal);
        Assert.Contains("channel", (await slack.SayAsync("U0ANA", "channel here")).Text, StringComparison.OrdinalIgnoreCase);
        await slack.OpenHomeAsync("U0BEN");
        await site.SettleAsync();
        Assert.Contains("External contributors", SlackSide.Text(site.Fake.Homes["U0BEN"]), StringComparison.Ordinal);
    }

    private static async Task AnswerAsync(Site site)
    {
        var (slack, fake) = (site.Slack, site.Fake);
        await slack.SayAsync("U0ANA", "checkin now");
        await site.SettleAsync();
        await site.App.Services.GetRequiredService<Home>().PublishChangedAsync(Ct);
        Assert.Contains("One thing waits for you", SlackSide.Text(fake.Homes["U0BEN"]), StringComparison.Ordinal);

        var invitation = Assert.Single(fake.MessagesTo("D0BEN"));
        await slack.PressAsync("U0BEN", invitation, "Answer");
        var wrong = await slack.SubmitAsync("U0BEN", ("contributors/first-response", "as soon as we can"));
        Assert.NotNull(wrong.ErrorAt("contributors/first-response"));
        var sent = await slack.SubmitAsync("U0BEN", ("contributors/first-response", "30"), ("contributors/know-how", "4"));
        Assert.Contains("thank you", sent.Text, StringComparison.Ordinal);
        foreach (var other in (string[])["U0ANA", "U0CLEO"])
        {
            await slack.SayAsync(other, "answer");
            Assert.Contains("thank you", (await slack.SubmitAsync(other, ("gate/predictable", "4"))).Text, StringComparison.Ordinal);
        }

        // The message with the question is the thanks now: no stale button is left.
        await site.SettleAsync();
        Assert.DoesNotContain(SlackSide.Buttons(Assert.Single(fake.MessagesTo("D0BEN"))), b => (string?)b.Button["text"]!["text"] == "Answer");
        await site.App.Services.GetRequiredService<Home>().PublishChangedAsync(Ct);
        Assert.Contains("Nothing waits for you", SlackSide.Text(fake.Homes["U0BEN"]), StringComparison.Ordinal);
        await site.SettleAsync();
        var summary = Assert.Single(fake.MessagesTo(SlackSide.General), m => ((string)m["text"]!).Contains("the result", StringComparison.Ordinal));
        Assert.Contains("3 of 3 answered", SlackSide.Text(summary), StringComparison.Ordinal);
        Assert.Contains(fake.Messages, m => (string?)m["thread_ts"] == (string?)summary["ts"]);
    }

    private static async Task DecideAsync(Site site)
    {
        var (slack, fake) = (site.Slack, site.Fake);

        // The target was missed by then: Ben is asked to decide.
        await site.App.AdvanceToAsync(new(2027, 1, 12, 10, 0, 0, TimeSpan.FromHours(1)), Ct);
        var nudge = fake.MessagesTo("D0BEN").Last(m => ((string)m["text"]!).Contains("missed its target", StringComparison.Ordinal));
        await slack.PressAsync("U0BEN", nudge, "New date");
        var done = await slack.SubmitAsync("U0BEN", ("target", "40"), ("by", "2027-06-30"), ("rationale", "The release came first."));
        Assert.Contains("Decision", done.Text, StringComparison.Ordinal);
        await site.App.AdvanceToAsync(new(2027, 1, 12, 11, 0, 0, TimeSpan.FromHours(1)), Ct);
        Assert.DoesNotContain(SlackSide.Buttons(fake.Messages.Single(m => (string?)m["ts"] == (string?)nudge["ts"])), b => (string?)b.Button["text"]!["text"] == "New date");
        Assert.Contains(fake.MessagesTo(SlackSide.General), m => SlackSide.Text(m).Contains("The release came first.", StringComparison.Ordinal));
        Assert.Contains("target 40 by", (await slack.SayAsync("U0CLEO", "decisions")).Text, StringComparison.Ordinal);
        Assert.Contains("whole", (await slack.SayAsync("U0CLEO", "decisions verify")).Text, StringComparison.OrdinalIgnoreCase);
        await slack.OpenHomeAsync("U0BEN");
        await site.SettleAsync();
    }

    [Fact]
    public async Task A_guest_may_not_set_up_and_an_admin_may()
    {
        await using var site = await Site.OpenAsync();

        var guest = await site.Slack.SayAsync("U0GUEST", "setup");
        var member = await site.Slack.SayAsync("U0BEN", "setup");
        var admin = await site.Slack.SayAsync("U0ANA", "setup");

        Assert.Contains("Only a steward", guest.Text, StringComparison.Ordinal);
        Assert.Contains("Only a steward", member.Text, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, ""), (admin.Status, admin.Body));
        Assert.Contains("setup", (string?)site.Slack.Modal("U0ANA")["private_metadata"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Share_shows_the_answer_to_everybody_and_a_refusal_to_nobody_else()
    {
        await using var site = await Site.OpenAsync();
        await site.SetUpAsync();

        Assert.Equal("in_channel", (string?)(await site.Slack.SayAsync("U0ANA", "share status")).Json!["response_type"]);
        Assert.Equal("ephemeral", (string?)(await site.Slack.SayAsync("U0ANA", "share status nonsense")).Json!["response_type"]);
    }

    [Fact]
    public async Task Words_to_the_bot_and_mentions_are_answered_where_they_were_said()
    {
        await using var site = await Site.OpenAsync();
        await site.SetUpAsync();

        await site.Slack.WriteAsync("U0BEN", "status");
        await site.Slack.WriteAsync("U0BEN", $"<@{FakeSlack.Bot}> why contributors", channel: "C0DEV", thread: "1700000000.5");
        await site.Slack.WriteAsync("U0ANA", "target contributors");
        await site.SettleAsync();

        Assert.Contains("The equalizer", SlackSide.Text(Assert.Single(site.Fake.MessagesTo("D0BEN"))), StringComparison.Ordinal);
        var mentioned = site.Fake.Messages.Single(m => (string?)m["channel"] == "C0DEV");
        Assert.Equal((true, "U0BEN", "1700000000.5"), ((bool)mentioned["ephemeral"]!, (string?)mentioned["user"], (string?)mentioned["thread_ts"]));
        var form = Assert.Single(site.Fake.MessagesTo("D0ANA"));
        await site.Slack.PressAsync("U0ANA", form, "Open the form");
        Assert.Contains("target contributors", (string?)site.Slack.Modal("U0ANA")["private_metadata"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_becomes_a_decision_with_the_message_as_evidence()
    {
        await using var site = await Site.OpenAsync();
        await site.SetUpAsync();
        var payload = site.Slack.Payload("message_action", "U0ANA");
        payload["callback_id"] = "log";
        payload["channel"] = new JsonObject { ["id"] = "C0DEV", ["name"] = "dev" };
        payload["message_ts"] = "1700000009.000100";
        payload["message"] = new JsonObject { ["type"] = "message", ["ts"] = "1700000009.000100", ["user"] = "U0BEN", ["text"] = "We publish the budget &amp; <@U0BEN> does it" };
        payload["response_url"] = site.Fake.ResponseUrl();

        await site.Slack.DeliverAsync("interactive", payload);
        var done = await site.Slack.SubmitAsync("U0ANA", ("rationale", "Everybody asked for it."), ("unit", "-"));

        Assert.Contains("We publish the budget & Ben does it", done.Text, StringComparison.Ordinal);
        Assert.Contains("https://acme.slack.com/archives/C0DEV/p1700000009000100", done.Json!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Buttons_of_the_home_open_above_it_and_change_in_place()
    {
        await using var site = await Site.OpenAsync();
        await site.SetUpAsync();
        await site.Slack.OpenHomeAsync("U0ANA");
        await site.SettleAsync();

        await site.Slack.PressAsync("U0ANA", site.Fake.Homes["U0ANA"], "Decisions");
        Assert.Contains("The decision log", SlackSide.Text(site.Slack.Modal("U0ANA")), StringComparison.Ordinal);
        await site.Slack.PressAsync("U0ANA", site.Fake.Homes["U0ANA"], "Help");
        await site.Slack.PressAsync("U0ANA", site.Slack.Modal("U0ANA"), "Status");

        Assert.Contains("The equalizer", SlackSide.Text(site.Slack.Modal("U0ANA")), StringComparison.Ordinal);
        Assert.Single(site.Fake.Modals["U0ANA"]);
    }

    [Fact]
    public async Task A_home_that_somebody_else_published_meanwhile_is_published_anew()
    {
        await using var site = await Site.OpenAsync();
        await site.SetUpAsync();
        await site.Slack.OpenHomeAsync("U0ANA");
        await site.SettleAsync();
        site.Fake.FailError("views.publish", "hash_conflict");

        await site.Slack.OpenHomeAsync("U0ANA");
        await site.SettleAsync();

        Assert.Equal(3, site.Fake.CallsOf("views.publish"));
        Assert.Null(site.Fake.Calls.Last(c => c.Method == "views.publish").Error);
    }

    [Fact]
    public async Task Mentions_and_user_groups_are_people()
    {
        await using var site = await Site.OpenAsync();
        await site.SetUpAsync();

        var done = await site.Slack.SayAsync("U0ANA", "owners contributors <!subteam^S0DEV|@devs> because they do the work");

        Assert.Contains("U0BEN", done.Text, StringComparison.Ordinal);
        Assert.Contains("U0CLEO", done.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_was_deactivated_leaves_and_the_stewards_are_told_once()
    {
        await using var site = await Site.OpenAsync();
        await site.SetUpAsync();
        await site.Slack.SayAsync("U0BEN", "status");
        var gone = FakeSlack.Person("U0BEN", "Ben", deleted: true);

        await site.Slack.HappenAsync(new() { ["type"] = "user_change", ["user"] = gone.DeepClone() });
        await site.Slack.HappenAsync(new() { ["type"] = "user_change", ["user"] = gone.DeepClone() });
        await site.App.AdvanceToAsync(Site.Monday.AddDays(2), Ct);

        Assert.DoesNotContain("U0BEN", (await site.Slack.SayAsync("U0ANA", "members")).Text, StringComparison.Ordinal);
        Assert.Single(site.Fake.MessagesTo("D0ANA"), m => SlackSide.Text(m).Contains("no longer a member", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_workspace_without_containers_gets_the_same_without_them_and_is_remembered()
    {
        await using var site = await Site.OpenAsync();
        await site.SetUpAsync();
        site.Fake.TakesContainers = false;

        await site.Slack.WriteAsync("U0ANA", "why contributors");
        await site.Slack.WriteAsync("U0ANA", "why processes");
        await site.SettleAsync();

        Assert.Equal(2, site.Fake.MessagesTo("D0ANA").Count);
        Assert.Equal(3, site.Fake.CallsOf("chat.postMessage"));
        var kept = await site.App.Services.GetRequiredService<ConnectionStore>().FindAsync("slack", FakeSlack.Team, Ct);
        Assert.False(WorkspaceDetails.Read(kept!.Details).IsRich);
    }
}
