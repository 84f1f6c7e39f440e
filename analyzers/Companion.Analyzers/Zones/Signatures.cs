using System.Collections.Immutable;
using Companion.Analyzers.Catalogue;
using Microsoft.CodeAnalysis;

namespace Companion.Analyzers.Zones;

/// <summary>The vendor types in what a member shows to its callers.</summary>
internal static class Signatures
{
    public static (INamedTypeSymbol Type, Vendor Vendor)? Leak(ISymbol member, VendorMap vendors) => member switch
    {
        IMethodSymbol method => Among(method.ReturnType, method.Parameters, vendors),
        IPropertySymbol property => Among(property.Type, property.Parameters, vendors),
        IFieldSymbol field => vendors.In(field.Type),
        IEventSymbol @event => vendors.In(@event.Type),
        _ => null,
    };

    private static (INamedTypeSymbol Type, Vendor Vendor)? Among(ITypeSymbol returned, ImmutableArray<IParameterSymbol> parameters, VendorMap vendors) =>
        vendors.In(returned) is not { } found ? VendorMap.Most(parameters, p => vendors.In(p.Type))
        : found.Vendor.Shared && VendorMap.Most(parameters, p => vendors.In(p.Type)) is { Vendor.Shared: false } ofOne ? ofOne : found;
}
