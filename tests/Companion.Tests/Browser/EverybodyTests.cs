using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Companion.Tests.Browser;

/// <summary>The pages in the eyes and hands of different people: read out, on a phone, at night.</summary>
[Collection(BrowserCollection.Name)]
public sealed class EverybodyTests(Chromium chromium)
{
    [Fact]
    public async Task Everything_one_can_act_on_has_a_name_to_read_out()
    {
        await using var app = await BrowserApp.StartAsync(chromium, Moments.Monday);
        var page = app.Page;

        await VisitAsync(app, async place => Assert.True(await page.NamelessAsync() is [], $"{place}: {string.Join(", ", await page.NamelessAsync())}"));

        await app.Chat.OpenAsync();
        await Expect(page.GetByRole(AriaRole.Main)).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Complementary, new() { Name = "People" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Tablist, new() { Name = "Conversations" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Log, new() { Name = "Messages" })).ToBeAttachedAsync();
    }

    [Fact]
    public async Task Nothing_is_wider_than_a_phone()
    {
        await using var app = await BrowserApp.StartAsync(chromium, Moments.Monday, new() { ViewportSize = new() { Width = 360, Height = 740 }, HasTouch = true, IsMobile = true });

        await VisitAsync(app, async place =>
        {
            await app.PictureAsync($"phone-{place}");
            Assert.True(await app.Page.OverhangAsync() <= 0, $"{place} is {await app.Page.OverhangAsync()} pixels too wide.");
        });
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Text_stands_out_from_its_ground(ColorScheme colours)
    {
        await using var app = await BrowserApp.StartAsync(chromium, Moments.Monday, new() { ColorScheme = colours, ViewportSize = new() { Width = 1280, Height = 860 }, ReducedMotion = ReducedMotion.Reduce });

        await VisitAsync(app, async place =>
        {
            await app.PictureAsync($"{colours}-{place}");
            Assert.True(await app.Page.PoorContrastAsync() is [], $"{place}: {string.Join("; ", await app.Page.PoorContrastAsync())}");
        });
    }

    // Every kind of page and card there is before the first decision.
    private static async Task VisitAsync(BrowserApp app, Func<string, Task> look)
    {
        var (page, chat) = (app.Page, app.Chat);
        await page.GotoAsync(app.Address.ToString());
        await look("empty dashboard");
        await page.GotoAsync(new Uri(app.Address, "/chat#setup").ToString());
        await Expect(chat.Form).ToBeVisibleAsync();
        await chat.TryToSubmitAsync();
        await Expect(chat.ErrorAt("organisation")).ToBeVisibleAsync();
        await look("setup");

        await app.SetUpTeamAsync();
        await app.AdvanceToAsync(Moments.FirstTuesday);
        await chat.OpenAsync();
        await Expect(chat.LastMessage).ToContainTextAsync("Answer");
        await look("invitation");
        await chat.PressAsync("Answer");
        await Expect(chat.Form).ToBeVisibleAsync();
        await look("answer");
        await chat.SubmitAsync();

        foreach (var line in new[] { "status", "why contributors", "help", "statsu", "checkin", "decisions" })
        {
            await chat.AskAsync(line);
            await look(line);
        }

        await app.AdvanceToAsync(new(2026, 1, 12, 10, 0, 0, TimeSpan.FromHours(1)));
        await chat.GoToAsync("general");
        await Expect(chat.LastMessage).ToContainTextAsync("answered");
        await look("general");
        await page.GotoAsync(app.Address.ToString());
        await page.GetByText("Why", new() { Exact = true }).First.ClickAsync();
        await look("dashboard");
    }
}
