using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Companion.Chat;
using Companion.Messages;
using Companion.Platforms.Slack;

namespace Companion.Tests.Platforms.Slack;

public sealed partial class ManifestTests
{
    private static readonly JsonNode Http = JsonNode.Parse(Manifest.For(new("https://bot.example.org/")))!;

    [Fact]
    public void Every_address_is_this_servers()
    {
        Assert.DoesNotContain("companion.example.com", Http.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("https://bot.example.org/slack/commands", (string?)Http["features"]!["slash_commands"]![0]!["url"]);
        Assert.Equal("https://bot.example.org/slack/events", (string?)Http["settings"]!["event_subscriptions"]!["request_url"]);
        Assert.Equal("https://bot.example.org/slack/interactions", (string?)Http["settings"]!["interactivity"]!["request_url"]);
        Assert.Equal("https://bot.example.org/slack/options", (string?)Http["settings"]!["interactivity"]!["message_menu_options_url"]);
        Assert.Equal("https://bot.example.org/slack/oauth/callback", (string?)Http["oauth_config"]!["redirect_urls"]![0]);
    }

    [Fact]
    public void Socket_Mode_needs_no_address()
    {
        var socket = Manifest.For(null);

        Assert.DoesNotContain("https://", socket, StringComparison.Ordinal);
        Assert.True((bool)JsonNode.Parse(socket)!["settings"]!["socket_mode_enabled"]!);
    }

    [Fact]
    public void It_keeps_the_rules_of_manifests()
    {
        Assert.Empty(Http.AsObject().Select(p => p.Key).Except(["_metadata", "display_information", "features", "oauth_config", "settings", "functions"]));
        var display = Http["display_information"]!;
        Assert.InRange(Text(display["name"]), 1, 35);
        Assert.InRange(Text(display["description"]), 1, 140);
        Assert.InRange(Text(display["long_description"]), 175, 4000);
        Assert.Matches(Colour(), (string)display["background_color"]!);
        Assert.InRange(Text(Http["features"]!["bot_user"]!["display_name"]), 1, 80);
        foreach (var command in Http["features"]!["slash_commands"]!.AsArray())
        {
            Assert.Matches(SlashCommand(), (string)command!["command"]!);
            Assert.InRange(Text(command["description"]), 1, 2000);
            Assert.InRange(Text(command["usage_hint"]), 1, 1000);
            Assert.InRange(Text(command["url"]), 1, 3000);
        }

        var shortcuts = Http["features"]!["shortcuts"]!.AsArray();
        Assert.InRange(shortcuts.Count, 1, 5);
        foreach (var shortcut in shortcuts)
        {
            Assert.InRange(Text(shortcut!["name"]), 1, 24);
            Assert.InRange(Text(shortcut["description"]), 1, 150);
            Assert.Contains((string?)shortcut["type"], new[] { "message", "global" });
            Assert.InRange(Text(shortcut["callback_id"]), 1, 255);
        }

        Assert.InRange(Http["settings"]!["event_subscriptions"]!["bot_events"]!.AsArray().Count, 1, 100);
    }

    [Fact]
    public void Every_event_has_the_scope_it_needs()
    {
        var needs = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["app_home_opened"] = null,
            ["app_uninstalled"] = null,
            ["tokens_revoked"] = null,
            ["team_access_granted"] = null,
            ["team_access_revoked"] = null,
            ["app_mention"] = "app_mentions:read",
            ["message.im"] = "im:history",
            ["member_joined_channel"] = "channels:read",
            ["user_change"] = "users:read",
            ["subteam_created"] = "usergroups:read",
            ["subteam_updated"] = "usergroups:read",
            ["subteam_members_changed"] = "usergroups:read",
        };

        var events = Http["settings"]!["event_subscriptions"]!["bot_events"]!.AsArray().Select(e => (string)e!);

        Assert.All(events, e => Assert.True(needs[e] is null || Manifest.Scopes.Contains(needs[e]), e));
        Assert.Contains("commands", Manifest.Scopes);
    }

    [Fact]
    public void Every_shortcut_is_a_command()
    {
        var lines = Http["features"]!["shortcuts"]!.AsArray().Select(s => (string)s!["callback_id"]!);

        Assert.All(lines, l => Assert.False(CommandParser.Parse(new Said(l)).IsRefused(out var why, out _) && why.Code == "command.unknown", l));
    }

    private static int Text(JsonNode? node) => ((string)node!).Length;

    [GeneratedRegex("^#([0-9a-f]{3}|[0-9a-f]{6})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Colour();

    [GeneratedRegex("^/[a-z0-9_-]{1,31}$", RegexOptions.None, 1000)]
    private static partial Regex SlashCommand();
}
