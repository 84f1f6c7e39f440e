using System.Linq;
using Companion.Analyzers.Catalogue;
using Microsoft.CodeAnalysis;

namespace Companion.Analyzers.Zones;

/// <summary>The vendor types in what a member shows to its callers.</summary>
internal static class Signatures
{
    public static (INamedTypeSymbol Type, Vendor Vendor)? Leak(ISymbol member, VendorMap vendors) => member switch
    {
        IMethodSymbol method => First(method, vendors),
        IPropertySymbol property => vendors.In(property.Type) ?? property.Parameters.Select(p => vendors.In(p.Type)).FirstOrDefault(x => x is not null),
        IFieldSymbol field => vendors.In(field.Type),
        IEventSymbol @event => vendors.In(@event.Type),
        _ => null,
    };

    private static (INamedTypeSymbol Type, Vendor Vendor)? First(IMethodSymbol method, VendorMap vendors)
    {
        if (vendors.In(method.ReturnType) is { } returned)
            return returned;

        foreach (var parameter in method.Parameters)
        {
            if (vendors.In(parameter.Type) is { } found)
                return found;
        }

        return null;
    }
}
