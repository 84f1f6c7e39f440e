using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text.RegularExpressions;

namespace Companion.Analyzers.Catalogue;

/// <summary>Lays one catalogue text over another: same id overrides member by member, <c>"disabled": true</c> removes.</summary>
internal static class CatalogueReader
{
    public static readonly string[] VendorKeys =
    [
        "id", "name", "capability", "source", "disabled", "assemblies", "namespaces", "excludeNamespaces", "clients", "factories",
        "hosts", "ignoreHosts", "secrets", "tokens", "openProtocol", "shared", "gateway",
    ];

    public static readonly string[] RootKeys = ["$schema", "schema", "capabilities", "neutralPorts", "frameworkHooks", "entryPoints", "vendors"];

    public static ServiceCatalogue Merge(ServiceCatalogue basis, string text, ICollection<CatalogueProblem> problems)
    {
        JsonNode root;
        try
        {
            root = JsonParser.Parse(text);
        }
        catch (JsonSyntaxException e)
        {
            problems.Add(new CatalogueProblem($"This is not JSON: {e.Message}.", Math.Min(e.Position, text.Length), Math.Min(e.Position + 1, text.Length)));
            return basis;
        }

        foreach (var key in root.Keys.Where(k => !RootKeys.Contains(k)))
            problems.Add(At(root[key]!, $"'{key}' is not known here; known are {string.Join(", ", RootKeys.Skip(1))}."));

        var capabilities = Capabilities(basis.Capabilities, root, problems);
        return new ServiceCatalogue(
            capabilities,
            Vendors(basis.Vendors, capabilities, root, problems),
            basis.NeutralPorts.Union(Strings(root, "neutralPorts", problems)),
            basis.FrameworkHooks.Union(Strings(root, "frameworkHooks", problems)),
            basis.EntryPoints.Union(Strings(root, "entryPoints", problems)));
    }

    private static ImmutableDictionary<string, Capability> Capabilities(ImmutableDictionary<string, Capability> basis, JsonNode root, ICollection<CatalogueProblem> problems)
    {
        foreach (var node in root["capabilities"]?.Items ?? [])
        {
            if (node["id"]?.Text is not { Length: > 0 } id || node["port"]?.Text is not { Length: > 0 } port)
                problems.Add(At(node, "A capability needs 'id' and 'port'."));
            else
                basis = basis.SetItem(id, new Capability(id, node["name"]?.Text ?? id, port, Strings(node, "alternatives", problems)));
        }

        return basis;
    }

    private static ImmutableDictionary<string, Vendor> Vendors(
        ImmutableDictionary<string, Vendor> basis, ImmutableDictionary<string, Capability> capabilities, JsonNode root, ICollection<CatalogueProblem> problems)
    {
        foreach (var node in root["vendors"]?.Items ?? [])
        {
            if (node["id"]?.Text is not { Length: > 0 } id)
                problems.Add(At(node, "A vendor needs an 'id'."));
            else if (node["disabled"]?.IsTrue == true)
                basis = basis.Remove(id);
            else if (Vendor(basis.TryGetValue(id, out var known) ? known : null, id, node, capabilities, problems) is { } vendor)
                basis = basis.SetItem(id, vendor);
        }

        return basis;
    }

    private static Vendor? Vendor(Vendor? known, string id, JsonNode node, ImmutableDictionary<string, Capability> capabilities, ICollection<CatalogueProblem> problems)
    {
        foreach (var key in node.Keys.Where(k => !VendorKeys.Contains(k)))
            problems.Add(At(node[key]!, $"'{key}' is not known for a vendor; known are {string.Join(", ", VendorKeys)}."));

        var capability = known?.Capability;
        if (node["capability"] is { } named && (named.Text is null || !capabilities.TryGetValue(named.Text, out capability)))
        {
            problems.Add(At(named, $"'{named.Text}' is no capability; known are {string.Join(", ", capabilities.Keys.OrderBy(k => k, StringComparer.Ordinal))}."));
            return known;
        }

        if (capability is null)
        {
            problems.Add(At(node, $"The vendor '{id}' needs a 'capability'."));
            return null;
        }

        known ??= new Vendor(id, id, capability);
        ImmutableArray<string> List(string key, ImmutableArray<string> old) => node[key] is null ? old : Strings(node, key, problems);
        ImmutableArray<NamePattern> Patterns(string key, ImmutableArray<NamePattern> old) =>
            node[key] is null ? old : Strings(node, key, problems).Select(s => new NamePattern(s)).ToImmutableArray();

        return known with
        {
            Name = node["name"]?.Text ?? known.Name,
            Capability = capability,
            Assemblies = List("assemblies", known.Assemblies),
            Namespaces = List("namespaces", known.Namespaces),
            ExcludeNamespaces = List("excludeNamespaces", known.ExcludeNamespaces),
            Clients = Patterns("clients", known.Clients),
            Factories = List("factories", known.Factories),
            Hosts = Patterns("hosts", known.Hosts),
            IgnoreHosts = Patterns("ignoreHosts", known.IgnoreHosts),
            Tokens = List("tokens", known.Tokens),
            Secrets = node["secrets"] is null ? known.Secrets : Secrets(node["secrets"]!, problems),
            OpenProtocol = node["openProtocol"]?.IsTrue ?? known.OpenProtocol,
            Shared = node["shared"]?.IsTrue ?? known.Shared,
            Gateway = node["gateway"]?.IsTrue ?? known.Gateway,
        };
    }

    private static ImmutableArray<Secret> Secrets(JsonNode list, ICollection<CatalogueProblem> problems)
    {
        var secrets = ImmutableArray.CreateBuilder<Secret>();
        foreach (var node in list.Items)
        {
            try
            {
                // The time limit is a guard against patterns of users; the built-in ones are linear.
                if (node["marker"]?.Text is { Length: > 1 } marker && node["pattern"]?.Text is { Length: > 0 } pattern)
                    secrets.Add(new Secret(marker, new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(200))));
                else
                    problems.Add(At(node, "A secret needs a 'marker' of two or more characters and a 'pattern'."));
            }
            catch (ArgumentException e)
            {
                problems.Add(At(node["pattern"]!, $"This is no regular expression: {e.Message}"));
            }
        }

        return secrets.ToImmutable();
    }

    private static ImmutableArray<string> Strings(JsonNode node, string key, ICollection<CatalogueProblem> problems)
    {
        if (node[key] is not { } list)
            return ImmutableArray<string>.Empty;

        if (!list.IsArray)
            problems.Add(At(list, $"'{key}' must be a list of strings."));
        foreach (var item in list.Items.Where(i => string.IsNullOrWhiteSpace(i.Text)))
            problems.Add(At(item, $"'{key}' must hold strings that are not empty."));
        return list.Items.Select(i => i.Text).OfType<string>().Where(s => s.Trim().Length > 0).ToImmutableArray();
    }

    private static CatalogueProblem At(JsonNode node, string message) => new(message, node.Start, node.End);
}
