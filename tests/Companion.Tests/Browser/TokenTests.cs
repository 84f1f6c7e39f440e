using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Companion.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class TokenTests(Chromium chromium)
{
    [Fact]
    public async Task A_token_is_seen_once_and_stands_in_no_history()
    {
        await using var app = await BrowserApp.StartAsync(chromium, Moments.Monday);
        await app.SetUpTeamAsync();
        var chat = app.Chat;
        await chat.OpenAsync();
        await chat.BeAsync("Ana");

        await chat.SayAsync("token create ci");

        await Expect(chat.Form).ToContainTextAsync("cmpn_");
        await Expect(chat.Form).ToContainTextAsync("Copy it now");
        await chat.Form.GetByRole(AriaRole.Button, new() { Name = "I have copied it" }).ClickAsync();
        await Expect(chat.Form).ToHaveCountAsync(0);
        await Expect(chat.LastMessage).ToContainTextAsync("It was shown once");
        await app.Page.ReloadAsync();
        await Expect(chat.LastMessage).ToContainTextAsync("It was shown once");
        await Expect(app.Page.Locator("body")).Not.ToContainTextAsync("cmpn_");
    }
}
