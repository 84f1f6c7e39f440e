using System;
using System.Linq;
using Companion.Analyzers.Catalogue;
using Microsoft.CodeAnalysis;

namespace Companion.Analyzers.Zones;

/// <summary>What stands around an adapter and serves it alone is part of it: helpers, entities, options, registrations of the same vendor.</summary>
internal sealed class Neighbourhood(Compilation compilation, ServiceCatalogue catalogue, SourceIndex index, Func<INamedTypeSymbol, bool> isAdapter, Func<INamedTypeSymbol, bool> isEntryPoint, Helpers helpers)
{
    private readonly Lazy<bool> _hasEntryPoint = new(() => index.All.Any(isEntryPoint));
    private readonly Lazy<bool> _hasFrontDoor = new(() => compilation.Options.OutputKind != OutputKind.DynamicallyLinkedLibrary || index.All.Any(t => EntryPoints.IsFrontDoor(t, catalogue)));
    private readonly Lazy<INamedTypeSymbol?> _anyAdapter = new(() => index.All.FirstOrDefault(isAdapter));
    private readonly Lazy<bool> _namesVendor = new(() => Words.VendorWord(OwnAssemblies.WithoutSharedRoot(compilation.AssemblyName ?? "", compilation.AssemblyName ?? ""), catalogue.Tokens) is not null);
    private readonly bool _isInfrastructure = Words.IsAdapterNamespace(compilation.AssemblyName ?? "");

    public Verdict? Of(INamedTypeSymbol type)
    {
        if (isEntryPoint(type))
            return EntryPoints.IsFrontDoor(type, catalogue) ? null : InLibraryOfVendor();

        return InNamespace(type) ?? InLibraryOfVendor() ?? InInfrastructure() ?? helpers.Of(type);
    }

    /// <summary>Named after a vendor, and nobody calls in from outside.</summary>
    public bool IsLibraryOfVendor => _namesVendor.Value && !_hasFrontDoor.Value;

    /// <summary>The word for a vendor in the name of a namespace.</summary>
    public string? VendorWord(INamespaceSymbol space) => Words.VendorWord(OwnAssemblies.WithoutSharedRoot(space.ToDisplayString(), compilation.AssemblyName ?? ""), catalogue.Tokens);

    /// <summary>Beside an adapter, in a namespace that names the vendor or the layer and holds no entry point.</summary>
    private Verdict? InNamespace(INamedTypeSymbol type)
    {
        var name = type.ContainingNamespace?.ToDisplayString() ?? "";
        var isInternal = name.EndsWith(".Internal", StringComparison.Ordinal) && (type.TypeKind == TypeKind.Interface || Words.VendorWord(type.Name, catalogue.Tokens) is not null);
        if (type.ContainingNamespace is not { } space || !(isInternal || VendorWord(space) is not null || Words.IsAdapterNamespace(name) || _namesVendor.Value || _isInfrastructure))
            return null;

        var neighbours = space.GetTypeMembers();
        return neighbours.FirstOrDefault(isAdapter) is { } adapter && !neighbours.Any(isEntryPoint) ? Verdict.Yes("beside:" + adapter.Name) : null;
    }

    /// <summary>In a library that carries a vendor's name, holds an adapter, and that nobody calls from outside: the library is the adapter.</summary>
    private Verdict? InLibraryOfVendor() =>
        IsLibraryOfVendor && _anyAdapter.Value is { } adapter ? Verdict.Yes("library-of:" + adapter.Name) : null;

    private Verdict? InInfrastructure() =>
        _isInfrastructure && !_hasEntryPoint.Value && _anyAdapter.Value is { } adapter ? Verdict.Yes("assembly-of:" + adapter.Name) : null;
}
