using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Companion.Analyzers.Tests.Support;

/// <summary>One compilation under test: C# sources, stub SDKs under their real assembly names, and what a project would pass along.</summary>
internal sealed class Run
{
    private readonly List<(string Path, string Text)> _sources = [];
    private readonly List<AdditionalText> _files = [];
    private readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReportDiagnostic> _severities = new(StringComparer.Ordinal);
    private readonly List<MetadataReference> _more = [];
    private string _assembly = "Shop";

    public static Run Of(string source) => new Run().Source("Code.cs", source);

    public Run Source(string path, string text)
    {
        _sources.Add((path, text));
        return this;
    }

    public Run Assembly(string name)
    {
        _assembly = name;
        return this;
    }

    public Run File(string path, string text)
    {
        _files.Add(new TextFile(path, text));
        return this;
    }

    public Run Option(string key, string value)
    {
        _options[key] = value;
        return this;
    }

    public Run Severity(string id, ReportDiagnostic severity)
    {
        _severities[id] = severity;
        return this;
    }

    public Run Reference(MetadataReference reference)
    {
        _more.Add(reference);
        return this;
    }

    public CSharpCompilation Compile()
    {
        var trees = _sources.Select(s => CSharpSyntaxTree.ParseText(s.Text, new CSharpParseOptions(LanguageVersion.Latest), s.Path)).ToList();
        var kind = trees.Any(t => t.GetRoot().ChildNodes().Any(n => n is Microsoft.CodeAnalysis.CSharp.Syntax.GlobalStatementSyntax)) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary;
        var options = new CSharpCompilationOptions(kind, nullableContextOptions: NullableContextOptions.Enable, specificDiagnosticOptions: _severities);
        return CSharpCompilation.Create(_assembly, trees, [.. References.Framework, .. References.Stubs, .. _more], options);
    }

    /// <summary>All diagnostics of the package; compiler errors and analyzer exceptions fail the test.</summary>
    public async Task<ImmutableArray<Diagnostic>> AllAsync(bool suppressed = false)
    {
        var compilation = Compile();
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));

        var failures = new List<string>();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([.. _files], new ConfigOptions(_options)),
            (exception, _, _) => failures.Add(exception.ToString()),
            concurrentAnalysis: true, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: true);
        var found = await new CompilationWithAnalyzers(compilation, References.Analyzers, options).GetAllDiagnosticsAsync(TestContext.Current.CancellationToken);

        Assert.Empty(failures);
        return [.. found.Where(d => d.Id.StartsWith("PD", StringComparison.Ordinal) && d.IsSuppressed == suppressed)];
    }

    /// <summary>The ids of what a person would see, in order; the housekeeping summary left out.</summary>
    public async Task<string> IdsAsync() =>
        string.Join(' ', (await AllAsync()).Where(d => d.Severity > DiagnosticSeverity.Hidden).Select(d => d.Id).Order(StringComparer.Ordinal));
}
