using System.Linq;
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

        var kept = type.IsStatic ? [] : type.GetMembers().SelectMany(m => m switch
        {
            IFieldSymbol { IsImplicitlyDeclared: false } field => new[] { (field.Type, field.Locations[0]) },
            IPropertySymbol { IsImplicitlyDeclared: false } property => [(property.Type, property.Locations[0])],
            IMethodSymbol { MethodKind: MethodKind.Constructor, IsImplicitlyDeclared: false } method => method.Parameters.Select(p => (p.Type, p.Locations[0])),
            _ => [],
        });
        var adapters = kept.Where(k => IsAdapter(k.Item1, type, state)).Concat(BareRegistrations.In(type, state).Select(r => ((ITypeSymbol)r.Adapter, r.Place)));
        foreach (var group in adapters.GroupBy(k => k.Item1, k => k.Item2, SymbolEqualityComparer.Default))
        {
            var adapter = (INamedTypeSymbol)group.Key!;
            if (state.Ports.Of(adapter) is not { } port || Wiring.VendorOf(adapter, state) is not { } vendor || state.Zone.Of(type).IsAdapter)
                continue;

            var finding = new Finding(Rules.ConcreteAdapter, vendor, adapter.Name);
            finding.Places.AddRange(group);
            context.ReportDiagnostic(state.Diagnose(finding, type, state.Zone.Own(adapter).Evidence, port: port.Name));
        }
    }

    private static bool IsAdapter(ITypeSymbol kept, INamedTypeSymbol keeper, CompilationState state) =>
        kept is INamedTypeSymbol { TypeKind: TypeKind.Class, IsAbstract: false } named
        && SymbolEqualityComparer.Default.Equals(named.ContainingAssembly, state.Compilation.Assembly)
        && !SymbolEqualityComparer.Default.Equals(named, keeper)
        && state.Zone.IsAdapter(named);
}
