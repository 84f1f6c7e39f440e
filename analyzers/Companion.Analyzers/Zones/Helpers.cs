using System;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Companion.Analyzers.Zones;

/// <summary>A type that adapters near it speak of, and nobody else around does, is a part of them.</summary>
internal sealed class Helpers(VendorMap vendors, SourceIndex index, Func<INamedTypeSymbol, bool> isAdapter, Func<INamedTypeSymbol, bool> isAdapterOnceItUsesClient)
{
    public Verdict? Of(INamedTypeSymbol type)
    {
        if (type.ContainingNamespace is not { IsGlobalNamespace: false } space || type.ContainingType is not null || type.Name.Length < 4)
            return null;

        // Whoever takes its client from here uses one.
        Func<INamedTypeSymbol, bool> serves = type.GetMembers().OfType<IMethodSymbol>().Any(m => vendors.In(m.ReturnType) is { } found && found.Vendor.IsClient(found.Type.Name)) ? isAdapterOnceItUsesClient : isAdapter;
        var name = space.ToDisplayString();
        var helped = Others(type, other => IsWithin(other, name) || IsWithin(name, other)).FirstOrDefault(o => serves(o) && Speaks(o, type.Name));
        if (helped is null)
            return null;

        var parent = space.ContainingNamespace.IsGlobalNamespace ? name : space.ContainingNamespace.ToDisplayString();
        return Others(type, other => IsWithin(other, parent)).Any(o => !serves(o) && Speaks(o, type.Name)) ? null : Verdict.Yes("helps:" + helped.Name);
    }

    private System.Collections.Generic.IEnumerable<INamedTypeSymbol> Others(INamedTypeSymbol type, Func<string, bool> isNear) =>
        index.ByNamespace.Where(n => isNear(n.Key)).SelectMany(n => n).Where(o => !SymbolEqualityComparer.Default.Equals(o, type));

    private static bool IsWithin(string name, string ancestor) => name == ancestor || name.StartsWith(ancestor + ".", StringComparison.Ordinal);

    /// <summary>The text is searched before the tree: most files do not know the name.</summary>
    private static bool Speaks(INamedTypeSymbol type, string name) => type.DeclaringSyntaxReferences.Any(r =>
        r.SyntaxTree.GetText(CancellationToken.None).ToString().IndexOf(name, StringComparison.Ordinal) >= 0
        && r.GetSyntax(CancellationToken.None).DescendantTokens().Any(t => t.IsKind(SyntaxKind.IdentifierToken) && t.ValueText == name && t.Parent is SimpleNameSyntax));
}
