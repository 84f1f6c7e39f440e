using System.Text.Json;
using System.Text.Json.Nodes;

namespace Companion.Platforms.Slack;

/// <summary>The app's manifest as <c>manifests/slack/manifest.json</c> keeps it, with the addresses of this server.</summary>
internal static class Manifest
{
    private const string Placeholder = "https://companion.example.com";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The scopes the bot asks for, as the manifest lists them.</summary>
    public static IReadOnlyList<string> Scopes { get; } = [.. Read()["oauth_config"]!["scopes"]!["bot"]!.AsArray().Select(s => (string)s!)];

    /// <param name="url">Where Slack reaches this server; null for Socket Mode, which needs no address.</param>
    public static string For(Uri? url)
    {
        var manifest = Read();
        if (url is null)
            TurnToSocketMode(manifest);

        var text = manifest.ToJsonString(Readable);
        return url is null ? text : text.Replace(Placeholder, url.ToString().TrimEnd('/'), StringComparison.Ordinal);
    }

    private static void TurnToSocketMode(JsonNode manifest)
    {
        manifest["settings"]!["socket_mode_enabled"] = true;
        manifest["settings"]!["org_deploy_enabled"] = false;
        manifest["settings"]!["event_subscriptions"]!.AsObject().Remove("request_url");
        manifest["settings"]!["interactivity"]!.AsObject().Remove("request_url");
        manifest["settings"]!["interactivity"]!.AsObject().Remove("message_menu_options_url");
        manifest["oauth_config"]!.AsObject().Remove("redirect_urls");
        foreach (var command in manifest["features"]!["slash_commands"]!.AsArray())
            command!.AsObject().Remove("url");
    }

    private static JsonNode Read()
    {
        using var stream = typeof(Manifest).Assembly.GetManifestResourceStream("Companion.manifests.slack.manifest.json")
            ?? throw new InvalidOperationException("The manifest is part of the program.");
        return JsonNode.Parse(stream)!;
    }
}
