using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Companion.Analyzers.Zones;

/// <summary>The types of the compilation, found only when a question needs them.</summary>
internal sealed class SourceIndex(Compilation compilation, VendorMap vendors)
{
    private readonly Lazy<ImmutableArray<INamedTypeSymbol>> _types = new(() => Types(compilation.Assembly.GlobalNamespace).ToImmutableArray());
    private readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableArray<INamedTypeSymbol>> _implementations = new(SymbolEqualityComparer.Default);

    public ImmutableArray<INamedTypeSymbol> All => _types.Value;

    public ImmutableArray<INamedTypeSymbol> ImplementationsOf(INamedTypeSymbol type) => _implementations.GetOrAdd(type.OriginalDefinition, Find);

    /// <summary>How many types name this one as their base, whoever of that name they mean.</summary>
    public int Named(string name) => compilation.SyntaxTrees.Sum(t => BaseNames.Of(t).Count(b => b.Base == name));

    public static IEnumerable<INamedTypeSymbol> In(INamespaceSymbol space) => space.GetTypeMembers();

    public bool HoldsVendorType(INamedTypeSymbol type) =>
        type.GetMembers().Any(m => m is IFieldSymbol field ? vendors.In(field.Type) is not null
            : m is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor && constructor.Parameters.Any(p => vendors.In(p.Type) is not null));

    private ImmutableArray<INamedTypeSymbol> Find(INamedTypeSymbol type)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { type.Name };
        var derived = new HashSet<string>(StringComparer.Ordinal);
        for (var more = true; more;)
        {
            more = false;
            foreach (var (below, above) in compilation.SyntaxTrees.SelectMany(t => BaseNames.Of(t)))
            {
                if (names.Contains(above) && derived.Add(below))
                    more |= names.Add(below);
            }
        }

        return derived.Count == 0
            ? ImmutableArray<INamedTypeSymbol>.Empty
            : compilation.GetSymbolsWithName(derived.Contains, SymbolFilter.Type).OfType<INamedTypeSymbol>().Where(t => DerivesFrom(t, type)).ToImmutableArray();
    }

    private static bool DerivesFrom(INamedTypeSymbol type, INamedTypeSymbol ancestor) =>
        type.AllInterfaces.Concat(Ports.Bases(type)).Any(b => SymbolEqualityComparer.Default.Equals(b.OriginalDefinition, ancestor.OriginalDefinition));

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
