using System;
using System.Collections.Generic;
using System.Linq;

namespace Companion.Analyzers.Catalogue;

/// <summary>Finds the services of a host by the end of its name: nearly all hosts are nobody's, and cost one look.</summary>
internal sealed class HostIndex
{
    private readonly Dictionary<string, Vendor[]> _byEnd;

    public HostIndex(IEnumerable<Vendor> vendors) =>
        _byEnd = vendors.SelectMany(v => v.Hosts.Select(h => (End: End(h.ToString()), Vendor: v)))
            .GroupBy(x => x.End, x => x.Vendor, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => g.Distinct().OrderBy(v => v.Id, StringComparer.Ordinal).ToArray(), StringComparer.OrdinalIgnoreCase);

    public IEnumerable<Vendor> Of(string host) => At(End(host), host).Concat(At("", host));

    // A pattern that ends in a star is found under the empty end.
    private IEnumerable<Vendor> At(string end, string host) => _byEnd.TryGetValue(end, out var vendors) ? vendors.Where(v => v.OwnsHost(host)) : [];

    /// <summary>The last two labels, unless a star is among them.</summary>
    private static string End(string host)
    {
        var last = host.LastIndexOf('.');
        var before = last > 0 ? host.LastIndexOf('.', last - 1) : -1;
        var end = host.Substring(before + 1);
        return end.IndexOf('*') < 0 ? end : "";
    }
}
