using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using Companion.Analyzers.Catalogue;
using Companion.Analyzers.Findings;
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
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _told = new(SymbolEqualityComparer.Default);
    private readonly Func<INamedTypeSymbol, bool> _tell;
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _entries = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamespaceSymbol, string?> _spaces = new(SymbolEqualityComparer.Default);
    private readonly CompilationState _state;
    private readonly ServiceCatalogue _catalogue;
    private readonly VendorMap _vendors;
    private readonly Settings _settings;
    private readonly SourceIndex _index;
    private readonly Ports _ports;
    private readonly ClientEvidence _clients;
    private readonly Lazy<bool> _assemblyIsMarked;
    private readonly Neighbourhood _neighbours;

    public AdapterZone(CompilationState state)
    {
        (_state, _catalogue, _vendors, _settings, _index, _ports) = (state, state.Catalogue, state.Vendors, state.Settings, state.Index, state.Ports);
        _tell = t => CouldBe(t) && Own(t).IsAdapter;
        _clients = new ClientEvidence(state.Compilation, _vendors, _catalogue, state.SpeaksOfVendor);
        _assemblyIsMarked = new(() => _settings.IsAdapterProject || IsMarked(state.Compilation.Assembly));
        _neighbours = new Neighbourhood(state.Compilation, _catalogue, _index, IsAdapter, IsEntryPoint, new Helpers(_vendors, IsAdapter, t => Judge(t, usesClient: true).IsAdapter));
    }

    public Verdict Of(INamedTypeSymbol type) => _all.GetOrAdd(type.OriginalDefinition, Decide);

    /// <summary>The verdict on the type by itself, without what its neighbours tell.</summary>
    public Verdict Own(INamedTypeSymbol type) => _own.GetOrAdd(type.OriginalDefinition, t => Judge(t, usesClient: false));

    /// <summary>The same as the own verdict, for questions about many types: most are told apart by a look at their names.</summary>
    public bool IsAdapter(INamedTypeSymbol type) => _told.GetOrAdd(type.OriginalDefinition, _tell);

    /// <summary>The verdict once the bodies are read: a client that comes from a factory is neither held nor made, only used.</summary>
    public Verdict Using(INamedTypeSymbol type) => Of(type) is { IsAdapter: true } known ? known : Judge(type.OriginalDefinition, usesClient: true);

    /// <summary>Whose client the code of the type makes, asks for or keeps in a local.</summary>
    public Vendor? Mentioned(INamedTypeSymbol type) => _clients.Mentioned(type);

    private bool IsEntryPoint(INamedTypeSymbol type) => _entries.GetOrAdd(type, t => EntryPoints.Is(t, _catalogue));

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

        if (IsNamed(type))
            return Verdict.Yes("configured:" + type.ContainingNamespace.ToDisplayString());
        if (!_settings.Infers)
            return Verdict.No("inference-off");
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || type.IsStatic)
            return Verdict.No("kind");
        if (IsEntryPoint(type))
            return Verdict.No("entry-point");
        if (Ports.DataSuffixes.Any(s => type.Name.EndsWith(s, StringComparison.Ordinal)))
            return Verdict.No("data");

        // Ports are asked for last: to tell one from a hook, all files may have to be read.
        var word = Words.VendorWord(type.Name, _catalogue.Tokens);
        var anyWord = word ?? WordOfSpace(type);
        var client = usesClient || _clients.Holds(type) || ((anyWord is null || word is not null) && _clients.Mentions(type));
        if (client || anyWord is not null)
        {
            if (_ports.Of(type) is { } port)
                return Implements(type, port, client, anyWord);
            if ((_ports.ForeignOf(type) ?? _ports.OpenBaseOf(type)) is { } foreign)
                return Fills(type, foreign, client, word);
        }

        // A base class that only adapters derive from is part of them.
        if (type.IsAbstract && _index.ImplementationsOf(type) is { Length: > 0 } derived && derived.All(d => Own(d).IsAdapter))
            return Verdict.Yes("base-of:" + derived[0].Name);

        return Verdict.No(client || anyWord is not null ? "no-port" : "no-client;no-word");
    }

    /// <summary>Without a mark, or a base and a trace of a service, there is nothing to judge.</summary>
    private bool CouldBe(INamedTypeSymbol type) =>
        _assemblyIsMarked.Value || IsMarked(type) || _settings.MarksFile(type) || IsNamed(type)
        || (_settings.Infers
            && (type.IsAbstract || type.BaseType is { SpecialType: not SpecialType.System_Object } || !type.AllInterfaces.IsEmpty)
            && (type.IsAbstract || Words.VendorWord(type.Name, _catalogue.Tokens) is not null || WordOfSpace(type) is not null
                || Ports.Bases(type).Prepend(type).Any(t => _vendors.IsSource(t) ? _state.SpeaksOfVendor(t) : !OwnAssemblies.IsFramework(t.ContainingAssembly?.Name ?? ""))));

    private bool IsNamed(INamedTypeSymbol type) =>
        !_settings.AdapterNamespaces.IsEmpty && (type.ContainingNamespace?.ToDisplayString() ?? "") is var space && _settings.AdapterNamespaces.Any(n => n.Matches(space));

    private string? WordOfSpace(INamedTypeSymbol type) =>
        type.ContainingNamespace is { IsGlobalNamespace: false } space ? _spaces.GetOrAdd(space, _neighbours.VendorWord) : null;

    private Verdict Implements(INamedTypeSymbol type, INamedTypeSymbol port, bool client, string? word)
    {
        // Whoever orchestrates takes several ports.
        var injected = Injected(type);
        var evidence = $"implements:{port.Name}{(client ? ";client" : "")}{(word is null ? "" : ";word:" + word)};ports:{injected}";
        return injected <= 1 ? Verdict.Yes(evidence) : Verdict.No(evidence);
    }

    /// <summary>A stranger's interface must be filled with both signs: the client (or a library named after the vendor), and the vendor's name on the type.</summary>
    private Verdict Fills(INamedTypeSymbol type, INamedTypeSymbol foreign, bool client, string? word)
    {
        client |= word is not null && _neighbours.IsLibraryOfVendor;
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
