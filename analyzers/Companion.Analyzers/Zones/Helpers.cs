using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Companion.Analyzers.Zones;

/// <summary>A type that adapters near it speak of, and nobody else around does, is a part of them.</summary>
internal sealed class Helpers(VendorMap vendors, Func<INamedTypeSymbol, bool> isAdapter, Func<INamedTypeSymbol, bool> isAdapterOnceItUsesClient)
{
    public Verdict? Of(INamedTypeSymbol type)
    {
        if (type.ContainingNamespace is not { IsGlobalNamespace: false } space || type.ContainingType is not null || type.Name.Length < 4)
            return null;

        // Whoever takes its client from here uses one.
        Func<INamedTypeSymbol, bool> serves = type.GetMembers().OfType<IMethodSymbol>().Any(m => vendors.In(m.ReturnType) is { } found && found.Vendor.IsClient(found.Type.Name)) ? isAdapterOnceItUsesClient : isAdapter;
        bool Helps(INamedTypeSymbol other) => IsOther(other, type) && serves(other) && Speaks(other, type.Name);
        if (Within(space).Concat(Above(space)).FirstOrDefault(Helps) is not { } helped)
            return null;

        var around = space.ContainingNamespace.IsGlobalNamespace ? space : space.ContainingNamespace;
        return Within(around).Any(o => IsOther(o, type) && !serves(o) && Speaks(o, type.Name)) ? null : Verdict.Yes("helps:" + helped.Name);
    }

    private static bool IsOther(INamedTypeSymbol one, INamedTypeSymbol type) => !SymbolEqualityComparer.Default.Equals(one, type);

    private static IEnumerable<INamedTypeSymbol> Within(INamespaceSymbol space) => space.GetTypeMembers().Concat(space.GetNamespaceMembers().SelectMany(Within));

    private static IEnumerable<INamedTypeSymbol> Above(INamespaceSymbol space) =>
        space.ContainingNamespace is { IsGlobalNamespace: false } above ? above.GetTypeMembers().Concat(Above(above)) : [];

    private static bool Speaks(INamedTypeSymbol type, string name) => type.DeclaringSyntaxReferences.Any(r => Speaks(r, name));

    /// <summary>The text is searched before the tree: most files do not know the name.</summary>
    private static bool Speaks(SyntaxReference declaration, string name)
    {
        var (tree, span) = (declaration.SyntaxTree, declaration.Span);
        var text = tree.GetText(CancellationToken.None).ToString();
        for (var at = text.IndexOf(name, span.Start, span.Length, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, span.End - at - 1, StringComparison.Ordinal))
        {
            if (IsWord(text, at, at + name.Length) && tree.GetRoot(CancellationToken.None).FindToken(at) is { Parent: SimpleNameSyntax } token && token.ValueText == name)
                return true;
        }

        return false;
    }

    private static bool IsWord(string text, int start, int end) =>
        (start == 0 || !SyntaxFacts.IsIdentifierPartCharacter(text[start - 1])) && (end == text.Length || !SyntaxFacts.IsIdentifierPartCharacter(text[end]));
}
