using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Companion.Analyzers.Tests.Support;

/// <summary>Applies a fix to one source and answers with what the project looks like afterwards; source and result must compile.</summary>
internal static class Fix
{
    /// <returns>The documents by name after the fix, or null where none is offered.</returns>
    public static async Task<IReadOnlyDictionary<string, string>?> ApplyAsync(CodeFixProvider provider, string source, string id, IEnumerable<MetadataReference>? sdks = null)
    {
        var ct = TestContext.Current.CancellationToken;
        using var workspace = new AdhocWorkspace();
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Shop", "Shop", LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable),
            parseOptions: new CSharpParseOptions(LanguageVersion.Latest),
            metadataReferences: [.. References.Framework, .. sdks ?? References.Stubs]));
        var document = project.AddDocument("Code.cs", source, filePath: "Code.cs");

        var diagnostic = (await AnalyzeAsync(document.Project)).First(d => d.Id == id);
        var actions = new List<CodeAction>();
        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), ct));
        if (actions.Count == 0)
            return null;

        var operations = await actions[0].GetOperationsAsync(ct);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetProject(document.Project.Id)!;
        var left = await AnalyzeAsync(changed);
        Assert.DoesNotContain(left, d => d.Id == id && d.Properties["fingerprint"] == diagnostic.Properties["fingerprint"]);

        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var each in changed.Documents)
            texts[each.Name] = (await each.GetTextAsync(ct)).ToString();
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
}
