using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Companion.Analyzers.Zones;

/// <summary>All types of the compilation, found once and only when a question needs them.</summary>
internal sealed class SourceIndex
{
    private readonly VendorMap _vendors;
    private readonly Lazy<ImmutableArray<INamedTypeSymbol>> _types;
    private readonly Lazy<ILookup<ISymbol, INamedTypeSymbol>> _byBase;
    private readonly Lazy<ILookup<ISymbol, INamedTypeSymbol>> _byNamespace;

    public SourceIndex(Compilation compilation, VendorMap vendors)
    {
        _vendors = vendors;
        _types = new(() => Types(compilation.Assembly.GlobalNamespace).ToImmutableArray());
        _byBase = new(() => _types.Value
            .SelectMany(t => t.AllInterfaces.Concat(Ports.Bases(t)).Select(b => (Base: (ISymbol)b.OriginalDefinition, Type: t)))
            .ToLookup(x => x.Base, x => x.Type, SymbolEqualityComparer.Default));
        _byNamespace = new(() => _types.Value.ToLookup(t => (ISymbol)t.ContainingNamespace, SymbolEqualityComparer.Default));
    }

    public ImmutableArray<INamedTypeSymbol> All => _types.Value;

    public ImmutableArray<INamedTypeSymbol> ImplementationsOf(INamedTypeSymbol type) => _byBase.Value[type.OriginalDefinition].ToImmutableArray();

    public IEnumerable<INamedTypeSymbol> In(INamespaceSymbol space) => _byNamespace.Value[space];

    public bool HoldsVendorType(INamedTypeSymbol type) =>
        type.GetMembers().Any(m => m is IFieldSymbol field ? _vendors.In(field.Type) is not null
            : m is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor && constructor.Parameters.Any(p => _vendors.In(p.Type) is not null));

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container)
    {
        foreach (var member in container.GetMembers())
        {
            if (member is INamespaceSymbol space)
            {
                foreach (var type in Types(space))
                    yield return type;
            }
            else if (member is INamedTypeSymbol type)
            {
                yield return type;
                foreach (var nested in type.GetTypeMembers())
                    yield return nested;
            }
        }
    }
}
