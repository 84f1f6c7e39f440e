using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Companion.Views;

namespace Companion.Platforms.Teams;

/// <summary>The package one uploads to Teams: the manifest with this registration's ids and addresses, and the icons.</summary>
/// <remarks>https://learn.microsoft.com/microsoftteams/platform/resources/schema/manifest-schema</remarks>
internal static class Manifest
{
    private const int LongestSaying = 128;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // It never changes, so that a zip of the same settings is the same file.
    private static readonly DateTimeOffset Packed = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="appId">The application id of the registration; it serves as the app's id in Teams too.</param>
    /// <param name="root">Where people reach this server.</param>
    public static string Json(string appId, Uri root)
    {
        var manifest = JsonNode.Parse(Read("manifest.json"))!.AsObject();
        manifest["id"] = appId;
        foreach (var name in (string[])["websiteUrl", "privacyUrl", "termsOfUseUrl"])
            manifest["developer"]![name] = root.AbsoluteUri;
        manifest["validDomains"] = new JsonArray(root.Host);
        foreach (var part in manifest["bots"]!.AsArray().Concat(manifest["composeExtensions"]!.AsArray()))
            part!["botId"] = appId;
        foreach (var list in manifest["bots"]![0]!["commandLists"]!.AsArray())
            list!["commands"] = new JsonArray([.. HelpTopics.Listed.Select(Command)]);
        return manifest.ToJsonString(Readable);
    }

    public static async Task WriteAsync(Stream to, string appId, Uri root, CancellationToken ct)
    {
        using var zip = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true);
        await WriteAsync(zip, "manifest.json", new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Json(appId, root))), ct);
        foreach (var icon in (string[])["color.png", "outline.png"])
            await WriteAsync(zip, icon, Open(icon), ct);
    }

    private static async Task WriteAsync(ZipArchive zip, string name, Stream content, CancellationToken ct)
    {
        await using var from = content;
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = Packed;
        await using var into = await entry.OpenAsync(ct);
        await from.CopyToAsync(into, ct);
    }

    private static JsonNode Command(HelpTopic topic) => new JsonObject
    {
        ["title"] = topic.Name,
        ["description"] = topic.Says.Length <= LongestSaying ? topic.Says : $"{topic.Says[..topic.Says.LastIndexOf(' ', LongestSaying - 1)]}…",
    };

    private static string Read(string name)
    {
        using var reader = new StreamReader(Open(name));
        return reader.ReadToEnd();
    }

    private static Stream Open(string name) => typeof(Manifest).Assembly.GetManifestResourceStream($"Teams.{name}") ?? throw new InvalidOperationException($"{name} is not in the program.");
}
