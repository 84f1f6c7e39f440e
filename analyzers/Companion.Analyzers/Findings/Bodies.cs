using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Companion.Analyzers.Text;
using Companion.Analyzers.Zones;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Companion.Analyzers.Findings;

/// <summary>The bodies of a type that can have to do with an SDK, bound; all others are left alone, which is nearly all of the speed.</summary>
internal static class Bodies
{
    /// <summary>What is done in them, with the member it is done in.</summary>
    public static IEnumerable<(IOperation Operation, ISymbol Member)> Of(INamedTypeSymbol type, CompilationState state, Compilation compilation, CancellationToken ct)
    {
        var all = Ports.Bases(type).Any(b => state.Vendors.Of(b) is not null);
        var half = type.DeclaringSyntaxReferences.Any(r => !state.TextOf(r.SyntaxTree).Words.IsEmpty);
        foreach (var reference in type.DeclaringSyntaxReferences.Where(r => !state.Skips(r.SyntaxTree)))
        {
            var text = state.TextOf(reference.SyntaxTree);
            if (!all && !Speaks(text, reference.GetSyntax(ct), half))
                continue;

            // A type has no model of its own here as an operation action would have: but it may stand in several files, and the compiler keeps one model for each.
#pragma warning disable RS1030
            var model = compilation.GetSemanticModel(reference.SyntaxTree);
#pragma warning restore RS1030
            foreach (var (member, body) in In(reference.GetSyntax(ct)).Where(m => all || Speaks(text, m.Whole, half)).Select(m => (m.Member, m.Body)))
            {
                if (model.GetDeclaredSymbol(member, ct) is { } symbol && model.GetOperation(body, ct) is { } root)
                {
                    foreach (var operation in root.DescendantsAndSelf())
                        yield return (operation, symbol);
                }
            }
        }
    }

    private static bool Speaks(FileText text, SyntaxNode node, bool half) => text.Speaks(node.Span) || (half && text.SpeaksHalf(node.Span));

    /// <summary>The member's declaration, the node that has its symbol, and the node that has its operations.</summary>
    private static IEnumerable<(SyntaxNode Whole, SyntaxNode Member, SyntaxNode Body)> In(SyntaxNode declaration)
    {
        if (declaration is not TypeDeclarationSyntax type)
            return [(declaration, declaration, declaration)];

        var bases = type.BaseList?.Types.OfType<PrimaryConstructorBaseTypeSyntax>().Select(b => ((SyntaxNode)b, (SyntaxNode)type, (SyntaxNode)b)) ?? [];
        return bases.Concat(type.Members.SelectMany(member => member switch
        {
            BaseMethodDeclarationSyntax method => [(method, method, method)],
            BaseFieldDeclarationSyntax field => field.Declaration.Variables.Where(v => v.Initializer is not null).Select(v => ((SyntaxNode)field, (SyntaxNode)v, (SyntaxNode)v.Initializer!)),
            BasePropertyDeclarationSyntax property => OfProperty(property),
            _ => Enumerable.Empty<(SyntaxNode, SyntaxNode, SyntaxNode)>(),
        }));
    }

    private static IEnumerable<(SyntaxNode Whole, SyntaxNode Member, SyntaxNode Body)> OfProperty(BasePropertyDeclarationSyntax property)
    {
        var (initializer, expression) = property switch
        {
            PropertyDeclarationSyntax named => (named.Initializer, named.ExpressionBody),
            IndexerDeclarationSyntax indexer => (null, indexer.ExpressionBody),
            _ => ((EqualsValueClauseSyntax?)null, (ArrowExpressionClauseSyntax?)null),
        };
        if (initializer is not null)
            yield return (property, property, initializer);
        if (expression is not null)
            yield return (property, property, expression);
        foreach (var accessor in property.AccessorList?.Accessors ?? default)
        {
            if (accessor.Body is not null || accessor.ExpressionBody is not null)
                yield return (property, accessor, accessor);
        }
    }
}
