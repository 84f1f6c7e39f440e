using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Companion.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class KeyboardTests(Chromium chromium)
{
    private const string FocusedButton = "() => { const e = document.activeElement; return e.matches('button') ? e.innerText : ''; }";

    [Fact]
    public async Task A_check_in_is_answered_without_a_mouse()
    {
        await using var app = await BrowserApp.StartAsync(chromium, Moments.Monday);
        await app.SetUpTeamAsync();
        await app.AdvanceToAsync(Moments.FirstTuesday);
        var (chat, keys) = (app.Chat, app.Page.Keyboard);
        await chat.OpenAsync();

        await TabToAsync(app.Page, "Cleo");
        await keys.PressAsync("Enter");
        await Expect(chat.Log.GetByRole(AriaRole.Button, new() { Name = "Answer" })).ToBeVisibleAsync();
        await TabToAsync(app.Page, "Answer");
        await keys.PressAsync("Enter");
        await Expect(chat.Form).ToBeVisibleAsync();
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("Tab");
        await keys.TypeAsync("2");
        await keys.PressAsync("Tab");
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("Tab");
        await keys.PressAsync("Enter");

        await Expect(chat.Form).ToHaveCountAsync(0);
        await Expect(chat.LastMessage).ToContainTextAsync("thank you");
        await Expect(chat.LastMessage).ToContainTextAsync("wanted. 5 of 5");
        await Expect(chat.LastMessage).ToContainTextAsync("2 iterations");
        Assert.NotEqual("BODY", await app.Page.EvaluateAsync<string>("() => document.activeElement.tagName"));
    }

    [Fact]
    public async Task Escape_asks_once_before_it_throws_answers_away()
    {
        await using var app = await BrowserApp.StartAsync(chromium, Moments.Monday);
        await app.Page.GotoAsync(new Uri(app.Address, "/chat#setup").ToString());
        await app.Chat.WriteAsync("What is your organisation called?", "Tern");

        await app.Page.Keyboard.PressAsync("Escape");
        await Expect(app.Chat.Form.GetByRole(AriaRole.Alert)).ToContainTextAsync("Nothing is sent yet");

        await app.Page.Keyboard.PressAsync("Escape");
        await Expect(app.Chat.Form).ToHaveCountAsync(0);
    }

    private static async Task TabToAsync(IPage page, string name)
    {
        for (var steps = 0; steps < 40; steps++)
        {
            await page.Keyboard.PressAsync("Tab");
            if ((await page.EvaluateAsync<string>(FocusedButton)).Split('\n').Contains(name, StringComparer.Ordinal))
                return;
        }

        Assert.Fail($"Tab never came to {name}.");
    }
}
