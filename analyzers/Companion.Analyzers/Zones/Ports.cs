using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using Companion.Analyzers.Catalogue;
using Microsoft.CodeAnalysis;

namespace Companion.Analyzers.Zones;

/// <summary>Tells a port, a neutral abstraction that another service could implement, from an interface that only looks like one.</summary>
internal sealed class Ports(ServiceCatalogue catalogue, VendorMap vendors, SourceIndex index)
{
    private const int HookImplementations = 12;
    private static readonly string[] HookSuffixes = ["Job", "Seeder", "Plugin", "Handler", "Filter", "Initializer", "Middleware", "Controller"];
    public static readonly string[] DataSuffixes = ["Settings", "Options", "Configuration", "Config", "Entity", "Model", "Dto"];

    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _known = new(SymbolEqualityComparer.Default);

    /// <summary>The first port that the type implements or derives from.</summary>
    public INamedTypeSymbol? Of(INamedTypeSymbol type) => type.AllInterfaces.FirstOrDefault(IsPort) ?? Bases(type).FirstOrDefault(IsPort);

    /// <summary>An interface of a stranger that is no known hook: weaker evidence, since frameworks call in through such interfaces too.</summary>
    public INamedTypeSymbol? ForeignOf(INamedTypeSymbol type) => type.AllInterfaces.Concat(Bases(type)).FirstOrDefault(IsForeign);

    /// <summary>A base class of the solution that says what can be done and leaves every part of it to be overridden: weaker evidence too, since many base classes only share code.</summary>
    public INamedTypeSymbol? OpenBaseOf(INamedTypeSymbol type) => Bases(type).FirstOrDefault(b =>
        b.IsAbstract && vendors.IsOwn(b.ContainingAssembly) && !IsHook(b) && vendors.Of(b) is null
        && Overridable(b).Any() && Overridable(b).All(m => Signatures.Leak(m, vendors) is null));

    public bool IsPort(INamedTypeSymbol type) => _known.GetOrAdd(type.OriginalDefinition, Decide);

    private bool Decide(INamedTypeSymbol type)
    {
        // A reference that could not be found has no namespace; the name must do.
        if (catalogue.NeutralNames.Contains(type.Name) && (type.TypeKind == TypeKind.Error || catalogue.NeutralPorts.Contains(FullName(type))))
            return true;

        return IsAbstraction(type) && vendors.IsOwn(type.ContainingAssembly) && !IsHook(type) && IsNeutral(type) && !IsGenericHook(type);
    }

    private static IEnumerable<IMethodSymbol> Overridable(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IMethodSymbol>().Where(m => m is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public } && (m.IsVirtual || m.IsAbstract));

    private bool IsForeign(INamedTypeSymbol type) =>
        !IsHook(type) && (type.TypeKind == TypeKind.Error
            ? type.Name.Length > 2 && type.Name[0] == 'I' && char.IsUpper(type.Name[1])
            : IsAbstraction(type) && vendors.Of(type) is null && type.ContainingAssembly is { } assembly && !OwnAssemblies.IsFramework(assembly.Name) && IsNeutral(type));

    private static bool IsAbstraction(INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Interface || (type.TypeKind == TypeKind.Class && type.IsAbstract && type.GetMembers().Any(m => m.IsAbstract));

    // An abstract class is a port only when it does not hide a framework hook; settings and data are none, whatever they can do.
    private bool IsHook(INamedTypeSymbol type) =>
        catalogue.FrameworkHooks.Contains(type.Name)
        || HookSuffixes.Concat(DataSuffixes).Any(s => type.Name.EndsWith(s, StringComparison.Ordinal) || type.Name.EndsWith(s + "Base", StringComparison.Ordinal))
        || type.AllInterfaces.Concat(Bases(type)).Any(b => catalogue.EntryNames.Contains(b.Name) && catalogue.EntryPoints.Contains(FullName(b)));

    private bool IsNeutral(INamedTypeSymbol type)
    {
        var members = type.TypeKind == TypeKind.Interface ? type.GetMembers().Concat(type.AllInterfaces.SelectMany(i => i.GetMembers())) : type.GetMembers().Where(m => m.IsAbstract);
        var any = false;
        foreach (var member in members.Where(m => m is IMethodSymbol { MethodKind: MethodKind.Ordinary } or IPropertySymbol or IEventSymbol))
        {
            // Properties alone are settings or data; a port does something.
            any |= member is not IPropertySymbol;
            if (Signatures.Leak(member, vendors) is not null)
                return false;
        }

        return any;
    }

    private bool IsGenericHook(INamedTypeSymbol type)
    {
        if (index.Named(type.Name) <= HookImplementations)
            return false;

        var implementations = index.ImplementationsOf(type);
        return implementations.Length > HookImplementations && implementations.Count(i => index.HoldsVendorType(i)) * 2 < implementations.Length;
    }

    public static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (var b = type.BaseType; b is not null && b.SpecialType != SpecialType.System_Object; b = b.BaseType)
            yield return b;
    }

    public static string FullName(INamedTypeSymbol type) =>
        type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString() + "." + type.Name : type.Name;
}
