using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Companion.Analyzers.Findings;

/// <summary>Registrations of an adapter under its own name alone, <c>AddSingleton&lt;S3Store&gt;()</c>, that no other registration leads a port to.</summary>
/// <remarks>Told by names, since no model is needed for them; where two types share the name, nothing is said.</remarks>
internal static class BareRegistrations
{
    public static IEnumerable<(INamedTypeSymbol Adapter, Location Place)> In(INamedTypeSymbol type, CompilationState state)
    {
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            foreach (var name in Registered(reference.SyntaxTree, state).Where(n => reference.Span.Contains(n.Span) && IsBare(n)))
            {
                if (AdapterOf(Simple(name.TypeArgumentList.Arguments[0]), state) is { } adapter && !IsLedTo(adapter.Name, state))
                    yield return (adapter, name.GetLocation());
            }
        }
    }

    private static IEnumerable<GenericNameSyntax> Registered(SyntaxTree tree, CompilationState state)
    {
        var places = state.TextOf(tree).Registrations;
        return places.IsEmpty ? [] : places.Select(p => tree.GetRoot(CancellationToken.None).FindToken(p).Parent).OfType<GenericNameSyntax>();
    }

    private static bool IsBare(GenericNameSyntax name) =>
        name.TypeArgumentList.Arguments.Count == 1 && name.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } };

    private static INamedTypeSymbol? AdapterOf(string name, CompilationState state)
    {
        var types = name.Length == 0 ? [] : state.Compilation.GetSymbolsWithName(name, SymbolFilter.Type).OfType<INamedTypeSymbol>().Take(2).ToArray();
        return types.Length == 1 && types[0] is { TypeKind: TypeKind.Class, IsAbstract: false } only && state.Zone.IsAdapter(only) ? only : null;
    }

    /// <summary>Another registration speaks of it: as the second type, or in what it is given.</summary>
    private static bool IsLedTo(string adapter, CompilationState state) => state.Compilation.SyntaxTrees
        .SelectMany(t => Registered(t, state))
        .Where(n => !IsBare(n) && n.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax })
        .Any(n => Speaks(n.TypeArgumentList, adapter) || Speaks(((InvocationExpressionSyntax)n.Parent!.Parent!).ArgumentList, adapter));

    private static bool Speaks(SyntaxNode node, string name) =>
        node.DescendantNodes().OfType<SimpleNameSyntax>().Any(n => n.Identifier.ValueText.Equals(name, StringComparison.Ordinal));

    private static string Simple(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax { Right: IdentifierNameSyntax right } => right.Identifier.ValueText,
        IdentifierNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };
}
