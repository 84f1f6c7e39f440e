using System.Collections.Generic;
using Companion.Analyzers.Catalogue;
using Microsoft.CodeAnalysis;

namespace Companion.Analyzers.Findings;

/// <summary>Everything one type does with vendors, before it is merged into findings. Its members may be read at the same time.</summary>
internal sealed class Sightings(CompilationState state)
{
    private readonly List<(DiagnosticDescriptor Rule, Vendor Vendor, string Subject, Location Place)> _all = [];
    private volatile bool _usesClient;

    /// <summary>A call on a client was seen, wherever the client came from.</summary>
    public bool UsesClient => _usesClient;

    public void UseClient() => _usesClient = true;

    /// <summary>To be asked for when all members are read.</summary>
    public IReadOnlyList<(DiagnosticDescriptor Rule, Vendor Vendor, string Subject, Location Place)> All => _all;

    public void Add(DiagnosticDescriptor rule, Vendor vendor, string subject, Location place)
    {
        if (state.Settings.IgnoredVendors.Contains(vendor.Id))
            return;

        lock (_all)
            _all.Add((rule, vendor, subject, place));
    }
}
