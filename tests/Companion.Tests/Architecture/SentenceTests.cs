using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Companion.Tests.Architecture;

/// <summary>The table of sentences names tests that exist.</summary>
public sealed partial class SentenceTests
{
    [Fact]
    public void Every_sentence_names_a_test_that_is_there()
    {
        var rows = File.ReadLines(Path.Combine(Tests(), "SENTENCES.md")).Where(l => l.StartsWith("| ", StringComparison.Ordinal)).Skip(2).Select(l => l.Split('|', StringSplitOptions.TrimEntries)).ToList();
        var files = Directory.EnumerateFiles(Tests(), "*.cs", SearchOption.AllDirectories).Where(f => !f.Contains("/obj/", StringComparison.Ordinal)).ToLookup(f => Path.GetFileNameWithoutExtension(f), StringComparer.Ordinal);

        var missing = rows.SelectMany(r => Named().Matches(r[2]).Select(m => (Class: m.Groups["class"].Value, Test: m.Groups["test"].Value)))
            .Where(t => !files[t.Class].Any(f => File.ReadAllText(f).Contains($" {t.Test}(", StringComparison.Ordinal)));
        var bare = rows.Where(r => !Named().IsMatch(r[2]) && r[2] is not ("explains" or "later, with advice and votes")).Select(r => r[1]);

        Assert.True(rows.Count > 90);
        Assert.Equal([], missing);
        Assert.Equal([], bare);
    }

    private static string Tests([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "..");

    [GeneratedRegex(@"`(?<class>\w+)\.(?<test>\w+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();
}
