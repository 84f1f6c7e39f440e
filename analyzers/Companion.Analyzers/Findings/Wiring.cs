using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Companion.Analyzers.Catalogue;
using Companion.Analyzers.Zones;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Companion.Analyzers.Findings;

/// <summary>What can be said only when the whole compilation is known: PD4001, PD4002, PD9001, PD9003.</summary>
internal static class Wiring
{
    public static void Report(CompilationAnalysisContext context, CompilationState state)
    {
        var adapters = !state.Settings.IsProduct || state.Vendors.IsEmpty
            ? []
            : state.Index.All.Where(t => t.TypeKind == TypeKind.Class && !t.IsAbstract && state.Zone.IsAdapter(t)).Select(t => (Type: t, Port: state.Ports.Of(t), Vendor: VendorOf(t, state))).ToList();

        Registered(context, state, vendor => adapters.Any(a => a.Vendor == vendor));
        var ports = adapters.Where(a => a.Port is not null).GroupBy(a => a.Port!, SymbolEqualityComparer.Default).ToList();
        var paths = new List<string>();
        foreach (var port in ports)
        {
            // Only adapters whose vendor is known count as central; any other implementation that does something is a way out.
            var implementations = state.Index.ImplementationsOf((INamedTypeSymbol)port.Key!).Where(i => !i.IsAbstract && !IsEmpty(i)).ToList();
            paths.AddRange(port.Select(a => a.Vendor).OfType<Vendor>().Distinct().Select(v => SwapPath(v, port.Key!, port.Where(a => a.Vendor == v).Select(a => a.Type), implementations)));
            if (implementations.Count == 1 && port.First() is { Vendor: { } vendor } single && single.Type.Locations.FirstOrDefault(l => l.IsInSource) is { } place)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Rules.NoSwapPath, place, Properties(vendor), port.Key!.Name, single.Type.Name, vendor.Name, vendor.Capability.Name, string.Join(", ", vendor.Capability.Alternatives.Take(2))));
            }
        }

        Stale(context, state);
        Summarise(context, state, ports.Count, paths, adapters.Select(a => $"{a.Type.ToDisplayString()}={state.Zone.Own(a.Type).Evidence}").OrderBy(a => a, StringComparer.Ordinal).ToArray());
    }

    private static void Registered(CompilationAnalysisContext context, CompilationState state, Func<Vendor, bool> hasAdapter)
    {
        foreach (var group in state.Registrations.GroupBy(r => (r.Vendor, r.Container), r => r))
        {
            if (hasAdapter(group.Key.Vendor) || state.Settings.IgnoredVendors.Contains(group.Key.Vendor.Id) || ReferencedSolutionUses(state, group.Key.Vendor)
                || state.Zone.Of((INamedTypeSymbol)group.Key.Container).IsAdapter)
                continue;

            var places = group.OrderBy(r => r.Place.SourceSpan.Start).ToList();
            var finding = new Finding(Rules.ClientRegistered, group.Key.Vendor, places[0].Subject);
            finding.Places.AddRange(places.Select(p => p.Place).Distinct());
            context.ReportDiagnostic(state.Diagnose(finding, group.Key.Container));
        }
    }

    /// <summary>A project of the solution that references the SDK may hold the adapter; its private fields cannot be seen from here.</summary>
    private static bool ReferencedSolutionUses(CompilationState state, Vendor vendor) =>
        state.Compilation.SourceModule.ReferencedAssemblySymbols
            .Where(a => state.Vendors.IsOwn(a))
            .Any(a => a.Modules.Any(m => m.ReferencedAssemblies.Any(r => vendor.Assemblies.Contains(r.Name))));

    public static Vendor? VendorOf(INamedTypeSymbol type, CompilationState state)
    {
        foreach (var member in Ports.Bases(type).Prepend(type).SelectMany(t => t.GetMembers()))
        {
            if (Signatures.Leak(member, state.Vendors) is { Vendor.Shared: false } found)
                return found.Vendor;
        }

        return state.Zone.Mentioned(type) ?? ByName(type.Name, state);
    }

    /// <summary>The longest word tells most: "servicebus" more than "azure", which could be any of a dozen and only names the provider.</summary>
    private static Vendor? ByName(string name, CompilationState state)
    {
        var words = state.Vendors.Referenced.Where(v => !v.Shared).SelectMany(v => v.Tokens.Select(t => (Vendor: v, Token: t))).Where(w => Words.Contains(name, w.Token)).ToList();
        if (words.Count == 0)
            return null;

        var longest = words.OrderByDescending(w => w.Token.Length).ThenBy(w => w.Vendor.Id, StringComparer.Ordinal).First();
        return state.Catalogue.Vendors.Values.FirstOrDefault(v => v.Shared && v.Tokens.Contains(longest.Token)) ?? longest.Vendor;
    }

    private static bool IsEmpty(INamedTypeSymbol type) =>
        type.Name.StartsWith("Null", StringComparison.Ordinal) || type.Name.StartsWith("NoOp", StringComparison.OrdinalIgnoreCase) || type.Name.StartsWith("Fake", StringComparison.Ordinal);

    private static void Stale(CompilationAnalysisContext context, CompilationState state)
    {
        foreach (var file in context.Options.AdditionalFiles.Where(UserFiles.IsBaseline))
        {
            if (file.GetText(context.CancellationToken) is not { } text)
                continue;

            foreach (var (fingerprint, span) in Baseline.Entries(text).Where(e => Baseline.IsValid(e.Fingerprint)))
            {
                // The file may serve several projects: only a container of this one can be stale here.
                var container = DocumentationCommentId.GetFirstSymbolForDeclarationId(Baseline.Container(fingerprint), context.Compilation);
                if (container is not null && SymbolEqualityComparer.Default.Equals(container.ContainingAssembly, context.Compilation.Assembly) && !state.Fingerprints.Contains(fingerprint))
                    context.ReportDiagnostic(Diagnostic.Create(Rules.StaleBaseline, UserFiles.Place(file.Path, text, span), fingerprint));
            }
        }
    }

    private static void Summarise(CompilationAnalysisContext context, CompilationState state, int ports, IEnumerable<string> paths, string[] adapters)
    {
        var properties = state.Counts.OrderBy(c => c.Key, StringComparer.Ordinal)
            .Aggregate(ImmutableDictionary<string, string?>.Empty, (all, c) => all.Add("findings." + c.Key, $"{c.Value}"))
            .Add("assembly", context.Compilation.AssemblyName)
            .Add("ports", $"{ports}")
            .Add("paths", string.Join("\n", paths.OrderBy(p => p, StringComparer.Ordinal)))
            .Add("adapters", string.Join("\n", adapters))
            .Add("role", state.Settings.Role)
            .Add("services", $"{state.Catalogue.Vendors.Count}")
            .Add("files", $"{context.Compilation.SyntaxTrees.Count()}");
        context.ReportDiagnostic(Diagnostic.Create(
            Rules.Summary, Location.None, properties, context.Compilation.AssemblyName, state.Counts.Values.Sum(), ports, adapters.Length));
    }

    /// <summary>What stands behind a port, for reports that put several compilations together: vendor, capability, port, the vendor's adapters, all implementations.</summary>
    private static string SwapPath(Vendor vendor, ISymbol port, IEnumerable<INamedTypeSymbol> adapters, IEnumerable<INamedTypeSymbol> implementations) =>
        $"{vendor.Id}|{vendor.Capability.Id}|{port.ToDisplayString()}|{Names(adapters)}|{Names(implementations)}";

    private static string Names(IEnumerable<INamedTypeSymbol> types) => string.Join(",", types.Select(t => t.ToDisplayString().Replace(",", ";")).OrderBy(t => t, StringComparer.Ordinal));

    private static ImmutableDictionary<string, string?> Properties(Vendor vendor) => ImmutableDictionary<string, string?>.Empty
        .Add("vendor", vendor.Id)
        .Add("capability", vendor.Capability.Id);
}
