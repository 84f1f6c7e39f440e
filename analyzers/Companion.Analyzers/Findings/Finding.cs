using System.Collections.Generic;
using Companion.Analyzers.Catalogue;
using Microsoft.CodeAnalysis;

namespace Companion.Analyzers.Findings;

/// <summary>What one rule has to say about one vendor inside one type: the first place, and all others.</summary>
internal sealed class Finding(DiagnosticDescriptor rule, Vendor vendor, string subject)
{
    public DiagnosticDescriptor Rule { get; } = rule;
    public Vendor Vendor { get; } = vendor;

    /// <summary>The vendor's type, member, or host that the message names.</summary>
    public string Subject { get; } = subject;

    public List<Location> Places { get; } = [];
}
