using Companion.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Companion.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class LiveTests(Chromium chromium)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_others_say_arrives_without_reloading()
    {
        await using var app = await BrowserApp.StartAsync(chromium, Moments.Monday);
        var ana = await app.SetUpTeamAsync();
        await app.Chat.OpenAsync();
        await app.Chat.BeAsync("Ben");
        await app.Chat.GoToAsync("general");
        await app.Page.EvaluateAsync("() => { window.stayed = true; }");

        using var answer = await ana.SendAsync(new { @as = ana.Id, text = "Good morning, everybody", @in = "general" }, Ct);

        answer.EnsureSuccessStatusCode();
        await Expect(app.Chat.LastMessage).ToContainTextAsync("Good morning, everybody");
        Assert.True(await app.Page.EvaluateAsync<bool>("() => window.stayed"));
    }

    [Fact]
    public async Task Whoever_reads_further_up_is_told_of_what_is_new_and_not_pulled_down()
    {
        await using var app = await BrowserApp.StartAsync(chromium, Moments.Monday);
        var ana = await app.SetUpTeamAsync();
        for (var number = 1; number <= 12; number++)
        {
            using var said = await ana.SendAsync(new { @as = ana.Id, text = $"Line {number}\nof three\nlines", @in = "general" }, Ct);
        }
        await app.Chat.OpenAsync();
        await app.Chat.BeAsync("Ben");
        await app.Chat.GoToAsync("general");
        await Expect(app.Chat.LastMessage).ToContainTextAsync("Line 12");
        await app.Page.EvaluateAsync("() => document.querySelector('#messages').scrollTo(0, 0)");

        using var answer = await ana.SendAsync(new { @as = ana.Id, text = "One more", @in = "general" }, Ct);

        await Expect(app.Page.GetByRole(AriaRole.Button, new() { Name = "New messages" })).ToBeVisibleAsync();
        Assert.Equal(0, await app.Page.EvaluateAsync<int>("() => document.querySelector('#messages').scrollTop"));
        await app.Page.GetByRole(AriaRole.Button, new() { Name = "New messages" }).ClickAsync();
        await Expect(app.Chat.LastMessage).ToBeInViewportAsync();
    }

    [Fact]
    public async Task A_refusal_is_said_above_the_field_and_goes_when_the_line_changes()
    {
        await using var app = await BrowserApp.StartAsync(chromium, Moments.Monday);
        await app.SetUpTeamAsync();
        await app.Chat.OpenAsync();
        var field = app.Page.GetByLabel("Message", new() { Exact = true });
        await field.FillAsync(new('x', 4001));
        await field.PressAsync("Enter");
        await Expect(app.Page.GetByText("a message has up to 4,000")).ToBeVisibleAsync();

        await field.FillAsync("status");

        await Expect(app.Page.GetByText("a message has up to 4,000")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Talk_in_the_channel_gets_no_answer_and_leaves_the_field_empty()
    {
        await using var app = await BrowserApp.StartAsync(chromium, Moments.Monday);
        await app.SetUpTeamAsync();
        await app.Chat.OpenAsync();
        await app.Chat.GoToAsync("general");

        await app.Chat.SayAsync("Who is in on Friday?");

        await Expect(app.Chat.LastMessage).ToContainTextAsync("Who is in on Friday?");
        Assert.Empty(app.Complaints);
    }

    [Fact]
    public async Task A_button_in_the_channel_is_answered_in_private()
    {
        await using var app = await BrowserApp.StartAsync(chromium, Moments.Monday);
        await app.SetUpTeamAsync();
        await app.AdvanceToAsync(Moments.FirstTuesday.AddDays(7));
        await app.Chat.OpenAsync();
        await app.Chat.BeAsync("Ben");
        await app.Chat.GoToAsync("general");

        await app.Chat.PressAsync("Status");

        await Expect(app.Page.GetByRole(AriaRole.Tab, new() { Name = "Companion" })).ToHaveAttributeAsync("aria-selected", "true");
        await Expect(app.Chat.LastMessage).ToContainTextAsync("The equalizer");
    }

    [Theory]
    [InlineData("@companion status")]
    [InlineData("status")]
    public async Task What_one_asks_in_the_channel_is_answered_in_private(string asked)
    {
        await using var app = await BrowserApp.StartAsync(chromium, Moments.Monday);
        await app.SetUpTeamAsync();
        await app.Chat.OpenAsync();
        await app.Chat.GoToAsync("general");

        if (asked.StartsWith('@'))
            await app.Chat.SayAsync(asked);
        else
            await app.Page.GetByRole(AriaRole.Button, new() { Name = asked, Exact = true }).ClickAsync();

        await Expect(app.Page.GetByRole(AriaRole.Tab, new() { Name = "Companion" })).ToHaveAttributeAsync("aria-selected", "true");
        await Expect(app.Chat.LastMessage).ToContainTextAsync("The equalizer");
    }

    [Fact]
    public async Task The_pages_obey_a_policy_that_allows_nothing_inline()
    {
        await using var app = await BrowserApp.StartAsync(chromium, Moments.Monday);
        await app.SetUpTeamAsync();

        foreach (var path in new[] { "/", "/chat" })
        {
            var response = await app.Page.GotoAsync(new Uri(app.Address, path).ToString());
            var policy = await response!.HeaderValueAsync("content-security-policy");

            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        }

        await app.Chat.AskAsync("status");
        Assert.Empty(app.Complaints);
    }

    [Fact]
    public async Task A_server_that_goes_away_is_said_and_nothing_typed_is_lost()
    {
        await using var app = await BrowserApp.StartAsync(chromium, Moments.Monday);
        await app.SetUpTeamAsync();
        await app.Chat.OpenAsync();
        await app.Page.RouteAsync("**/chat/messages", route => route.AbortAsync());
        var field = app.Page.GetByLabel("Message", new() { Exact = true });
        await field.FillAsync("status");
        await field.PressAsync("Enter");
        await Expect(app.Page.GetByText("Companion cannot be reached")).ToBeVisibleAsync();
        await Expect(field).ToHaveValueAsync("status");
        await app.PictureAsync("trouble");

        await app.Page.UnrouteAllAsync();

        await Expect(app.Chat.LastMessage).ToContainTextAsync("The equalizer");
        await Expect(app.Page.GetByText("Companion cannot be reached")).ToBeHiddenAsync();
    }
}
