using System.Collections.Generic;
using System.Linq;
using Companion.Analyzers.Zones;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Companion.Analyzers.Findings;

/// <summary>PD4003: who keeps or registers the adapter itself has no use for its port.</summary>
internal static class ConcreteAdapterScan
{
    public static void Report(SymbolAnalysisContext context, CompilationState state)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || type.Locations[0].SourceTree is not { } tree || state.Skips(tree))
            return;

        var adapters = Kept(type, state);
        if (adapters.Count > 0 && Composition.Composes(type))
            adapters.Clear();
        adapters.AddRange(BareRegistrations.In(type, state));
        if (adapters.Count == 0)
            return;

        foreach (var group in adapters.GroupBy(k => k.Adapter, k => k.Place, SymbolEqualityComparer.Default))
        {
            var adapter = (INamedTypeSymbol)group.Key!;
            if (state.Ports.Of(adapter) is not { } port || Wiring.VendorOf(adapter, state) is not { } vendor || state.Zone.Of(type).IsAdapter)
                continue;

            var finding = new Finding(Rules.ConcreteAdapter, vendor, adapter.Name);
            finding.Places.AddRange(group);
            context.ReportDiagnostic(state.Diagnose(finding, type, state.Zone.Own(adapter).Evidence, port: port.Name));
        }
    }

    /// <summary>Asked of every type there is: hence loops, and places only of what is found.</summary>
    private static List<(INamedTypeSymbol Adapter, Location Place)> Kept(INamedTypeSymbol type, CompilationState state)
    {
        var found = new List<(INamedTypeSymbol, Location)>();
        if (type.IsStatic)
            return found;

        foreach (var member in type.GetMembers())
        {
            if (member.IsImplicitlyDeclared)
                continue;

            if (member is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor)
            {
                foreach (var parameter in constructor.Parameters)
                    Look(parameter, parameter.Type);
            }
            else if (((member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type) is { } held)
            {
                Look(member, held);
            }
        }

        return found;

        void Look(ISymbol symbol, ITypeSymbol kept)
        {
            if (IsAdapter(kept, type, state))
                found.Add(((INamedTypeSymbol)kept, symbol.Locations[0]));
        }
    }

    private static bool IsAdapter(ITypeSymbol kept, INamedTypeSymbol keeper, CompilationState state) =>
        kept is INamedTypeSymbol { TypeKind: TypeKind.Class, IsAbstract: false } named
        && SymbolEqualityComparer.Default.Equals(named.ContainingAssembly, state.Compilation.Assembly)
        && !SymbolEqualityComparer.Default.Equals(named, keeper)
        && state.Zone.IsAdapter(named);
}
