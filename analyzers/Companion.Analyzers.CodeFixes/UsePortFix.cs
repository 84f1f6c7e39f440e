using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Companion.Analyzers.CodeFixes.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace Companion.Analyzers.CodeFixes;

/// <summary>PD1001 and PD1002: a port is there whose adapter makes the very same calls; the type asks it instead of the client.</summary>
/// <remarks>The adapter's methods are read as patterns, their parameters as the holes: only where every use of the client fits one is the fix offered.</remarks>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UsePortFix))]
public sealed class UsePortFix : SafeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.ClientCreated, RuleIds.ClientHeld);

    protected override string Title(Diagnostic diagnostic) =>
        diagnostic.Id == RuleIds.ClientCreated ? "Inject the port that is there and call it instead of the client" : "Replace the client by the port that is there";

    protected override async Task<Solution?> ChangeAsync(Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken ct)
    {
        if (node.FirstAncestorOrSelf<ClassDeclarationSyntax>() is not { } type || type.Modifiers.Any(SyntaxKind.PartialKeyword)
            || await document.GetSemanticModelAsync(ct).ConfigureAwait(false) is not { } model || model.GetDeclaredSymbol(type, ct) is not { } symbol)
            return null;

        var uses = type.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(i => i.Expression is MemberAccessExpressionSyntax access && Types.IsClient(model.GetTypeInfo(access.Expression, ct).Type))
            .ToList();
        if (uses.Count == 0)
            return null;

        foreach (var port in Patterns.In(model.Compilation, symbol, ct).GroupBy(p => p.Port, SymbolEqualityComparer.Default))
        {
            var portType = (INamedTypeSymbol)port.Key!;
            var known = PortField(symbol, portType);
            var name = known ?? (Types.PrimaryParameters(type) is null ? "_" : "") + Types.Camel(Types.Bare(portType.Name));
            var calls = uses.Select(u => (Use: u, Call: port.Select(p => p.Match(u, name)).FirstOrDefault(c => c is not null))).ToList();
            if (calls.Any(c => c.Call is null))
                continue;

            var changed = ClientParts.Without(type, calls.ToDictionary(c => c.Use, c => c.Call!), model, ct);
            if (changed is null)
                continue;

            var full = "global::" + portType.ToDisplayString();
            var injected = known is null ? Types.Inject(changed, full, name.TrimStart('_'))?.Type : changed;
            if (injected is null)
                continue;

            var root = (await document.GetSyntaxRootAsync(ct).ConfigureAwait(false))!;
            return document.WithSyntaxRoot(root.ReplaceNode(type, injected.WithAdditionalAnnotations(Simplifier.Annotation, Formatter.Annotation))).Project.Solution;
        }

        return null;
    }

    private static string? PortField(INamedTypeSymbol type, INamedTypeSymbol port) =>
        type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => !f.IsStatic && !f.IsImplicitlyDeclared && SymbolEqualityComparer.Default.Equals(f.Type, port))?.Name;
}
