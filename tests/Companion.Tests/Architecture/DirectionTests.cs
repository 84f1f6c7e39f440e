using System.Text.RegularExpressions;

namespace Companion.Tests.Architecture;

/// <summary>Dependencies point one way: Core, Messages, then Storage with Telemetry and Views, Commands, Chat, Platforms with Schedule, Dashboard and Api, CommandLine.</summary>
public sealed partial class DirectionTests
{
    public static TheoryData<string, string> Forbidden => new()
    {
        { "Companion.Core/", "Messages Storage Views Commands Chat Platforms Schedule Dashboard Api CommandLine Telemetry Templates" },
        { "Companion/Messages/", "Core Storage Views Commands Chat Platforms Schedule Dashboard Api CommandLine Telemetry Templates" },
        { "Companion/Storage/", "Views Commands Chat Platforms Schedule Dashboard Api CommandLine Telemetry Templates" },
        { "Companion/Views/", "Storage Commands Chat Platforms Schedule Dashboard Api CommandLine Telemetry Templates" },
        { "Companion/Templates/", "Views Commands Chat Platforms Schedule Dashboard Api CommandLine Telemetry" },
        { "Companion/Commands/", "Chat Platforms Schedule Dashboard Api CommandLine Telemetry" },
        { "Companion/Chat/", "Platforms Schedule Dashboard Api CommandLine" },
        { "Companion/Platforms/", "Schedule Dashboard Api CommandLine" },
        { "Companion/Schedule/", "Platforms Dashboard Api CommandLine" },
        { "Companion/Dashboard/", "Platforms Schedule Api CommandLine Telemetry" },
        { "Companion/Collecting/", "Core Messages Storage Views Commands Chat Platforms Schedule Dashboard Api CommandLine Templates" },
        { "Companion/Api/", "Platforms Schedule Dashboard CommandLine" },
        { "Companion/Telemetry/", "Core Messages Views Commands Chat Platforms Schedule Dashboard Api CommandLine Templates" },
    };

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void A_folder_knows_only_what_lies_below_it(string folder, string forbidden)
    {
        var words = forbidden.Split(' ');

        var offenders = Sources.Of(folder)
            .SelectMany(s => s.Lines.Where(l => !l.TrimStart().StartsWith("//", StringComparison.Ordinal)).SelectMany(l => Names().Matches(l)).Select(m => (s.Path, Name: m.Groups["name"].Value)))
            .Where(n => words.Contains(n.Name, StringComparer.Ordinal))
            .ToList();

        Assert.NotEmpty(Sources.Of(folder));
        Assert.Empty(offenders);
    }

    [Fact]
    public void No_platform_sees_another()
    {
        var offenders = Sources.Of("Companion/Platforms/")
            .SelectMany(s => s.Lines.SelectMany(l => Platforms().Matches(l)).Select(m => (s.Path, Name: m.Groups["name"].Value)))
            .Where(n => !n.Path.StartsWith($"Companion/Platforms/{n.Name}/", StringComparison.Ordinal))
            .ToList();

        Assert.Empty(offenders);
    }

    [Fact]
    public void Each_platform_has_the_same_eight_files()
    {
        string[] files = ["Setup", "Settings", "Endpoints", "Verifier", "Receiver", "Renderer", "Sender", "People"];

        foreach (var platform in Sources.Of("Companion/Platforms/").GroupBy(s => s.Path.Split('/')[2]))
            Assert.Empty(files.Except(platform.Select(s => Path.GetFileNameWithoutExtension(s.Path))));
    }

    [GeneratedRegex(@"\bCompanion\.(?<name>[A-Z]\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Names();

    [GeneratedRegex(@"\bPlatforms\.(?<name>[A-Z]\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Platforms();
}
