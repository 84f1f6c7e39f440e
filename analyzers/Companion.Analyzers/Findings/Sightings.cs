using System.Collections.Generic;
using Companion.Analyzers.Catalogue;
using Microsoft.CodeAnalysis;

namespace Companion.Analyzers.Findings;

/// <summary>Everything one type does with vendors, before it is merged into findings.</summary>
internal sealed class Sightings(CompilationState state)
{
    public List<(DiagnosticDescriptor Rule, Vendor Vendor, string Subject, Location Place)> All { get; } = [];

    /// <summary>A call on a client was seen, wherever the client came from.</summary>
    public bool UsesClient { get; set; }

    public void Add(DiagnosticDescriptor rule, Vendor vendor, string subject, Location place)
    {
        if (!state.Settings.IgnoredVendors.Contains(vendor.Id))
            All.Add((rule, vendor, subject, place));
    }
}
