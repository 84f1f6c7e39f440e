using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
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

    // Measured: 1.2 MB with SDKs, 1.0 MB without, most of it the driver's own. Binding the base lists of the whole project anew cost 4.6 MB.
    private const long Budget = 2_500_000;

    [Fact]
    public async Task A_keystroke_costs_little_where_the_SDK_is_used()
    {
        var cost = await KeystrokeAsync(References.Stubs);

        Assert.True(cost < Budget, $"{cost:N0} bytes for one edit");
    }

    [Fact]
    public async Task A_keystroke_costs_no_more_where_no_service_is_referenced()
    {
        var cost = await KeystrokeAsync([]);

        Assert.True(cost < Budget, $"{cost:N0} bytes for one edit");
    }

    /// <summary>The median over edits of one file, beyond what the compiler itself needs for the same diagnostics of an analyzer that does nothing.</summary>
    private static async Task<long> KeystrokeAsync(ImmutableArray<MetadataReference> sdks)
    {
        var trees = Enumerable.Range(0, Files).Select(i => CSharpSyntaxTree.ParseText(Source(i, sdks.Length > 0), path: $"File{i}.cs")).ToArray();
        var compilation = CSharpCompilation.Create("Shop", trees, [.. References.Framework, .. sdks], new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        await EditAsync(compilation, References.Analyzers, 0);
        var costs = new List<long>();
        for (var i = 1; i <= 5; i++)
            costs.Add(await EditAsync(compilation, References.Analyzers, i) - await EditAsync(compilation, [new Idle()], i + 100));

        var median = costs.Order().ElementAt(2);
        TestContext.Current.SendDiagnosticMessage(string.Create(CultureInfo.InvariantCulture, $"{median:N0} bytes for one edit, {sdks.Length} SDKs"));
        return median;
    }

    private static async Task<long> EditAsync(CSharpCompilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers, int edit)
    {
        var old = compilation.SyntaxTrees[Files / 2];
        var text = old.ToString().Replace("int Count()", $"int Count{edit}()", StringComparison.Ordinal);
        var edited = CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)old.Options, old.FilePath);
        var changed = compilation.ReplaceSyntaxTree(old, edited);
        var model = changed.GetSemanticModel(edited);
        model.GetDiagnostics(cancellationToken: TestContext.Current.CancellationToken);

        var before = GC.GetTotalAllocatedBytes(precise: true);
        var run = new CompilationWithAnalyzers(changed, analyzers, new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), null, concurrentAnalysis: false, logAnalyzerExecutionTime: false));
        await run.GetAnalyzerSemanticDiagnosticsAsync(model, null, TestContext.Current.CancellationToken);
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    private static string Source(int i, bool sdk)
    {
        var text = new StringBuilder($"using System; using System.Threading.Tasks; {(sdk ? "using Amazon.S3;" : "")}\nnamespace Shop.Part{i % 40};\n");
        text.Append(CultureInfo.InvariantCulture, $"public interface IService{i} {{ Task RunAsync(string id); int Count(); }}\n");
        text.Append(CultureInfo.InvariantCulture, $"public sealed class Service{i} : IService{i}\n{{\n    private readonly IService{(i + 1) % Files}? _next;\n");
        if (sdk && i % 10 == 0)
            text.Append("    private readonly IAmazonS3 _s3 = new AmazonS3Client();\n    public Task DropAsync(string key) => _s3.DeleteObjectAsync(\"bucket\", key);\n");
        text.Append("    public async Task RunAsync(string id) { for (var n = 0; n < 3; n++) await Task.Delay(n); Console.WriteLine(id + \" https://example.org/\" + _next); }\n    public int Count() => 1;\n}\n");
        return text.ToString();
    }

#pragma warning disable RS1001, RS1025, RS1026 // Only a yardstick: it is never shipped.
    private sealed class Idle : DiagnosticAnalyzer
    {
        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [];

        public override void Initialize(AnalysisContext context) => context.RegisterSemanticModelAction(_ => { });
    }
#pragma warning restore RS1001, RS1025, RS1026
}
