using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Companion.Analyzers.CodeFixes;

/// <summary>Moves the methods that use a client into a new adapter behind a new port; the type keeps its methods and forwards.</summary>
/// <remarks>
/// Whole methods are moved, not single calls: their signatures are the type's own words, so the port is neutral by construction.
/// Offered only when every use of the client lies in such methods and the changed project compiles.
/// </remarks>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ExtractPortFix))]
public sealed class ExtractPortFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.ClientCreated, RuleIds.ClientHeld);

    // A port is named once and by a person: many at once would collide.
    public override FixAllProvider? GetFixAllProvider() => null;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var ct = context.CancellationToken;
        var root = await context.Document.GetSyntaxRootAsync(ct).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(ct).ConfigureAwait(false);
        if (root?.FindNode(context.Span).FirstAncestorOrSelf<ClassDeclarationSyntax>() is not { } type || model is null
            || !context.Diagnostics[0].Properties.TryGetValue("port", out var port) || port is null || port.IndexOf(' ') >= 0
            || model.Compilation.GetSymbolsWithName(port, SymbolFilter.Type, ct).Any()
            || Extraction.Plan(type, model, port, ct) is not { } extraction)
            return;

        var changed = Apply(context.Document, root, type, extraction);
        if (!await CompilesAsync(context.Document.Project, changed, ct).ConfigureAwait(false))
            return;

        context.RegisterCodeFix(
            CodeAction.Create($"Move what uses the SDK to '{extraction.AdapterName}' behind '{port}'", _ => Task.FromResult(changed), nameof(ExtractPortFix)),
            context.Diagnostics);
    }

    private static Solution Apply(Document document, SyntaxNode root, ClassDeclarationSyntax type, Extraction extraction)
    {
        var solution = document.WithSyntaxRoot(root.ReplaceNode(type, extraction.Rest())).Project.Solution;
        var project = solution.GetProject(document.Project.Id)!;
        project = project.AddDocument(extraction.PortName + ".cs", extraction.Port(), document.Folders).Project;
        return project.AddDocument(extraction.AdapterName + ".cs", extraction.Adapter(), document.Folders).Project.Solution;
    }

    /// <summary>No error that was not there before.</summary>
    private static async Task<bool> CompilesAsync(Project before, Solution after, CancellationToken ct)
    {
        var old = await before.GetCompilationAsync(ct).ConfigureAwait(false);
        var changed = await after.GetProject(before.Id)!.GetCompilationAsync(ct).ConfigureAwait(false);
        return changed is not null && Errors(changed) <= (old is null ? 0 : Errors(old));

        int Errors(Compilation compilation) => compilation.GetDiagnostics(ct).Count(d => d.Severity == DiagnosticSeverity.Error);
    }
}
