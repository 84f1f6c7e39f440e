using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Companion.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class CycleTests(Chromium chromium)
{
    [Fact]
    public async Task A_unit_goes_from_an_empty_page_to_a_decision_by_clicking()
    {
        await using var app = await BrowserApp.StartAsync(chromium, Moments.Monday);

        await SetUpFromTheEmptyDashboardAsync(app);
        await app.AdvanceToAsync(Moments.FirstTuesday);
        await ThreePeopleAnswerAsync(app);
        await TheRoundIsSummedUpAsync(app);
        await app.AdvanceToAsync(Moments.Sustained);
        await TheOwnerDecidesAsync(app);
        await TheDecisionStandsAsync(app);

        Assert.Empty(app.Complaints);
    }

    private static async Task SetUpFromTheEmptyDashboardAsync(BrowserApp app)
    {
        var chat = app.Chat;
        await app.Page.GotoAsync(app.Address.ToString());
        await app.PictureAsync("01-empty-dashboard");
        await app.Page.GetByRole(AriaRole.Link, new() { Name = "Set up in the chat" }).ClickAsync();
        await Expect(chat.Form.GetByRole(AriaRole.Heading, new() { Name = "Set up Companion" })).ToBeVisibleAsync();
        await app.PictureAsync("02-setup");

        await chat.WriteAsync("Your name", "Ana");
        await chat.WriteAsync("What is your organisation called?", "Tern");
        foreach (var other in (string[])["Core team", "Technology stack", "Finance", "Internal processes"])
            await chat.LeaveOutAsync(other);
        await chat.WriteAsync("How often", "every month on the first Tuesday 10:00 Europe/Berlin");
        await chat.SubmitAsync();
        await Expect(chat.LastMessage).ToContainTextAsync("Tern is set up");
        await Expect(chat.LastMessage).ToContainTextAsync("Tue 6 Jan 2026, 10:00");
        await app.PictureAsync("02-set-up");

        await chat.AskAsync("members add Ben, Cleo");
        await chat.SayAsync("setup contributors");
        await chat.WriteAsync("Who answers for it", "Ben");
        await chat.ChooseAsync("Where it stands today", "20");
        await chat.ChooseAsync("Where it should be", "40");
        await chat.DateAsync("By", "2026-06-30");
        await chat.TryToSubmitAsync();
        await Expect(chat.ErrorAt("rationale")).ToContainTextAsync("say why");
        await app.PictureAsync("03-setup-error");

        await chat.WriteAsync("Why there", "We answer everybody within three days.");
        await chat.SubmitAsync();
        await Expect(chat.LastMessage).ToContainTextAsync("External contributors: declared at 20");
        await app.PictureAsync("04-set-up");
    }

    private static async Task ThreePeopleAnswerAsync(BrowserApp app)
    {
        var chat = app.Chat;
        await chat.BeAsync("Ana");
        await chat.PressAsync("Answer");
        await chat.WriteAsync("How many breaking", "0");
        await ShareAsync(chat, "2", "4");
        await app.PictureAsync("05-answer-steward");
        await chat.SubmitAsync();

        await chat.BeAsync("Ben");
        await chat.PressAsync("Answer");
        await chat.WriteAsync("How many hours", "soon");
        await chat.WriteAsync("How many outside contributors", "7");
        await ShareAsync(chat, "1", "5");
        await chat.TryToSubmitAsync();
        await Expect(chat.ErrorAt("contributors/first-response")).ToContainTextAsync("Write a number");
        await app.PictureAsync("06-answer-error");
        await chat.WriteAsync("How many hours", "40");
        await chat.SubmitAsync();
        await app.PictureAsync("07-thanks");

        await chat.BeAsync("Cleo");
        await chat.PressAsync("Answer");
        await ShareAsync(chat, "2", "4");
        await app.PictureAsync("08-answer-member");
        await chat.SubmitAsync();
    }

    // What everybody is asked for an opinion on.
    private static async Task ShareAsync(ChatPage chat, string iterations, string agreement)
    {
        await chat.WriteAsync("How many more big iterations", iterations);
        await chat.ChooseAsync("I know how to contribute", agreement);
        await chat.ChooseAsync("We could predict", agreement);
    }

    private static async Task TheRoundIsSummedUpAsync(BrowserApp app)
    {
        var chat = app.Chat;
        await app.TickAsync();
        await chat.GoToAsync("general");
        await Expect(chat.LastMessage).ToContainTextAsync("3 of 3 answered");
        await Expect(chat.LastMessage.GetByRole(AriaRole.Table).First).ToBeVisibleAsync();
        await app.PictureAsync("09-summary");

        await chat.GoToAsync("Companion");
        var status = await chat.AskAsync("status");
        await Expect(status).ToContainTextAsync("evidence supports 40");
        await app.PictureAsync("10-status");
        var why = await chat.AskAsync("why contributors");
        await Expect(why).ToContainTextAsync("has to hold for 14 days");
        await app.PictureAsync("11-why");
        await Expect(await chat.AskAsync("why contributors know-how")).ToContainTextAsync("100% from 3 answers");
    }

    private static async Task TheOwnerDecidesAsync(BrowserApp app)
    {
        var chat = app.Chat;
        await chat.BeAsync("Ben");
        await Expect(chat.LastMessage).ToContainTextAsync("External contributors is ready for 40");
        await app.PictureAsync("12-nudge");
        await chat.PressAsync("Advance to 40");
        await Expect(chat.Form.GetByRole(AriaRole.Heading, new() { Name = "Advance External contributors to 40" })).ToBeVisibleAsync();
        await app.PictureAsync("13-decide");
        await chat.TryToSubmitAsync();
        await Expect(chat.ErrorAt("rationale")).ToBeVisibleAsync();
        await chat.WriteAsync("Why", "Seven people outside know what is wanted.");
        await chat.WriteAsync("Expected effect", "Ten outside contributors by summer.");
        await chat.SubmitAsync();
        await Expect(chat.LastMessage).ToContainTextAsync("advanced from 20 to 40");
        await app.PictureAsync("14-decided");
    }

    private static async Task TheDecisionStandsAsync(BrowserApp app)
    {
        var (chat, page) = (app.Chat, app.Page);
        await app.TickAsync();
        await Expect(chat.Log.GetByText("ready for 40, answered")).ToBeVisibleAsync();
        await Expect(chat.Log.GetByRole(AriaRole.Button, new() { Name = "Advance to 40" })).ToHaveCountAsync(0);
        await Expect(await chat.AskAsync("decisions")).ToContainTextAsync("advanced from 20 to 40");
        await app.PictureAsync("15-decisions");
        await Expect(await chat.AskAsync("status contributors")).ToContainTextAsync("Level 40 (contributions invited)");
        await app.PictureAsync("16-status-one");

        await chat.GoToAsync("general");
        await Expect(chat.LastMessage).ToContainTextAsync("advanced from 20 to 40");
        await app.PictureAsync("17-channel");
        await chat.BeAsync("Ana");
        await Expect(chat.Log.GetByRole(AriaRole.Button, new() { Name = "Advance to 40" })).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Link, new() { Name = "Dashboard", Exact = true }).Last.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "The equalizer" })).ToBeVisibleAsync();
        await Expect(page.GetByText("Level 40 (contributions invited)")).ToBeVisibleAsync();
        await Expect(page.GetByText("Seven people outside know what is wanted.")).ToBeVisibleAsync();
        await app.PictureAsync("18-dashboard");
    }
}
