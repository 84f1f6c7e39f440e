using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;

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

    private readonly Lazy<ImmutableArray<string>> _tokens = new(() =>
        Vendors.Values.SelectMany(v => v.Tokens).Where(t => t.Length > 1).Distinct(StringComparer.Ordinal).ToImmutableArray());

    private readonly Lazy<ImmutableDictionary<string, Vendor>> _byAssembly = new(() =>
        Vendors.Values.SelectMany(v => v.Assemblies.Select(a => (Assembly: a, Vendor: v)))
            .GroupBy(x => x.Assembly, StringComparer.OrdinalIgnoreCase)
            .ToImmutableDictionary(g => g.Key, g => g.First().Vendor, StringComparer.OrdinalIgnoreCase));

    public static ServiceCatalogue BuiltIn => Embedded.Value;

    public static ServiceCatalogue Empty { get; } = new(
        ImmutableDictionary<string, Capability>.Empty,
        ImmutableDictionary<string, Vendor>.Empty,
        ImmutableHashSet<string>.Empty,
        ImmutableHashSet<string>.Empty,
        ImmutableHashSet<string>.Empty);

    /// <summary>Words that name a vendor inside an identifier.</summary>
    public ImmutableArray<string> Tokens => _tokens.Value;

    public ImmutableDictionary<string, Vendor> ByAssembly => _byAssembly.Value;

    public IEnumerable<Vendor> OfHost(string host) => Vendors.Values.Where(v => v.OwnsHost(host)).OrderBy(v => v.Id, StringComparer.Ordinal);

    private static ServiceCatalogue ReadEmbedded()
    {
        using var reader = new StreamReader(typeof(ServiceCatalogue).Assembly.GetManifestResourceStream("catalogue.json")!);
        var problems = new List<CatalogueProblem>();
        var catalogue = CatalogueReader.Merge(Empty, reader.ReadToEnd(), problems);
        return problems.Count == 0 ? catalogue : throw new InvalidDataException(problems[0].Message);
    }
}
