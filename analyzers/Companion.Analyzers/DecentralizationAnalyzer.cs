using System.Collections.Immutable;
using Companion.Analyzers.Findings;
using Companion.Analyzers.Text;
using Companion.Analyzers.Zones;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Companion.Analyzers;

/// <summary>Shows where code nails down one centralized service instead of going through a port.</summary>
/// <remarks>
/// One analyzer for all rules but PD2004, since they share what is costly: the verdict on which types are adapters, and the merging of
/// everything a type does with a vendor into one statement.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DecentralizationAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Rules.All.Remove(Rules.VendorName);

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext start)
    {
        var (catalogue, _) = UserFiles.Catalogue(start.Options.AdditionalFiles, start.CancellationToken);
        var settings = new Settings(start.Compilation, start.Options.AnalyzerConfigOptionsProvider);
        var state = new CompilationState(start.Compilation, catalogue, settings);
        start.RegisterAdditionalFileAction(UserFiles.Check);
        start.RegisterSemanticModelAction(new StringScan(state).Run);

        // Tests and samples may build clients; projects without a catalogued reference have nothing to bind.
        if (settings.IsProduct && !state.Vendors.IsEmpty)
        {
            start.RegisterSymbolStartAction(symbol => TypeScan.Start(symbol, state), SymbolKind.NamedType);
            start.RegisterSymbolAction(symbol => Scan(symbol, state), SymbolKind.NamedType);
        }

        start.RegisterCompilationEndAction(end => Wiring.Report(end, state));
    }

    private static void Scan(SymbolAnalysisContext context, CompilationState state)
    {
        PortScan.Report(context, state);
        ConcreteAdapterScan.Report(context, state);
    }
}
