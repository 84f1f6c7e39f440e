using System.Collections.Generic;
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
    private readonly ServiceCatalogue _catalogue;
    private readonly OwnAssemblies _own;

    public VendorMap(Compilation compilation, ServiceCatalogue catalogue)
    {
        _catalogue = catalogue;
        _own = new OwnAssemblies(compilation);
        var own = OwnAssemblies.Root(compilation.AssemblyName ?? "");
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            // A project of one's own solution may be called like a vendor.
            if (OwnAssemblies.IsFramework(assembly.Name) && !catalogue.ByAssembly.ContainsKey(assembly.Name) || OwnAssemblies.Root(assembly.Name) == own)
                continue;

            if (catalogue.ByAssembly.TryGetValue(assembly.Name, out var vendor))
                _exact[assembly] = vendor;
            else if (assembly.NamespaceNames.Any(catalogue.NamespaceRoots.Contains))
                _byNamespace.Add(assembly);
        }
    }

    public bool IsEmpty => _exact.Count == 0 && _byNamespace.Count == 0;

    public IEnumerable<Vendor> Referenced => _exact.Values.Distinct();

    public Vendor? Of(ISymbol? symbol)
    {
        if (symbol?.ContainingAssembly is not { } assembly)
            return null;

        if (_exact.TryGetValue(assembly, out var vendor))
        {
            return vendor.ExcludeNamespaces.Length > 0 && !vendor.OwnsNamespace(NamespaceOf(symbol)) ? null : vendor;
        }

        if (!_byNamespace.Contains(assembly))
            return null;

        var name = NamespaceOf(symbol);
        return _catalogue.Vendors.Values.FirstOrDefault(v => v.OwnsNamespace(name));
    }

    /// <summary>The first vendor type inside a type: arrays, nullables and generic arguments are looked into.</summary>
    public (INamedTypeSymbol Type, Vendor Vendor)? In(ITypeSymbol? type)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                return In(array.ElementType);
            case INamedTypeSymbol named:
                if (Of(named) is { } vendor)
                    return (named, vendor);
                foreach (var argument in named.TypeArguments)
                {
                    if (In(argument) is { } found)
                        return found;
                }

                return null;
            default:
                return null;
        }
    }

    public bool IsClient(ITypeSymbol? type) => type is INamedTypeSymbol named && Of(named) is { } vendor && vendor.IsClient(named.Name);

    /// <summary>The assembly is part of the solution.</summary>
    public bool IsOwn(IAssemblySymbol? assembly) => assembly is not null && !_exact.ContainsKey(assembly) && _own.Contains(assembly);

    private static string NamespaceOf(ISymbol symbol) =>
        (symbol as INamespaceSymbol ?? symbol.ContainingNamespace)?.ToDisplayString() ?? "";
}
