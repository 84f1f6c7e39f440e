using Companion.Analyzers.Tests.Rules;
using Companion.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Companion.Analyzers.Tests;

/// <summary>Code that is being typed is broken most of the time: whatever stands there, no analyzer may fall over.</summary>
public sealed class BrokenCodeTests
{
    // Always the same cuts: a failure must come back.
    private const int Seed = 20260501;

    [Fact]
    public async Task Survives_code_that_is_cut_anywhere() => await SurvivesAsync((code, random) => code[..random.Next(code.Length)]);

    [Fact]
    public async Task Survives_code_with_a_hole_in_it() => await SurvivesAsync((code, random) =>
    {
        var (from, length) = (random.Next(code.Length), random.Next(1, 30));
        return code.Remove(from, Math.Min(length, code.Length - from));
    });

    [Fact]
    public async Task Survives_a_character_in_a_wrong_place() => await SurvivesAsync((code, random) => code.Insert(random.Next(code.Length), "(){}[]<>;,.\"'$@:?!=&|\\\n\0é"[random.Next(25)].ToString()));

    private static async Task SurvivesAsync(Func<string, Random, string> breaks)
    {
        var random = new Random(Seed);
        var sources = TriggerTests.Code.Select(c => c.Data.Item2).Concat(SilenceTests.Code.Select(c => c.Data.Item2)).ToArray();
        foreach (var source in sources)
        {
            var broken = S.Usings + S.Port + breaks("namespace Shop.Sales { " + source + " }", random);
            var failures = new List<string>();
            await new CompilationWithAnalyzers(Run.Of(broken).Compile(), References.Analyzers, new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([]), (exception, _, _) => failures.Add(exception.ToString()), concurrentAnalysis: false, logAnalyzerExecutionTime: false))
                .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

            Assert.True(failures.Count == 0, broken + "\n" + string.Join('\n', failures));
        }
    }
}
