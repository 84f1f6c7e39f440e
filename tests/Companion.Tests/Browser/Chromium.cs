using Microsoft.Playwright;

namespace Companion.Tests.Browser;

/// <summary>One browser for all browser tests; each test has a context, and so storage, of its own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly string[] Switches =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Array.Find(Places, File.Exists) is not { } found)
            return;

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = found, Args = Switches });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.CloseAsync();
        _playwright?.Dispose();
    }

    /// <summary>The browser; without one the test is skipped, but fails where it must not be missing.</summary>
    internal IBrowser Required()
    {
        const string Missing = "There is no Chromium at /usr/bin/chromium; install it to run the tests in a browser.";
        if (_browser is null && Environment.GetEnvironmentVariable("CI") is { Length: > 0 })
            Assert.Fail(Missing);
        if (_browser is null)
            Assert.Skip(Missing);
        return _browser!;
    }
}
