using System;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;

namespace Companion.Analyzers.Catalogue;

/// <summary>One centralized service, and how code that depends on it can be told.</summary>
internal sealed record Vendor(string Id, string Name, Capability Capability)
{
    public ImmutableArray<string> Assemblies { get; init; } = ImmutableArray<string>.Empty;
    public ImmutableArray<string> Namespaces { get; init; } = ImmutableArray<string>.Empty;
    public ImmutableArray<string> ExcludeNamespaces { get; init; } = ImmutableArray<string>.Empty;
    public ImmutableArray<NamePattern> Clients { get; init; } = ImmutableArray<NamePattern>.Empty;
    public ImmutableArray<string> Factories { get; init; } = ImmutableArray<string>.Empty;
    public ImmutableArray<NamePattern> Hosts { get; init; } = ImmutableArray<NamePattern>.Empty;
    public ImmutableArray<NamePattern> IgnoreHosts { get; init; } = ImmutableArray<NamePattern>.Empty;
    public ImmutableArray<Secret> Secrets { get; init; } = ImmutableArray<Secret>.Empty;
    public ImmutableArray<string> Tokens { get; init; } = ImmutableArray<string>.Empty;

    /// <summary>The protocol is open: a swap may be a change of configuration.</summary>
    public bool OpenProtocol { get; init; }

    /// <summary>Assemblies that several services of one provider share: never a client of their own.</summary>
    public bool Shared { get; init; }

    /// <summary>A single door to a network that has many.</summary>
    public bool Gateway { get; init; }

    public bool IsClient(string typeName) => !Shared && Clients.Any(c => c.Matches(typeName));

    public bool OwnsHost(string host) =>
        Hosts.Any(h => h.Matches(host, StringComparison.OrdinalIgnoreCase)) && !IgnoreHosts.Any(h => h.Matches(host, StringComparison.OrdinalIgnoreCase));

    public bool OwnsNamespace(string name) => Namespaces.Any(n => IsWithin(name, n)) && !ExcludeNamespaces.Any(n => IsWithin(name, n));

    // One object for each service of a catalogue: comparing all its lists would cost more than everything that asks.
    public bool Equals(Vendor? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    private static bool IsWithin(string name, string ancestor) =>
        name.StartsWith(ancestor, StringComparison.Ordinal) && (name.Length == ancestor.Length || name[ancestor.Length] == '.');
}
