using System.IO.Compression;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Companion.Chat;
using Companion.Messages;
using Companion.Platforms.Teams;
using Companion.Tests.Support;

namespace Companion.Tests.Platforms.Teams;

/// <summary>The app package, held to the limits of manifest schema 1.29.</summary>
public sealed partial class ManifestTests
{
    private const string Id = "5b0d6a0e-8a3e-4b6f-9a55-0d5f6c7e8f90";
    private static readonly Uri Root = new("https://companion.example.org");
    private static readonly JsonNode Made = JsonNode.Parse(Manifest.Json(Id, Root))!;

    [Fact]
    public void Is_what_somebody_looked_at() => Golden.Matches("Teams/manifest.json", Manifest.Json(Id, Root));

    [Fact]
    public void Keeps_the_limits_of_its_schema()
    {
        Assert.Equal("1.29", (string?)Made["manifestVersion"]);
        Assert.Contains("/v1.29/", (string?)Made["$schema"], StringComparison.Ordinal);
        Assert.Matches(Version(), (string?)Made["version"]);
        Assert.Matches("^#[0-9A-F]{6}$", (string?)Made["accentColor"]);
        AtMost(32, Made["developer"]!["name"]);
        AtMost(30, Made["name"]!["short"]);
        AtMost(100, Made["name"]!["full"]);
        AtMost(80, Made["description"]!["short"]);
        AtMost(4000, Made["description"]!["full"]);
        Assert.All(["websiteUrl", "privacyUrl", "termsOfUseUrl"], name => Assert.StartsWith("https://", (string?)Made["developer"]![name], StringComparison.Ordinal));
        Assert.All(Made["validDomains"]!.AsArray(), d => Assert.Equal(UriHostNameType.Dns, Uri.CheckHostName((string?)d)));
    }

    [Fact]
    public void Names_the_registration_everywhere()
    {
        Assert.Equal(Id, (string?)Made["id"]);
        Assert.Equal([Id, Id], Made["bots"]!.AsArray().Concat(Made["composeExtensions"]!.AsArray()).Select(b => (string?)b!["botId"]));
        Assert.Equal(["personal", "team", "groupChat"], Made["bots"]![0]!["scopes"]!.AsArray().Select(s => (string?)s));
    }

    [Fact]
    public void Lists_commands_that_are_understood()
    {
        var lists = Made["bots"]![0]!["commandLists"]!.AsArray();

        Assert.InRange(lists.Count, 1, 3);
        foreach (var commands in lists.Select(l => l!["commands"]!.AsArray()))
        {
            Assert.InRange(commands.Count, 1, 12);
            Assert.All(commands, c =>
            {
                AtMost(32, c!["title"]);
                AtMost(128, c["description"]);
                var refused = CommandParser.Parse(new Said((string)c["title"]!)).IsRefused(out var why, out _);
                Assert.True(!refused || why!.Code != "command.unknown");
            });
        }
    }

    [Fact]
    public void Offers_logging_on_a_message_and_searching_while_writing()
    {
        var commands = Made["composeExtensions"]![0]!["commands"]!.AsArray();

        Assert.InRange(commands.Count, 1, 10);
        Assert.Equal([Extension.LogCommand, Extension.SearchCommand], commands.Select(c => (string?)c!["id"]));
        Assert.Equal(Extension.SearchParameter, (string?)commands[1]!["parameters"]![0]!["name"]);
        Assert.All(commands, c =>
        {
            AtMost(32, c!["title"]);
            AtMost(128, c["description"]);
        });
    }

    [Fact]
    public async Task Is_packed_with_its_icons_in_the_right_sizes()
    {
        using var file = new MemoryStream();
        await Manifest.WriteAsync(file, Id, Root, TestContext.Current.CancellationToken);
        using var zip = new ZipArchive(file, ZipArchiveMode.Read);

        Assert.Equal(["color.png", "manifest.json", "outline.png"], zip.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal));
        Assert.Equal((192, 192), Size(zip, "color.png"));
        Assert.Equal((32, 32), Size(zip, "outline.png"));
    }

    // A PNG says its width and height in the first chunk.
    private static (int, int) Size(ZipArchive zip, string name)
    {
        using var stream = zip.GetEntry(name)!.Open();
        var head = new byte[26];
        stream.ReadExactly(head);
        Assert.Equal("PNG", System.Text.Encoding.ASCII.GetString(head, 1, 3));
        return (System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(16)), System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(20)));
    }

    private static void AtMost(int most, JsonNode? text) => Assert.InRange(((string)text!).Length, 1, most);

    [GeneratedRegex(@"^\d+\.\d+\.\d+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();
}
