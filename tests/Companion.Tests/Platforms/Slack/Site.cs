using Companion.Chat;
using Companion.Platforms.Slack;
using Companion.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Companion.Tests.Platforms.Slack;

/// <summary>The program beside a workspace, ready to talk.</summary>
internal sealed class Site : IAsyncDisposable
{
    public static readonly DateTimeOffset Monday = new(2026, 1, 5, 9, 0, 0, TimeSpan.FromHours(1));

    private readonly HttpClient _http;

    private Site(App app, HttpClient http, FakeSlack fake, SlackSide slack) => (App, _http, Fake, Slack) = (app, http, fake, slack);

    public App App { get; }

    public FakeSlack Fake { get; }

    public SlackSide Slack { get; }

    public HttpClient Http => _http;

    public static async Task<Site> OpenAsync(bool socket = false, string? file = null, FakeSlack? fake = null, Action<Dictionary<string, string>>? change = null)
    {
        fake ??= await FakeSlack.StartAsync();
        var settings = fake.Settings(socket);
        change?.Invoke(settings);
        var app = SlackSide.AppWith(settings, file);
        fake.Clock = app.Time;
        var http = app.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });
        var site = new Site(app, http, fake, new(app, http, fake, socket));
        if (socket)
            await UntilAsync(() => app.Services.GetRequiredService<SocketMode>().Open > 0);
        return site;
    }

    /// <summary>Ana sets up two units by the form.</summary>
    public async Task SetUpAsync()
    {
        Assert.Null((await Slack.SayAsync("U0ANA", "setup")).Json);
        var started = await Slack.SubmitAsync("U0ANA", ("organisation", "Acme"), ("units", "contributors,processes"), ("cadence", "every month on the first Tuesday 10:00 Europe/Berlin"));
        Assert.Equal("update", (string?)started.Json!["response_action"]);
    }

    /// <summary>What waits in the inbox is handled, what goes out goes out, what follows a press has followed.</summary>
    public async Task SettleAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        await App.Services.GetRequiredService<InboxWorker>().HandleWaitingAsync(ct);
        await App.TickAsync(ct);
        await UntilAsync(() => App.Services.GetRequiredService<FollowUps>().IsIdle && App.Services.GetRequiredService<Home>().IsIdle);
    }

    public static async Task UntilAsync(Func<bool> holds, int seconds = 30)
    {
        for (var i = 0; i < seconds * 50 && !holds(); i++)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.True(holds(), "It did not come to pass in time.");
    }

    public async ValueTask DisposeAsync()
    {
        Assert.Empty(Fake.Broken);
        _http.Dispose();
        await App.DisposeAsync();
        await Fake.DisposeAsync();
    }
}
