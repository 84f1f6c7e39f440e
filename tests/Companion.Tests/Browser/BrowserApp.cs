using Companion.Tests.Support;
using Microsoft.Playwright;

namespace Companion.Tests.Browser;

/// <summary>The whole program behind a real port, and one tab of a real browser that looks at it.</summary>
internal sealed class BrowserApp : IAsyncDisposable
{
    private static readonly Dictionary<string, string> Team = new()
    {
        ["you"] = "Ana",
        ["organisation"] = "Tern",
        ["zone"] = "Europe/Berlin",
        ["people"] = "Ben, Cleo",
        ["unit"] = "contributors",
        ["owners"] = "Ben",
        ["level"] = "20",
        ["rationale"] = "We answer everybody within three days.",
        ["target"] = "40",
        ["by"] = "2026-06-30",
        ["cadence"] = "every month on the first Tuesday 10:00",
    };

    private readonly IBrowserContext _context;

    private BrowserApp(App app, Uri address, IBrowserContext context, IPage page)
    {
        (App, Address, _context, Page) = (app, address, context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                Complaints.Add(message.Text);
        };
        page.PageError += (_, error) => Complaints.Add(error);
        Chat = new(page, address);
    }

    public App App { get; }

    public Uri Address { get; }

    public IPage Page { get; }

    public ChatPage Chat { get; }

    /// <summary>What the browser complained about: broken policy, failed scripts, missing files.</summary>
    public List<string> Complaints { get; } = [];

    public static async Task<BrowserApp> StartAsync(Chromium chromium, DateTimeOffset now, BrowserNewContextOptions? look = null)
    {
        var browser = chromium.Required();
        var app = new App(now);
        var address = app.Listen();
        var context = await browser.NewContextAsync(look ?? new() { ViewportSize = new() { Width = 1280, Height = 860 } });
        context.SetDefaultTimeout(8000);
        return new(app, address, context, await context.NewPageAsync());
    }

    /// <summary>A team of three with one unit, set up at the program's other door so that a test begins where it wants to look.</summary>
    public async Task<ChatPerson> SetUpTeamAsync()
    {
        var http = App.CreateClient();
        var ana = await ChatPerson.NamedAsync(http, "You", TestContext.Current.CancellationToken);
        var done = await ana.SubmitAsync("setup", Team, TestContext.Current.CancellationToken);
        Assert.Equal("done", done.Kind);
        return ana;
    }

    /// <summary>Moves the clock; the schedule looks at each hour of it.</summary>
    public Task AdvanceToAsync(DateTimeOffset to) => App.AdvanceToAsync(to, TestContext.Current.CancellationToken);

    public Task TickAsync() => App.TickAsync(TestContext.Current.CancellationToken);

    /// <summary>Keeps a picture for somebody to look at, in the folder that SCREENSHOTS names; without one, nothing.</summary>
    public async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is not { Length: > 0 } folder)
            return;

        await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") });
    }

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        await App.DisposeAsync();
    }
}
