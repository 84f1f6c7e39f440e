using System.Collections.Generic;
using System.Linq;
using Companion.Analyzers.Catalogue;
using Companion.Analyzers.Zones;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Companion.Analyzers.Findings;

/// <summary>PD2001: an abstraction that speaks a vendor's types can only be implemented with that vendor.</summary>
internal static class PortScan
{
    public static void Report(SymbolAnalysisContext context, CompilationState state)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind is not (TypeKind.Interface or TypeKind.Class) || (type.TypeKind == TypeKind.Class && !type.IsAbstract)
            || type.DeclaredAccessibility == Accessibility.Private || type.Locations[0].SourceTree is not { } tree || state.Skips(tree) || !state.SpeaksOfVendor(type))
            return;

        var members = type.GetMembers()
            .Where(m => m is IMethodSymbol { MethodKind: MethodKind.Ordinary } or IPropertySymbol or IEventSymbol)
            .Where(m => type.TypeKind == TypeKind.Interface || m.IsAbstract)
            .ToList();
        var leaks = new List<(ISymbol Member, INamedTypeSymbol Type, Vendor Vendor)>();
        foreach (var member in members)
        {
            if (Signatures.Leak(member, state.Vendors) is { Vendor.Shared: false } leak && !state.Settings.IgnoredVendors.Contains(leak.Vendor.Id))
                leaks.Add((member, leak.Type, leak.Vendor));
        }

        if (type.TypeKind == TypeKind.Interface)
        {
            foreach (var based in type.Interfaces)
            {
                if (state.Vendors.In(based) is { Vendor.Shared: false } found)
                    leaks.Add((type, found.Type, found.Vendor));
            }
        }

        if (leaks.Count == 0 || state.Zone.Of(type) is not { IsAdapter: false } verdict)
            return;

        foreach (var vendor in leaks.GroupBy(l => l.Vendor))
        {
            var found = vendor.ToList();
            if (found.Count * 2 >= members.Count)
            {
                var whole = new Finding(Rules.LeakyPort, vendor.Key, found[0].Type.Name);
                whole.Places.Add(type.Locations[0]);
                whole.Places.AddRange(found.Select(f => f.Member.Locations[0]).Where(l => l != type.Locations[0]));
                context.ReportDiagnostic(state.Diagnose(whole, type, verdict.Evidence));
                continue;
            }

            foreach (var (member, leaked, _) in found)
            {
                var one = new Finding(Rules.LeakyPort, vendor.Key, leaked.Name);
                one.Places.Add(member.Locations[0]);
                context.ReportDiagnostic(state.Diagnose(one, type, verdict.Evidence, $"{member.Name}:{leaked.Name}"));
            }
        }
    }
}
