using System.Collections.Immutable;

namespace Companion.Analyzers.Catalogue;

/// <summary>What a service is for: the unit in which a swap is planned.</summary>
internal sealed record Capability(string Id, string Name, string Port, ImmutableArray<string> Alternatives);
