using Companion.Platforms.Slack;
using Microsoft.Extensions.DependencyInjection;

namespace Companion.Tests.Platforms.Slack;

public sealed class SocketTests
{
    [Fact]
    public async Task A_new_socket_is_open_before_the_old_one_ends()
    {
        await using var site = await Site.OpenAsync(socket: true);
        await site.SetUpAsync();

        await site.Fake.Socket.DisconnectAsync("warning", close: false);
        await Site.UntilAsync(() => site.Fake.Socket.OpenNow == 2 && site.App.Services.GetRequiredService<SocketMode>().Open == 2);

        // What still comes over the old one is answered over it.
        Assert.NotNull((await site.Fake.Socket.DeliverAsync("slash_commands", Status(site), oldest: true))["payload"]);
        await site.Fake.Socket.CloseAsync();
        await Site.UntilAsync(() => site.Fake.Socket.OpenNow == 1);
        Assert.Contains("The equalizer", (await site.Slack.SayAsync("U0ANA", "status")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_that_is_lost_is_opened_again()
    {
        await using var site = await Site.OpenAsync(socket: true);
        await site.SetUpAsync();
        site.Fake.FailError("apps.connections.open", "internal_error");

        site.Fake.Socket.Drop();
        await Site.UntilAsync(() => site.Fake.Socket.Opened == 2 && site.App.Services.GetRequiredService<SocketMode>().Open == 1);

        Assert.Contains("The equalizer", (await site.Slack.SayAsync("U0ANA", "status")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Switched_off_is_the_end()
    {
        await using var site = await Site.OpenAsync(socket: true);

        await site.Fake.Socket.DisconnectAsync("link_disabled", close: true);
        await Site.UntilAsync(() => site.App.Services.GetRequiredService<SocketMode>().ExecuteTask!.IsCompleted);

        Assert.Equal(1, site.Fake.Socket.Opened);
    }

    [Fact]
    public async Task The_same_envelope_over_two_sockets_has_one_effect()
    {
        await using var site = await Site.OpenAsync(socket: true);
        await site.SetUpAsync();
        await site.Fake.Socket.DisconnectAsync("refresh_requested", close: false);
        await Site.UntilAsync(() => site.Fake.Socket.OpenNow == 2);
        var envelope = SlackSide.Envelope(new() { ["type"] = "message", ["channel_type"] = "im", ["user"] = "U0ANA", ["text"] = "timeoff 2026-02-20", ["channel"] = "D0ANA", ["ts"] = "1.1" }, "EvSame");

        await site.Fake.Socket.DeliverAsync("events_api", envelope, oldest: true);
        await site.Fake.Socket.DeliverAsync("events_api", envelope);
        await site.SettleAsync();

        Assert.Single(site.Fake.MessagesTo("D0ANA"));
    }

    [Fact]
    public async Task Without_a_signing_secret_there_is_no_door_to_the_web()
    {
        await using var site = await Site.OpenAsync(socket: true, change: s => s["Slack:SigningSecret"] = "");

        using var response = await site.Http.PostAsync("/slack/commands", null, TestContext.Current.CancellationToken);

        Assert.Equal(System.Net.HttpStatusCode.NotFound, response.StatusCode);
    }

    private static System.Text.Json.Nodes.JsonObject Status(Site site) => new()
    {
        ["team_id"] = FakeSlack.Team,
        ["channel_id"] = "C1",
        ["user_id"] = "U0ANA",
        ["text"] = "status",
        ["trigger_id"] = site.Fake.NewTrigger("U0ANA"),
    };
}
