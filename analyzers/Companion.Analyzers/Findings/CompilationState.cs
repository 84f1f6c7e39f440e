using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Companion.Analyzers.Catalogue;
using Companion.Analyzers.Text;
using Companion.Analyzers.Zones;
using Microsoft.CodeAnalysis;

namespace Companion.Analyzers.Findings;

/// <summary>All that the rules share while one compilation is analysed.</summary>
internal sealed class CompilationState
{
    private readonly ConcurrentDictionary<string, byte> _fingerprints = new();
    private readonly ConcurrentDictionary<string, int> _counts = new();
    private readonly Lazy<VendorNames> _names;

    public CompilationState(Compilation compilation, ServiceCatalogue catalogue, Settings settings)
    {
        Compilation = compilation;
        Catalogue = catalogue;
        Settings = settings;
        Vendors = new VendorMap(compilation, catalogue);
        Index = new SourceIndex(compilation, Vendors);
        Ports = new Ports(catalogue, Vendors, Index);
        _names = new(() => VendorNames.Of(compilation, Vendors.Assemblies));
        Zone = new AdapterZone(this);
    }

    public Compilation Compilation { get; }
    public ServiceCatalogue Catalogue { get; }
    public Settings Settings { get; }
    public VendorMap Vendors { get; }
    public SourceIndex Index { get; }
    public Ports Ports { get; }
    public AdapterZone Zone { get; }

    public FileText TextOf(SyntaxTree tree) => FileText.Of(tree, _names.Value, Catalogue);

    /// <summary>One of the type's declarations holds a word that a referenced SDK has too, or half a word in a file that holds whole ones.</summary>
    public bool SpeaksOfVendor(INamedTypeSymbol type)
    {
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            if (TextOf(reference.SyntaxTree).Speaks(reference.Span))
                return true;
        }

        return false;
    }

    /// <summary>Registrations of clients, to be held against the adapters once all are known.</summary>
    public ConcurrentBag<(Vendor Vendor, string Subject, ISymbol Container, Location Place)> Registrations { get; } = [];

    public ICollection<string> Fingerprints => _fingerprints.Keys;

    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>The diagnostic with everything a report needs: vendor, capability, fingerprint, adapter evidence.</summary>
    public Diagnostic Diagnose(Finding finding, ISymbol container, string evidence = "", string? about = null, string? port = null)
    {
        var vendor = finding.Vendor;
        var fingerprint = Fingerprint.Of(finding.Rule.Id, vendor.Id, container, about ?? finding.Subject);
        _fingerprints[fingerprint] = 0;
        _counts.AddOrUpdate(vendor.Capability.Id, 1, (_, n) => n + 1);

        var properties = ImmutableDictionary<string, string?>.Empty
            .Add("vendor", vendor.Id)
            .Add("capability", vendor.Capability.Id)
            .Add("openProtocol", vendor.OpenProtocol ? "true" : "false")
            .Add("port", port ?? vendor.Capability.Port)
            .Add("fingerprint", fingerprint)
            .Add("adapter", evidence);
        return Diagnostic.Create(
            finding.Rule, finding.Places[0], finding.Places.Skip(1), properties,
            container.Name is "" or "<Main>$" ? "Program" : container.Name, finding.Subject, vendor.Name, vendor.Capability.Name, port ?? vendor.Capability.Port);
    }

    /// <summary>Razor keeps what a page injects in generated code; other generated code is nobody's to fix.</summary>
    public bool Skips(SyntaxTree tree)
    {
        var path = tree.FilePath;
        var razor = path.EndsWith("_razor.g.cs", StringComparison.OrdinalIgnoreCase) || path.EndsWith("_cshtml.g.cs", StringComparison.OrdinalIgnoreCase);
        var generated = razor
            || path.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase)
            || path.EndsWith(".designer.cs", StringComparison.OrdinalIgnoreCase)
            || path.EndsWith(".generated.cs", StringComparison.OrdinalIgnoreCase)
            || path.EndsWith(".g.i.cs", StringComparison.OrdinalIgnoreCase);
        return generated && Settings.Generated switch
        {
            "all" => false,
            "none" => true,
            _ => !razor,
        };
    }
}
