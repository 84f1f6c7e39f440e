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
internal sealed class AdapterZone
{
    private const string Attribute = "DecentralizationAdapterAttribute";

    private readonly ConcurrentDictionary<INamedTypeSymbol, Verdict> _own = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, Verdict> _all = new(SymbolEqualityComparer.Default);
    private readonly ServiceCatalogue _catalogue;
    private readonly VendorMap _vendors;
    private readonly Settings _settings;
    private readonly SourceIndex _index;
    private readonly Ports _ports;
    private readonly ClientEvidence _clients;
    private readonly Lazy<bool> _assemblyIsMarked;
    private readonly Neighbourhood _neighbours;

    public AdapterZone(Compilation compilation, ServiceCatalogue catalogue, VendorMap vendors, Settings settings, SourceIndex index, Ports ports)
    {
        (_catalogue, _vendors, _settings, _index, _ports) = (catalogue, vendors, settings, index, ports);
        _clients = new ClientEvidence(compilation, vendors, catalogue);
        _assemblyIsMarked = new(() => settings.IsAdapterProject || IsMarked(compilation.Assembly));
        _neighbours = new Neighbourhood(compilation, catalogue, index, t => Own(t).IsAdapter, new Helpers(vendors, index, t => Own(t).IsAdapter, t => Judge(t, usesClient: true).IsAdapter));
    }

    public Verdict Of(INamedTypeSymbol type) => _all.GetOrAdd(type.OriginalDefinition, Decide);

    /// <summary>The verdict on the type by itself, without what its neighbours tell.</summary>
    public Verdict Own(INamedTypeSymbol type) => _own.GetOrAdd(type.OriginalDefinition, t => Judge(t, usesClient: false));

    /// <summary>The verdict once the bodies are read: a client that comes from a factory is neither held nor made, only used.</summary>
    public Verdict Using(INamedTypeSymbol type) => Of(type) is { IsAdapter: true } known ? known : Judge(type.OriginalDefinition, usesClient: true);

    private Verdict Decide(INamedTypeSymbol type)
    {
        for (var container = type.ContainingType; container is not null; container = container.ContainingType)
        {
            if (Of(container).IsAdapter)
                return Verdict.Yes("nested:" + container.Name);
        }

        var own = Own(type);
        if (EntryPoints.IsInfrastructure(type))
            return Verdict.Yes("infrastructure-as-code");
        if (own.IsAdapter || !_settings.Infers)
            return own;

        return _neighbours.Of(type) ?? own;
    }

    private Verdict Judge(INamedTypeSymbol type, bool usesClient)
    {
        if (_assemblyIsMarked.Value)
            return Verdict.Yes("annotated:assembly");
        if (IsMarked(type))
            return Verdict.Yes("annotated:type");
        if (_settings.MarksFile(type))
            return Verdict.Yes("configured:file");

        var space = type.ContainingNamespace?.ToDisplayString() ?? "";
        if (_settings.AdapterNamespaces.Any(n => n.Matches(space)))
            return Verdict.Yes("configured:" + space);
        if (!_settings.Infers)
            return Verdict.No("inference-off");
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || type.IsStatic)
            return Verdict.No("kind");
        if (EntryPoints.Is(type, _catalogue))
            return Verdict.No("entry-point");
        if (Ports.DataSuffixes.Any(s => type.Name.EndsWith(s, StringComparison.Ordinal)))
            return Verdict.No("data");

        if (_ports.Of(type) is { } port)
            return Implements(type, port, space, usesClient);
        if (_ports.ForeignOf(type) is { } foreign)
            return Fills(type, foreign, usesClient);

        // A base class that only adapters derive from is part of them.
        if (type.IsAbstract && _index.ImplementationsOf(type) is { Length: > 0 } derived && derived.All(d => Own(d).IsAdapter))
            return Verdict.Yes("base-of:" + derived[0].Name);

        return Verdict.No("no-port");
    }

    private Verdict Implements(INamedTypeSymbol type, INamedTypeSymbol port, string space, bool usesClient)
    {
        var word = Words.VendorWord(type.Name, _catalogue.Tokens) ?? Words.VendorWord(space, _catalogue.Tokens);
        var client = usesClient || _clients.Holds(type) || (word is null && _clients.Mentions(type));
        if (!client && word is null)
            return Verdict.No($"implements:{port.Name};no-client;no-word");

        // Whoever orchestrates takes several ports.
        var injected = Injected(type);
        var evidence = $"implements:{port.Name}{(client ? ";client" : "")}{(word is null ? "" : ";word:" + word)};ports:{injected}";
        return injected <= 1 ? Verdict.Yes(evidence) : Verdict.No(evidence);
    }

    /// <summary>A stranger's interface must be filled with both signs: the client (or a library named after the vendor), and the vendor's name on the type.</summary>
    private Verdict Fills(INamedTypeSymbol type, INamedTypeSymbol foreign, bool usesClient)
    {
        var word = Words.VendorWord(type.Name, _catalogue.Tokens);
        var client = usesClient || _clients.Holds(type) || _clients.Mentions(type) || (word is not null && _neighbours.IsLibraryOfVendor);
        var injected = Injected(type);
        var evidence = $"foreign:{foreign.Name}{(client ? ";client" : "")}{(word is null ? "" : ";word:" + word)};ports:{injected}";
        return client && word is not null && injected <= 1 ? Verdict.Yes(evidence) : Verdict.No(evidence);
    }

    private int Injected(INamedTypeSymbol type) => type.InstanceConstructors
        .Select(c => c.Parameters.Count(p => p.Type is INamedTypeSymbol { TypeKind: TypeKind.Interface } i && !type.AllInterfaces.Contains(i, SymbolEqualityComparer.Default) && IsDomainPort(i) && !IsPassedOn(c, p)))
        .DefaultIfEmpty(0)
        .Max();

    /// <summary>What only goes on to the base class is that class's affair.</summary>
    private static bool IsPassedOn(IMethodSymbol constructor, IParameterSymbol parameter) =>
        constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(CancellationToken.None) is ConstructorDeclarationSyntax { Initializer: { } initializer } syntax
        && initializer.ArgumentList.Arguments.Any(a => a.Expression is IdentifierNameSyntax name && name.Identifier.ValueText == parameter.Name)
        && !((SyntaxNode?)syntax.Body ?? syntax.ExpressionBody)!.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == parameter.Name);

    private bool IsDomainPort(INamedTypeSymbol type) =>
        _vendors.IsOwn(type.ContainingAssembly)
        && type.GetMembers().Any(m => m is IMethodSymbol { MethodKind: MethodKind.Ordinary })
        && _ports.IsPort(type);

    public static bool IsMarked(ISymbol symbol) => symbol.GetAttributes().Any(a => a.AttributeClass?.Name == Attribute);
}
