using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Companion.Analyzers.CodeFixes.Support;

/// <summary>A fix that is worked out before it is offered: what does not compile afterwards is never shown.</summary>
// No [Shared] on the fixes: it would bind this assembly to a System.Composition that an older Visual Studio does not carry.
public abstract class SafeFix : CodeFixProvider
{
    /// <summary>The text of the light bulb.</summary>
    protected abstract string Title(Diagnostic diagnostic);

    /// <summary>The changed solution, or null where the fix does not fit the code.</summary>
    protected abstract Task<Solution?> ChangeAsync(Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken ct);

    /// <summary>Whether one click may do it everywhere; not where each place is a decision of its own.</summary>
    protected virtual bool FixesAll => true;

    public sealed override FixAllProvider? GetFixAllProvider() => FixesAll ? new OneByOne(this) : null;

    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var ct = context.CancellationToken;
        var root = await context.Document.GetSyntaxRootAsync(ct).ConfigureAwait(false);
        if (root is null)
            return;

        foreach (var diagnostic in context.Diagnostics)
        {
            if (await TryAsync(context.Document, root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true), diagnostic, ct).ConfigureAwait(false) is { } changed)
                context.RegisterCodeFix(CodeAction.Create(Title(diagnostic), _ => Task.FromResult(changed), GetType().Name), diagnostic);
        }
    }

    internal async Task<Solution?> TryAsync(Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken ct)
    {
        var before = document.Project.Solution;
        return await ChangeAsync(document, node, diagnostic, ct).ConfigureAwait(false) is { } after && after != before && await CompilesAsync(before, after, ct).ConfigureAwait(false)
            ? after
            : null;
    }

    /// <summary>No error, in any project that changed or leans on one, that was not there before.</summary>
    private static async Task<bool> CompilesAsync(Solution before, Solution after, CancellationToken ct)
    {
        var changed = after.GetChanges(before).GetProjectChanges().Select(c => c.ProjectId).ToList();
        var graph = after.GetProjectDependencyGraph();
        foreach (var id in changed.Concat(changed.SelectMany(graph.GetProjectsThatTransitivelyDependOnThisProject)).Distinct())
        {
            var old = await ErrorsAsync(before.GetProject(id), ct).ConfigureAwait(false);
            if ((await ErrorsAsync(after.GetProject(id), ct).ConfigureAwait(false)).Any(e => !old.Contains(e)))
                return false;
        }

        return true;
    }

    private static async Task<HashSet<string>> ErrorsAsync(Project? project, CancellationToken ct)
    {
        var compilation = project is null ? null : await project.GetCompilationAsync(ct).ConfigureAwait(false);
        return compilation is null ? [] : [.. compilation.GetDiagnostics(ct).Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => $"{d.Id} {d.Location.SourceTree?.FilePath} {d.GetMessage()}")];
    }
}
