using System;
using System.Collections.Concurrent;
using System.Linq;
using Companion.Analyzers.Catalogue;
using Microsoft.CodeAnalysis;

namespace Companion.Analyzers.Zones;

/// <summary>Tells a port, a neutral abstraction that another service could implement, from an interface that only looks like one.</summary>
internal sealed class Ports(Compilation compilation, ServiceCatalogue catalogue, VendorMap vendors, SourceIndex index)
{
    private const int HookImplementations = 12;
    private static readonly string[] HookSuffixes = ["Job", "Seeder", "Plugin", "Handler", "Filter", "Initializer", "Middleware", "Controller"];

    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _known = new(SymbolEqualityComparer.Default);

    /// <summary>The first port that the type implements or derives from.</summary>
    public INamedTypeSymbol? Of(INamedTypeSymbol type) => type.AllInterfaces.FirstOrDefault(IsPort) ?? Bases(type).FirstOrDefault(IsPort);

    public bool IsPort(INamedTypeSymbol type) => _known.GetOrAdd(type.OriginalDefinition, Decide);

    private bool Decide(INamedTypeSymbol type)
    {
        if (catalogue.NeutralPorts.Contains(FullName(type)))
            return true;

        var abstraction = type.TypeKind == TypeKind.Interface || (type.TypeKind == TypeKind.Class && type.IsAbstract && type.GetMembers().Any(m => m.IsAbstract));
        if (!abstraction || !VendorMap.IsOwn(type.ContainingAssembly, compilation) || catalogue.FrameworkHooks.Contains(type.Name))
            return false;

        if (HookSuffixes.Any(s => type.Name.EndsWith(s, StringComparison.Ordinal)))
            return false;

        // An abstract class is a port only when it does not hide a framework hook.
        if (type.AllInterfaces.Concat(Bases(type)).Any(b => catalogue.EntryPoints.Contains(FullName(b))))
            return false;

        var members = type.TypeKind == TypeKind.Interface ? type.GetMembers().Concat(type.AllInterfaces.SelectMany(i => i.GetMembers())) : type.GetMembers().Where(m => m.IsAbstract);
        var any = false;
        foreach (var member in members.Where(m => m is IMethodSymbol { MethodKind: MethodKind.Ordinary } or IPropertySymbol or IEventSymbol))
        {
            // Properties alone are settings or data; a port does something.
            any |= member is not IPropertySymbol;
            if (Signatures.Leak(member, vendors) is not null)
                return false;
        }

        return any && !IsGenericHook(type);
    }

    private bool IsGenericHook(INamedTypeSymbol type)
    {
        var implementations = index.ImplementationsOf(type);
        return implementations.Length > HookImplementations && implementations.Count(i => index.HoldsVendorType(i)) * 2 < implementations.Length;
    }

    public static System.Collections.Generic.IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (var b = type.BaseType; b is not null && b.SpecialType != SpecialType.System_Object; b = b.BaseType)
            yield return b;
    }

    public static string FullName(INamedTypeSymbol type) =>
        type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString() + "." + type.Name : type.Name;
}
