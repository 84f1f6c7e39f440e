using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Companion.Tests.Platforms.Teams.Emulator;

/// <summary>Teams in the emulator as one person uses it: by what is written on things.</summary>
internal sealed class PlaygroundPage(Playground playground, IBrowserContext context, IPage page) : IAsyncDisposable
{
    private const string Bot = "Companion";

    public IPage Page => page;

    /// <summary>The newest card.</summary>
    public ILocator Card => page.Locator(".ac-adaptiveCard").Last;

    public static async Task<PlaygroundPage> OpenAsync(IBrowser browser, Uri bot, string person, CancellationToken ct, ColorScheme scheme = ColorScheme.Light)
    {
        var playground = await Playground.StartAsync(bot, person, ct);
        var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 1400 }, ColorScheme = scheme });
        context.SetDefaultTimeout(60_000);
        await context.RouteAsync(url => !new Uri(url).IsLoopback, route => route.AbortAsync());
        var page = await context.NewPageAsync();
        await page.GotoAsync(playground.Address.ToString());
        await page.GetByRole(AriaRole.Textbox).First.WaitForAsync();
        return new(playground, context, page);
    }

    /// <summary>The card in which something stands.</summary>
    public ILocator CardWith(string text) => page.Locator(".ac-adaptiveCard").Filter(new() { HasText = text }).Last;

    public Task ShowsAsync(string text) => Expect(CardWith(text)).ToBeVisibleAsync(new() { Timeout = 60_000 });

    public async Task GoToAsync(string conversation)
    {
        await page.GetByRole(AriaRole.Treeitem, new() { Name = conversation, Exact = true }).ClickAsync();
        await page.WaitForTimeoutAsync(800);
    }

    public async Task SayAsync(string text, bool inChannel = false)
    {
        var box = page.Locator("[data-lexical-editor=true][contenteditable=true]");
        await (inChannel ? box.First : box.Last).ClickAsync();
        if (inChannel)
        {
            await page.Keyboard.TypeAsync("@", new() { Delay = 20 });
            await page.GetByRole(AriaRole.Menuitem).Filter(new() { HasText = Bot }).First.ClickAsync();
            text = $" {text}";
        }

        await page.Keyboard.TypeAsync(text);
        if (inChannel)
            await page.GetByRole(AriaRole.Button, new() { Name = "Post" }).ClickAsync();
        else
            await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Says something and waits for a card that answers.</summary>
    public async Task AskAsync(string text, string answer)
    {
        var before = await page.Locator(".ac-adaptiveCard").CountAsync();
        await SayAsync(text);
        await Expect(page.Locator(".ac-adaptiveCard")).Not.ToHaveCountAsync(before, new() { Timeout = 60_000 });
        await ShowsAsync(answer);
    }

    /// <summary>The same in a channel. On a busy machine the emulator's editor loses what is typed while it draws the mention: then it is typed again.</summary>
    public async Task AskInChannelAsync(string text, string answer)
    {
        for (var attempt = 1; attempt <= 3 && await CardWith(answer).CountAsync() == 0; attempt++)
        {
            await SayAsync(text, inChannel: true);
            for (var second = 0; second < 15 && await CardWith(answer).CountAsync() == 0; second++)
                await page.WaitForTimeoutAsync(1000);
        }

        await ShowsAsync(answer);
    }

    /// <summary>Presses the newest button of that name.</summary>
    public Task PressAsync(string button) => page.Locator(".ac-adaptiveCard").GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).Last.ClickAsync();

    public ILocator Input(string label) => page.Locator(".ac-adaptiveCard").Last.GetByLabel(label, new() { Exact = false }).First;

    public Task WriteAsync(string label, string value) => Input(label).FillAsync(value);

    /// <summary>Chooses in a list that opens.</summary>
    public async Task ChooseAsync(string label, string option)
    {
        await Input(label).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = option }).Last.ClickAsync();
    }

    /// <summary>Chooses one of several in a list that stays open until it is left.</summary>
    public async Task PickAsync(string label, string option)
    {
        await Input(label).ClickAsync();
        await page.Locator("[role=option], [role=menuitemcheckbox]").Filter(new() { HasText = option }).Last.ClickAsync();
        await page.Keyboard.PressAsync("Escape");
    }

    /// <summary>Ticks or unticks what lies open.</summary>
    public Task TickAsync(string option) => page.Locator(".ac-adaptiveCard").Last.GetByText(option, new() { Exact = true }).ClickAsync();

    /// <summary>Keeps a picture for somebody to look at, in the folder that SCREENSHOTS names.</summary>
    public async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"teams-{name}.png") });
    }

    public async ValueTask DisposeAsync()
    {
        await context.CloseAsync();
        await playground.DisposeAsync();
    }
}
