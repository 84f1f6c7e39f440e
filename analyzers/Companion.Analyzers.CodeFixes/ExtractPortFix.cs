using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Companion.Analyzers.CodeFixes.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Companion.Analyzers.CodeFixes;

/// <summary>Moves the methods that use a client into a new adapter behind a new port; the type keeps its methods and forwards.</summary>
/// <remarks>
/// Whole methods are moved, not single calls: their signatures are the type's own words, so the port is neutral by construction.
/// Offered only when every use of the client lies in such methods and the changed project compiles.
/// </remarks>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ExtractPortFix))]
public sealed class ExtractPortFix : SafeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.ClientCreated, RuleIds.ClientHeld);

    // A port is named once and by a person: many at once would collide.
    protected override bool FixesAll => false;

    protected override string Title(Diagnostic diagnostic) => $"Move what uses the SDK to an adapter behind '{diagnostic.Properties["port"]}'";

    protected override async Task<Solution?> ChangeAsync(Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken ct)
    {
        var root = await document.GetSyntaxRootAsync(ct).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(ct).ConfigureAwait(false);
        if (root is null || model is null || node.FirstAncestorOrSelf<ClassDeclarationSyntax>() is not { } type
            || !diagnostic.Properties.TryGetValue("port", out var port) || port is null || port.IndexOf(' ') >= 0
            || model.Compilation.GetSymbolsWithName(port, SymbolFilter.Type, ct).Any()
            || model.GetDeclaredSymbol(type, ct) is not { } symbol || Extraction.Plan(type, model, port, ct) is not { } extraction)
            return null;

        var solution = document.WithSyntaxRoot(root.ReplaceNode(type, extraction.Rest())).Project.Solution;
        var project = solution.GetProject(document.Project.Id)!;
        project = project.AddDocument(extraction.PortName + ".cs", extraction.Port(), document.Folders).Project;
        project = project.AddDocument(extraction.AdapterName + ".cs", extraction.Adapter(), document.Folders).Project;

        var space = symbol.ContainingNamespace.IsGlobalNamespace ? "global::" : $"global::{symbol.ContainingNamespace.ToDisplayString()}.";
        string[] beside = [symbol.ToDisplayString(), .. symbol.AllInterfaces.Select(i => i.ToDisplayString()), extraction.ClientName];
        return await Registration.BesideAsync(project.Solution, project.Id, beside, space + extraction.PortName, space + extraction.AdapterName, ct).ConfigureAwait(false);
    }
}
