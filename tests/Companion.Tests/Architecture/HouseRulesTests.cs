using System.Text.RegularExpressions;
using Companion.Chat;
using Companion.Commands;
using Companion.Messages;
using Companion.Views;
using Microsoft.Extensions.Options;

namespace Companion.Tests.Architecture;

public sealed partial class HouseRulesTests
{
    private const int LongestFile = 300;

    [Fact]
    public void No_file_is_longer_than_300_lines() =>
        Assert.Equal([], Sources.All.Where(s => s.Lines.Length > LongestFile).Select(s => $"{s.Path}: {s.Lines.Length}"));

    [Fact]
    public void No_method_is_longer_than_60_lines() => Assert.Equal([], Sources.All.SelectMany(Methods).Where(m => m.Lines > 60).Select(m => $"{m.Path}: {m.Name} {m.Lines}"));

    [Fact]
    public void Every_command_has_an_arm_in_the_runner()
    {
        var runner = string.Join('\n', Sources.Of("Companion/Commands/CommandRunner.cs").Single().Lines);
        var commands = typeof(Command).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Command))).Select(t => t.Name).ToList();

        Assert.NotEmpty(commands);
        Assert.All(commands, c => Assert.Matches($@"\b{c}\b.* =>", runner));
    }

    [Fact]
    public void Every_example_in_help_is_understood()
    {
        foreach (var example in HelpTopics.All.SelectMany(t => t.Examples))
            Assert.False(CommandParser.Parse(new Said(example)).IsRefused(out var why, out _), $"{example}: {why?.Reason}");
    }

    [Fact]
    public void Every_settings_class_with_rules_has_a_validator()
    {
        var types = typeof(Command).Assembly.GetTypes();
        var validated = types.SelectMany(t => t.GetInterfaces()).Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IValidateOptions<>)).Select(i => i.GetGenericArguments()[0]).ToHashSet();

        var bare = types.Where(t => t.Name == "Settings" && !validated.Contains(t)).Select(t => t.FullName);

        // A single yes or no cannot be wrong beyond what the binder refuses by itself.
        Assert.Equal(["Companion.Dashboard.Settings"], bare);
    }

    [Fact]
    public void The_outside_world_is_caught_in_three_places()
    {
        var places = Sources.All.Where(s => s.Lines.Any(l => Broad().IsMatch(l))).Select(s => s.Path).Order(StringComparer.Ordinal);

        // A filter that names its types is no broad catch. These are: the pipeline, each item of a job, each message to a platform.
        Assert.Equal(["Companion/Chat/ChatPipeline.cs", "Companion/Chat/InboxWorker.cs", "Companion/Chat/OutboxWorker.cs", "Companion/Schedule/Attempt.cs"], places);
    }

    [Fact]
    public void Nothing_is_left_half_done_or_fired_and_forgotten()
    {
        var offenders = Sources.All.SelectMany(s => s.Lines.Where(l => Forbidden().IsMatch(l)).Select(l => (s.Path, l)));

        Assert.Empty(offenders);
    }

    private static IEnumerable<(string Path, string Name, int Lines)> Methods(Source source)
    {
        string? name = null;
        var start = 0;
        for (var i = 0; i < source.Lines.Length; i++)
        {
            var line = source.Lines[i];
            if (Signature().Match(line) is { Success: true } match)
                (name, start) = (match.Groups["name"].Value, i);
            else if (name is not null && line is "    }" or "    };")
                yield return (source.Path, name!, i - start);
        }
    }

    [GeneratedRegex(@"^    (public|private|internal|protected)[^=;]* (?<name>\w+)\(", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Signature();

    [GeneratedRegex(@"catch \(Exception\b(?!.*when \(e is [A-Z])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Broad();

    [GeneratedRegex(@"\bTask\.Run\(|async void|NotImplementedException|\bTODO\b|\bFIXME\b|\.GetAwaiter\(\)\.GetResult\(\)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Forbidden();
}
