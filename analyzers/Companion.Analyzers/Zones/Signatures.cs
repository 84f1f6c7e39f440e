using System.Linq;
using Companion.Analyzers.Catalogue;
using Microsoft.CodeAnalysis;

namespace Companion.Analyzers.Zones;

/// <summary>The vendor types in what a member shows to its callers.</summary>
internal static class Signatures
{
    public static (INamedTypeSymbol Type, Vendor Vendor)? Leak(ISymbol member, VendorMap vendors) => member switch
    {
        IMethodSymbol method => vendors.In(method.ReturnType) is { Vendor.Shared: false } returned ? returned : VendorMap.Most(method.Parameters, p => vendors.In(p.Type)) ?? vendors.In(method.ReturnType),
        IPropertySymbol property => vendors.In(property.Type) ?? property.Parameters.Select(p => vendors.In(p.Type)).FirstOrDefault(x => x is not null),
        IFieldSymbol field => vendors.In(field.Type),
        IEventSymbol @event => vendors.In(@event.Type),
        _ => null,
    };
}
