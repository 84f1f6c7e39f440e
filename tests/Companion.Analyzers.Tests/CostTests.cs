using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text;
using Companion.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Companion.Analyzers.Tests;

/// <summary>What a keystroke costs in a project of a thousand files: bytes, since they do not depend on what else the machine does.</summary>
[Collection(nameof(CostTests))]
[CollectionDefinition(nameof(CostTests), DisableParallelization = true)]
public sealed class CostTests
{
    private const int Files = 1000;

    private static readonly AnalyzerOptions Options = new([new TextFile("BannedSymbols.txt", "N:Amazon.S3\nN:Amazon.Runtime\nN:Stripe\nN:Azure.Storage.Blobs\n")]);

    [Fact]
    public async Task A_keystroke_costs_no_more_than_with_BannedApiAnalyzers_where_the_SDK_is_used()
    {
        var (own, banned) = await KeystrokeAsync(References.Stubs);

        Assert.True(own < banned, $"{own:N0} bytes for one edit, BannedApiAnalyzers {banned:N0}");
    }

    [Fact]
    public async Task A_keystroke_costs_no_more_than_with_BannedApiAnalyzers_where_no_service_is_referenced()
    {
        var (own, banned) = await KeystrokeAsync([]);

        Assert.True(own < banned, $"{own:N0} bytes for one edit, BannedApiAnalyzers {banned:N0}");
    }

    /// <summary>The medians over edits of one file, beyond what the driver itself needs for an analyzer that does nothing.</summary>
    private static async Task<(long Own, long Banned)> KeystrokeAsync(ImmutableArray<MetadataReference> sdks)
    {
        var trees = Enumerable.Range(0, Files).Select(i => CSharpSyntaxTree.ParseText(Source(i, sdks.Length > 0), path: $"File{i}.cs")).ToArray();
        var compilation = CSharpCompilation.Create("Shop", trees, [.. References.Framework, .. sdks], new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        ImmutableArray<DiagnosticAnalyzer>[] ways = [[new Idle()], References.Analyzers, Banned()];
        var costs = ways.Select(_ => new List<long>()).ToArray();

        // The first edit reads what all later ones find read.
        for (var edit = 0; edit <= 7; edit++)
        {
            for (var way = 0; way < ways.Length; way++)
            {
                var (cost, found) = await EditAsync(compilation, ways[way], (edit * ways.Length) + way);
                Assert.True((way > 0 && !sdks.IsEmpty) == found > 0, $"way {way} found {found}");
                if (edit > 0)
                    costs[way].Add(cost);
            }
        }

        var medians = costs.Select(c => c.Order().ElementAt(c.Count / 2)).ToArray();
        TestContext.Current.SendDiagnosticMessage(string.Create(CultureInfo.InvariantCulture, $"{sdks.Length} SDKs, bytes for one edit: idle {medians[0]:N0}, own {medians[1]:N0}, BannedApiAnalyzers {medians[2]:N0}"));
        return (medians[1] - medians[0], medians[2] - medians[0]);
    }

    private static ImmutableArray<DiagnosticAnalyzer> Banned()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "BannedApi");
        var loader = new Loader();
        foreach (var path in Directory.GetFiles(folder, "*.dll"))
            loader.LoadFromPath(path);
        var found = new AnalyzerFileReference(Path.Combine(folder, "Microsoft.CodeAnalysis.CSharp.BannedApiAnalyzers.dll"), loader).GetAnalyzers(LanguageNames.CSharp);
        Assert.NotEmpty(found);
        return found;
    }

    private static async Task<(long Bytes, int Found)> EditAsync(CSharpCompilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers, int edit)
    {
        var old = compilation.SyntaxTrees[Files / 2];
        var text = old.ToString().Replace("int Count()", $"int Count{edit}()", StringComparison.Ordinal);
        var edited = CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)old.Options, old.FilePath);
        var changed = compilation.ReplaceSyntaxTree(old, edited);
        var model = changed.GetSemanticModel(edited);
        model.GetDiagnostics(cancellationToken: TestContext.Current.CancellationToken);

        var before = GC.GetTotalAllocatedBytes(precise: true);
        var run = new CompilationWithAnalyzers(changed, analyzers, new CompilationWithAnalyzersOptions(Options, null, concurrentAnalysis: false, logAnalyzerExecutionTime: false));
        var found = await run.GetAnalyzerSemanticDiagnosticsAsync(model, null, TestContext.Current.CancellationToken);
        return (GC.GetTotalAllocatedBytes(precise: true) - before, found.Length);
    }

    private static string Source(int i, bool sdk)
    {
        var text = new StringBuilder($"using System; using System.Threading.Tasks; {(sdk ? "using Amazon.S3;" : "")}\nnamespace Shop.Part{i % 40};\n");
        text.Append(CultureInfo.InvariantCulture, $"public interface IService{i} {{ Task RunAsync(string id); int Count(); }}\n");
        text.Append(CultureInfo.InvariantCulture, $"public sealed class Service{i}{(i % 20 == 0 ? "" : $" : IService{i}")}\n{{\n    private readonly IService{(i + 1) % Files}? _next;\n");
        if (sdk && i % 10 == 0)
            text.Append("    private readonly IAmazonS3 _s3 = new AmazonS3Client();\n    public Task DropAsync(string key) => _s3.DeleteObjectAsync(\"bucket\", key);\n");
        text.Append("    public async Task RunAsync(string id) { for (var n = 0; n < 3; n++) await Task.Delay(n); Console.WriteLine(id + \" https://example.org/\" + _next); }\n    public int Count() => 1;\n}\n");
        return text.ToString();
    }

#pragma warning disable RS1001, RS1025, RS1026 // Only a yardstick: it is never shipped.
    private sealed class Idle : DiagnosticAnalyzer
    {
        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [new("IDLE", "Idle", "Idle", "Tests", DiagnosticSeverity.Warning, isEnabledByDefault: true)];

        public override void Initialize(AnalysisContext context) => context.RegisterSemanticModelAction(_ => { });
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
#pragma warning restore RS1001, RS1025, RS1026
}
