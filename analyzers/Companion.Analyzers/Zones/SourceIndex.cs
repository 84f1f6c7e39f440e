using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace Companion.Analyzers.Zones;

/// <summary>The types of the compilation, found only when a question needs them.</summary>
internal sealed class SourceIndex(Compilation compilation, VendorMap vendors)
{
    private const int FewQuestions = 8;

    private readonly Lazy<ImmutableArray<INamedTypeSymbol>> _types = new(() => Types(compilation.Assembly.GlobalNamespace).ToImmutableArray());
    private readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableArray<INamedTypeSymbol>> _implementations = new(SymbolEqualityComparer.Default);

    private readonly Lazy<ILookup<string, string>> _below = new(() => compilation.SyntaxTrees.SelectMany(t => BaseNames.Of(t)).ToLookup(b => b.Base, b => b.Type, StringComparer.Ordinal));
    private readonly Lazy<ILookup<string, INamedTypeSymbol>> _byName = new(() => Types(compilation.Assembly.GlobalNamespace).ToLookup(t => t.Name, StringComparer.Ordinal));
    private int _asked;

    public ImmutableArray<INamedTypeSymbol> All => _types.Value;

    public ImmutableArray<INamedTypeSymbol> ImplementationsOf(INamedTypeSymbol type) => _implementations.GetOrAdd(type.OriginalDefinition, Find);

    /// <summary>How many types name this one as their base, whoever of that name they mean.</summary>
    public int Named(string name) => Below(name).Count();

    public bool HoldsVendorType(INamedTypeSymbol type) =>
        type.GetMembers().Any(m => m is IFieldSymbol field ? vendors.In(field.Type) is not null
            : m is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor && constructor.Parameters.Any(p => vendors.In(p.Type) is not null));

    private ImmutableArray<INamedTypeSymbol> Find(INamedTypeSymbol type)
    {
        var derived = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>([type.Name]);
        while (open.Count > 0)
        {
            foreach (var below in Below(open.Dequeue()).Where(derived.Add))
                open.Enqueue(below);
        }

        return derived.Count == 0
            ? ImmutableArray<INamedTypeSymbol>.Empty
            : Called(derived).Where(t => DerivesFrom(t, type)).ToImmutableArray();
    }

    /// <summary>The names of types that name this one as their base. A keystroke asks a few times and reads on; a build asks of every port, and is worth a table.</summary>
    private IEnumerable<string> Below(string name) => Interlocked.Increment(ref _asked) > FewQuestions
        ? _below.Value[name]
        : compilation.SyntaxTrees.SelectMany(t => BaseNames.Of(t)).Where(b => b.Base == name).Select(b => b.Type);

    private IEnumerable<INamedTypeSymbol> Called(HashSet<string> names) => _types.IsValueCreated || _asked > FewQuestions
        ? names.SelectMany(n => _byName.Value[n])
        : compilation.GetSymbolsWithName(names.Contains, SymbolFilter.Type).OfType<INamedTypeSymbol>();

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
