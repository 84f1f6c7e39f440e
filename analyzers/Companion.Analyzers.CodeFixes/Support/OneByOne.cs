using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Companion.Analyzers.CodeFixes.Support;

/// <summary>Fixes all places one after the other, each on the result of the one before; a place whose fix does not fit is left as it is.</summary>
/// <remarks>Roslyn's own batch fixer merges texts and forgets new files, and two of these fixes may touch the same constructor.</remarks>
internal sealed class OneByOne(SafeFix fix) : FixAllProvider
{
    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

    public override Task<CodeAction?> GetFixAsync(FixAllContext context) =>
        Task.FromResult<CodeAction?>(CodeAction.Create($"Fix all '{string.Join(", ", context.DiagnosticIds)}'", async _ => await AllAsync(context).ConfigureAwait(false), fix.GetType().Name));

    private async Task<Solution> AllAsync(FixAllContext context)
    {
        var ct = context.CancellationToken;
        var solution = context.Solution;
        var marks = new List<(DocumentId Document, SyntaxAnnotation Mark, Diagnostic Diagnostic)>();
        foreach (var inDocument in (await DiagnosticsAsync(context).ConfigureAwait(false)).GroupBy(d => solution.GetDocument(d.Location.SourceTree)?.Id))
        {
            if (inDocument.Key is not { } id || await solution.GetDocument(id)!.GetSyntaxRootAsync(ct).ConfigureAwait(false) is not { } root)
                continue;

            var nodes = inDocument.OrderBy(d => d.Location.SourceSpan.Start)
                .Select(d => (Node: root.FindNode(d.Location.SourceSpan, getInnermostNodeForTie: true), Mark: new SyntaxAnnotation(), Diagnostic: d))
                .ToLookup(n => n.Node);
            marks.AddRange(nodes.SelectMany(n => n).Select(n => (id, n.Mark, n.Diagnostic)));
            root = root.ReplaceNodes(nodes.Select(n => n.Key), (old, now) => now.WithAdditionalAnnotations(nodes[old].Select(n => n.Mark)));
            solution = solution.WithDocumentSyntaxRoot(id, root);
        }

        foreach (var (id, mark, diagnostic) in marks)
        {
            var document = solution.GetDocument(id)!;
            var root = await document.GetSyntaxRootAsync(ct).ConfigureAwait(false);
            if (root?.GetAnnotatedNodes(mark).FirstOrDefault() is { } node)
                solution = await fix.TryAsync(document, node, diagnostic, ct).ConfigureAwait(false) ?? solution;
        }

        return solution;
    }

    private static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(FixAllContext context)
    {
        if (context.Scope == FixAllScope.Document && context.Document is { } document)
            return await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false);

        var projects = context.Scope == FixAllScope.Solution ? context.Solution.Projects : [context.Project];
        var all = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var project in projects)
            all.AddRange(await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false));
        return all.ToImmutable();
    }
}
