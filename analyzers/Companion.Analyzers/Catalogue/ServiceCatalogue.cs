using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Companion.Analyzers.Zones;

namespace Companion.Analyzers.Catalogue;

/// <summary>All known services by id, with the lists that adapter recognition needs.</summary>
/// <remarks>Immutable. Built once for each text; the built-in one once for each process.</remarks>
internal sealed record ServiceCatalogue(
    ImmutableDictionary<string, Capability> Capabilities,
    ImmutableDictionary<string, Vendor> Vendors,
    ImmutableHashSet<string> NeutralPorts,
    ImmutableHashSet<string> FrameworkHooks,
    ImmutableHashSet<string> EntryPoints)
{
    private static readonly Lazy<ServiceCatalogue> Embedded = new(ReadEmbedded);

    private readonly Lazy<TokenTable> _tokens = new(() => new TokenTable(Vendors.Values.OrderBy(v => v.Id, StringComparer.Ordinal).SelectMany(v => v.Tokens).Where(t => t.Length > 1).Distinct(StringComparer.Ordinal)));

    private readonly Lazy<ImmutableArray<(string[] Words, Vendor Vendor)>> _spaces = new(() =>
        Vendors.Values.OrderBy(v => v.Id, StringComparer.Ordinal).SelectMany(v => v.Namespaces.Select(n => (n.Split('.'), v))).ToImmutableArray());

    private readonly Lazy<ImmutableDictionary<string, Vendor>> _byAssembly = new(() =>
        Vendors.Values.SelectMany(v => v.Assemblies.Select(a => (Assembly: a, Vendor: v)))
            .GroupBy(x => x.Assembly, StringComparer.OrdinalIgnoreCase)
            .ToImmutableDictionary(g => g.Key, g => g.First().Vendor, StringComparer.OrdinalIgnoreCase));

    private readonly Lazy<HostIndex> _hosts = new(() => new HostIndex(Vendors.Values));

    private readonly Lazy<ImmutableArray<(Vendor Vendor, Secret Secret)>> _secrets = new(() =>
        Vendors.Values.OrderBy(v => v.Id, StringComparer.Ordinal).SelectMany(v => v.Secrets.Select(s => (v, s))).ToImmutableArray());

    private readonly Lazy<ImmutableHashSet<string>> _roots = new(() =>
        Vendors.Values.SelectMany(v => v.Namespaces).Select(n => n.Split('.')[0]).ToImmutableHashSet(StringComparer.Ordinal));

    private readonly Lazy<ImmutableHashSet<string>> _neutralNames = new(() =>
        NeutralPorts.Select(p => p.Substring(p.LastIndexOf('.') + 1)).ToImmutableHashSet(StringComparer.Ordinal));

    private readonly Lazy<ImmutableHashSet<string>> _entryNames = new(() =>
        EntryPoints.Select(p => p.Substring(p.LastIndexOf('.') + 1)).ToImmutableHashSet(StringComparer.Ordinal));

    public static ServiceCatalogue BuiltIn => Embedded.Value;

    public static ServiceCatalogue Empty { get; } = new(
        ImmutableDictionary<string, Capability>.Empty,
        ImmutableDictionary<string, Vendor>.Empty,
        ImmutableHashSet<string>.Empty,
        ImmutableHashSet<string>.Empty,
        ImmutableHashSet<string>.Empty);

    /// <summary>Words that name a vendor inside an identifier.</summary>
    public TokenTable Tokens => _tokens.Value;

    /// <summary>The words of each vendor's namespaces.</summary>
    public ImmutableArray<(string[] Words, Vendor Vendor)> Spaces => _spaces.Value;

    public ImmutableDictionary<string, Vendor> ByAssembly => _byAssembly.Value;

    public ImmutableArray<(Vendor Vendor, Secret Secret)> Secrets => _secrets.Value;

    /// <summary>The first words of all vendors' namespaces.</summary>
    public ImmutableHashSet<string> NamespaceRoots => _roots.Value;

    /// <summary>The neutral ports of others by their names alone.</summary>
    public ImmutableHashSet<string> NeutralNames => _neutralNames.Value;

    /// <summary>The entry points by their names alone: a look that spares most types the making of their full name.</summary>
    public ImmutableHashSet<string> EntryNames => _entryNames.Value;

    public IEnumerable<Vendor> OfHost(string host) => _hosts.Value.Of(host);

    private static ServiceCatalogue ReadEmbedded()
    {
        using var reader = new StreamReader(typeof(ServiceCatalogue).Assembly.GetManifestResourceStream("catalogue.json")!);
        var problems = new List<CatalogueProblem>();
        var catalogue = CatalogueReader.Merge(Empty, reader.ReadToEnd(), problems);
        return problems.Count == 0 ? catalogue : throw new InvalidDataException(problems[0].Message);
    }
}
