using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using Companion.Analyzers.Catalogue;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Companion.Analyzers.Zones;

/// <summary>Decides which types are adapters, the one place where an SDK belongs.</summary>
/// <remarks>
/// A type is an adapter when it says so, or when it implements a port, and holds a client or carries a vendor's name, and takes at most one
/// other port: implementing an interface alone proves nothing in a code base with an interface for each class.
/// </remarks>
internal sealed class AdapterZone(Compilation compilation, ServiceCatalogue catalogue, VendorMap vendors, Settings settings, SourceIndex index, Ports ports)
{
    private const string Attribute = "DecentralizationAdapterAttribute";

    private readonly ConcurrentDictionary<INamedTypeSymbol, Verdict> _own = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, Verdict> _all = new(SymbolEqualityComparer.Default);
    private readonly Lazy<bool> _assemblyIsMarked = new(() => settings.IsAdapterProject || IsMarked(compilation.Assembly));
    private readonly Lazy<bool> _assemblyHasEntryPoint = new(() => index.All.Any(t => IsEntryPoint(t, catalogue)));

    public Verdict Of(INamedTypeSymbol type) => _all.GetOrAdd(type.OriginalDefinition, Decide);

    /// <summary>The verdict on the type by itself, without what its neighbours tell.</summary>
    public Verdict Own(INamedTypeSymbol type) => _own.GetOrAdd(type.OriginalDefinition, Judge);

    private Verdict Decide(INamedTypeSymbol type)
    {
        for (var container = type.ContainingType; container is not null; container = container.ContainingType)
        {
            if (Of(container).IsAdapter)
                return Verdict.Yes("nested:" + container.Name);
        }

        var own = Own(type);
        if (own.IsAdapter || !settings.Infers || IsEntryPoint(type, catalogue))
            return own;

        return Spread(type) ?? own;
    }

    private Verdict Judge(INamedTypeSymbol type)
    {
        if (_assemblyIsMarked.Value)
            return Verdict.Yes("annotated:assembly");
        if (IsMarked(type))
            return Verdict.Yes("annotated:type");

        var space = type.ContainingNamespace?.ToDisplayString() ?? "";
        if (settings.AdapterNamespaces.Any(n => n.Matches(space)))
            return Verdict.Yes("configured:" + space);
        if (!settings.Infers)
            return Verdict.No("inference-off");
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || type.IsStatic)
            return Verdict.No("kind");
        if (IsEntryPoint(type, catalogue))
            return Verdict.No("entry-point");

        if (ports.Of(type) is { } port)
            return Implements(type, port, space);

        // A base class that only adapters derive from is part of them.
        if (type.IsAbstract && index.ImplementationsOf(type) is { Length: > 0 } derived && derived.All(d => Own(d).IsAdapter))
            return Verdict.Yes("base-of:" + derived[0].Name);

        return Verdict.No("no-port");
    }

    private Verdict Implements(INamedTypeSymbol type, INamedTypeSymbol port, string space)
    {
        var word = Words.VendorWord(type.Name, catalogue.Tokens) ?? Words.VendorWord(space, catalogue.Tokens);
        var client = HoldsClient(type) || (word is null && MakesClient(type));
        if (!client && word is null)
            return Verdict.No($"implements:{port.Name};no-client;no-word");

        var injected = Injected(type);
        var evidence = $"implements:{port.Name}{(client ? ";client" : "")}{(word is null ? "" : ";word:" + word)};ports:{injected}";
        return injected <= 1 ? Verdict.Yes(evidence) : Verdict.No(evidence);
    }

    private Verdict? Spread(INamedTypeSymbol type)
    {
        var space = type.ContainingNamespace;
        var name = space?.ToDisplayString() ?? "";
        var assembly = compilation.AssemblyName ?? "";
        var word = Words.VendorWord(name, catalogue.Tokens) is not null || Words.IsAdapterNamespace(name);
        var internals = type.TypeKind == TypeKind.Interface && name.EndsWith(".Internal", StringComparison.Ordinal);
        var assemblyWord = Words.VendorWord(assembly, catalogue.Tokens) is not null || Words.IsAdapterNamespace(assembly);

        if (space is not null && (word || assemblyWord || internals || Words.VendorWord(type.Name, catalogue.Tokens) is not null && name.EndsWith(".Internal", StringComparison.Ordinal)))
        {
            var neighbours = index.In(space).ToList();
            if (neighbours.FirstOrDefault(t => Own(t).IsAdapter) is { } adapter && !neighbours.Any(t => IsEntryPoint(t, catalogue)))
                return Verdict.Yes("beside:" + adapter.Name);
        }

        return assemblyWord && !_assemblyHasEntryPoint.Value && index.All.FirstOrDefault(t => Own(t).IsAdapter) is { } inAssembly
            ? Verdict.Yes("assembly-of:" + inAssembly.Name)
            : null;
    }

    private bool HoldsClient(INamedTypeSymbol type) =>
        Ports.Bases(type).Prepend(type).SelectMany(t => t.GetMembers()).Any(m => m switch
        {
            IFieldSymbol field => vendors.IsClient(field.Type),
            IPropertySymbol property => vendors.IsClient(property.Type),
            IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => constructor.Parameters.Any(p => vendors.IsClient(p.Type)),
            _ => false,
        });

    /// <summary>By the written name: the verdict must be ready before any method body is bound.</summary>
    private bool MakesClient(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.SelectMany(r => r.GetSyntax(CancellationToken.None).DescendantNodes()).Any(node => node switch
        {
            ObjectCreationExpressionSyntax creation => IsClientName(Simple(creation.Type)),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: SimpleNameSyntax on } access } =>
                vendors.Referenced.Any(v => v.Factories.Contains(access.Name.Identifier.ValueText) && v.IsClient(on.Identifier.ValueText)),
            _ => false,
        });

    private bool IsClientName(string name) => vendors.Referenced.Any(v => v.IsClient(name));

    private static string Simple(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };

    private int Injected(INamedTypeSymbol type) => type.InstanceConstructors
        .Select(c => c.Parameters.Count(p => p.Type is INamedTypeSymbol { TypeKind: TypeKind.Interface } i && !type.AllInterfaces.Contains(i, SymbolEqualityComparer.Default) && IsDomainPort(i)))
        .DefaultIfEmpty(0)
        .Max();

    private bool IsDomainPort(INamedTypeSymbol type) =>
        VendorMap.IsOwn(type.ContainingAssembly, compilation)
        && type.GetMembers().Any(m => m is IMethodSymbol { MethodKind: MethodKind.Ordinary })
        && !type.Name.EndsWith("Settings", StringComparison.Ordinal)
        && !type.Name.EndsWith("Options", StringComparison.Ordinal)
        && !type.Name.EndsWith("Configuration", StringComparison.Ordinal)
        && ports.IsPort(type);

    public static bool IsMarked(ISymbol symbol) => symbol.GetAttributes().Any(a => a.AttributeClass?.Name == Attribute);

    /// <summary>Where the outside world calls in: a controller, a page, a hub, a hosted service, a job, a handler.</summary>
    public static bool IsEntryPoint(INamedTypeSymbol type, ServiceCatalogue catalogue) =>
        type.TypeKind == TypeKind.Class
        && (type.Name.EndsWith("Controller", StringComparison.Ordinal)
            || Ports.Bases(type).Any(b => catalogue.EntryPoints.Contains(Ports.FullName(b)))
            || type.AllInterfaces.Any(i => catalogue.EntryPoints.Contains(Ports.FullName(i)))
            || type.GetMembers("<Main>$").Length > 0
            || type.GetMembers().Any(m => m is IMethodSymbol method && method.GetAttributes().Any(a => a.AttributeClass?.Name is "FunctionAttribute" or "FunctionNameAttribute" or "LambdaFunctionAttribute")));
}
