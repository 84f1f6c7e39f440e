using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Companion.Analyzers.Catalogue;
using Microsoft.CodeAnalysis;

namespace Companion.Analyzers.Zones;

/// <summary>Which vendor a symbol belongs to: by the name of its assembly, else by its namespace.</summary>
/// <remarks>Built once for a compilation from its references; a project without a catalogued reference has an empty map.</remarks>
internal sealed class VendorMap
{
    private readonly Dictionary<IAssemblySymbol, Vendor> _exact = new(SymbolEqualityComparer.Default);
    private readonly HashSet<IAssemblySymbol> _byNamespace = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamespaceSymbol, Vendor?> _spaces = new(SymbolEqualityComparer.Default);
    private readonly ServiceCatalogue _catalogue;
    private readonly OwnAssemblies _own;
    private readonly IAssemblySymbol _self;

    public VendorMap(Compilation compilation, ServiceCatalogue catalogue)
    {
        _catalogue = catalogue;
        _self = compilation.Assembly;
        _own = new OwnAssemblies(compilation);
        var own = OwnAssemblies.Root(compilation.AssemblyName ?? "");
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            // A project of one's own solution may be called like a vendor.
            if (OwnAssemblies.IsFramework(assembly.Name) && !catalogue.ByAssembly.ContainsKey(assembly.Name) || OwnAssemblies.Root(assembly.Name) == own)
                continue;

            if (catalogue.ByAssembly.TryGetValue(assembly.Name, out var vendor))
                _exact[assembly] = vendor;
            else if (HoldsSpaceOfVendor(assembly))
                _byNamespace.Add(assembly);
        }
    }

    public bool IsEmpty => _exact.Count == 0 && _byNamespace.Count == 0;

    /// <summary>The assemblies of services, and whether several services share it.</summary>
    public IEnumerable<(IAssemblySymbol Assembly, bool Shared)> Assemblies =>
        _exact.Select(e => (e.Key, e.Value.Shared)).Concat(_byNamespace.Select(a => (a, false))).OrderBy(a => a.Item1.Name, StringComparer.Ordinal);

    public IEnumerable<Vendor> Referenced => _exact.Values.Distinct();

    public Vendor? Of(ISymbol? symbol)
    {
        if (symbol?.ContainingAssembly is not { } assembly)
            return null;

        if (_exact.TryGetValue(assembly, out var vendor))
        {
            return vendor.ExcludeNamespaces.Length > 0 && !vendor.OwnsNamespace(SpaceOf(symbol)?.ToDisplayString() ?? "") ? null : vendor;
        }

        return _byNamespace.Contains(assembly) && SpaceOf(symbol) is { } space ? _spaces.GetOrAdd(space, OwnerOf) : null;
    }

    /// <summary>The first vendor type inside a type: arrays, nullables and generic arguments are looked into. What a provider's services share is only the answer where nothing of one service is inside it.</summary>
    public (INamedTypeSymbol Type, Vendor Vendor)? In(ITypeSymbol? type)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                return In(array.ElementType);
            case INamedTypeSymbol named:
                (INamedTypeSymbol, Vendor)? itself = Of(named) is { } vendor ? (named, vendor) : null;
                return itself is { Item2.Shared: false } || named.TypeArguments.IsEmpty ? itself : Most(named.TypeArguments, In) ?? itself;
            default:
                return null;
        }
    }

    /// <summary>Of what is found in all of them the first that belongs to one service; else the first that a provider's services share.</summary>
    public static (INamedTypeSymbol Type, Vendor Vendor)? Most<T>(ImmutableArray<T> all, Func<T, (INamedTypeSymbol Type, Vendor Vendor)?> find)
    {
        (INamedTypeSymbol Type, Vendor Vendor)? shared = null;
        foreach (var one in all)
        {
            if (find(one) is { } found)
            {
                if (!found.Vendor.Shared)
                    return found;
                shared ??= found;
            }
        }

        return shared;
    }

    public bool IsClient(ITypeSymbol? type) => type is INamedTypeSymbol named && Of(named) is { } vendor && vendor.IsClient(named.Name);

    /// <summary>The type stands in the sources of this compilation.</summary>
    public bool IsSource(ITypeSymbol type) => SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, _self);

    /// <summary>The assembly is part of the solution.</summary>
    public bool IsOwn(IAssemblySymbol? assembly) => assembly is not null && !_exact.ContainsKey(assembly) && _own.Contains(assembly);

    private Vendor? OwnerOf(INamespaceSymbol space) => space.ToDisplayString() is var name ? _catalogue.Vendors.Values.FirstOrDefault(v => v.OwnsNamespace(name)) : null;

    /// <summary>Many begin like a vendor's ("Microsoft"); only one that has all words of such a namespace is worth asking.</summary>
    private bool HoldsSpaceOfVendor(IAssemblySymbol assembly)
    {
        var names = assembly.NamespaceNames;
        if (!names.Any(_catalogue.NamespaceRoots.Contains))
            return false;

        var all = new HashSet<string>(names, StringComparer.Ordinal);
        return _catalogue.Spaces.Any(s => s.Words.All(all.Contains));
    }

    private static INamespaceSymbol? SpaceOf(ISymbol symbol) => symbol as INamespaceSymbol ?? symbol.ContainingNamespace;
}
