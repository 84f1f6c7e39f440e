using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Companion.Analyzers.Tests.Support;

/// <summary>Applies a fix to one project and answers with what it looks like afterwards; source and result must compile.</summary>
internal static class Fix
{
    /// <returns>The documents by name after the fix, with what the rules still say under <c>ids</c>; null where none is offered.</returns>
    public static async Task<IReadOnlyDictionary<string, string>?> ApplyAsync(CodeFixProvider provider, string source, string id, IEnumerable<MetadataReference>? sdks = null)
    {
        using var workspace = new AdhocWorkspace();
        var project = Project(workspace, [source], sdks);
        var document = project.Documents.First();
        var diagnostic = (await AnalyzeAsync(project)).First(d => d.Id == id);
        if (await OfferedAsync(provider, document, diagnostic) is not { } action)
            return null;

        var changed = (await ChangedAsync(action)).GetProject(project.Id)!;
        var left = await AnalyzeAsync(changed);

        // A second application has nothing to work on.
        Assert.DoesNotContain(left, d => d.Id == id && d.Properties["fingerprint"] == diagnostic.Properties["fingerprint"]);
        return await TextsAsync(changed, left);
    }

    /// <summary>Everything of one kind at once, in the scope asked for.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ApplyAllAsync(CodeFixProvider provider, FixAllScope scope, string id, params string[] sources)
    {
        var ct = TestContext.Current.CancellationToken;
        using var workspace = new AdhocWorkspace();
        var project = Project(workspace, sources, null);
        var diagnostic = (await AnalyzeAsync(project)).First(d => d.Id == id);
        var document = project.GetDocument(diagnostic.Location.SourceTree)!;
        var action = await OfferedAsync(provider, document, diagnostic);
        Assert.NotNull(action);

        var context = new FixAllContext(document, provider, scope, action.EquivalenceKey!, [id], new Found(), ct);
        var all = await provider.GetFixAllProvider()!.GetFixAsync(context);
        var changed = (await ChangedAsync(all!)).GetProject(project.Id)!;
        return await TextsAsync(changed, await AnalyzeAsync(changed));
    }

    private static Project Project(AdhocWorkspace workspace, string[] sources, IEnumerable<MetadataReference>? sdks)
    {
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Shop", "Shop", LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable),
            parseOptions: new CSharpParseOptions(LanguageVersion.Latest),
            metadataReferences: [.. References.Framework, .. sdks ?? References.Stubs]));
        for (var i = 0; i < sources.Length; i++)
            project = project.AddDocument(i == 0 ? "Code.cs" : $"Code{i}.cs", sources[i], filePath: i == 0 ? "Code.cs" : $"Code{i}.cs").Project;
        return project;
    }

    private static async Task<CodeAction?> OfferedAsync(CodeFixProvider provider, Document document, Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), TestContext.Current.CancellationToken));
        return actions.FirstOrDefault();
    }

    private static async Task<Solution> ChangedAsync(CodeAction action) =>
        (await action.GetOperationsAsync(TestContext.Current.CancellationToken)).OfType<ApplyChangesOperation>().Single().ChangedSolution;

    private static async Task<Dictionary<string, string>> TextsAsync(Project project, IEnumerable<Diagnostic> left)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var each in project.Documents)
            texts[each.Name] = (await each.GetTextAsync(TestContext.Current.CancellationToken)).ToString();
        texts["ids"] = string.Join(' ', left.Where(d => d.Severity > DiagnosticSeverity.Hidden).Select(d => d.Id).Order(StringComparer.Ordinal));
        return texts;
    }

    private static async Task<IReadOnlyList<Diagnostic>> AnalyzeAsync(Project project)
    {
        var ct = TestContext.Current.CancellationToken;
        var compilation = (await project.GetCompilationAsync(ct))!;
        Assert.Empty(compilation.GetDiagnostics(ct).Where(d => d.Severity == DiagnosticSeverity.Error));
        var found = await compilation.WithAnalyzers(References.Analyzers, new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), (exception, _, _) => throw new InvalidOperationException(exception.Message, exception), true, false)).GetAnalyzerDiagnosticsAsync(ct);
        return [.. found.Where(d => d.Id.StartsWith("PD", StringComparison.Ordinal))];
    }

    private sealed class Found : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => await AnalyzeAsync(project);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            (await AnalyzeAsync(document.Project)).Where(d => d.Location.SourceTree?.FilePath == document.FilePath);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
