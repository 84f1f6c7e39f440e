using System;
using System.Collections.Immutable;
using System.Linq;
using Companion.Analyzers.Findings;
using Companion.Analyzers.Zones;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Companion.Analyzers;

/// <summary>PD2004, off unless asked for: a domain that says <c>StripeCustomerId</c> has married its vendor in every row it stores.</summary>
/// <remarks>Its own analyzer, so that a disabled rule costs nothing.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class VendorNameAnalyzer : DiagnosticAnalyzer
{
    private static readonly string[] DomainSegments = ["Domain", "Entities", "Models", "Core"];

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rules.VendorName);

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            var settings = new Settings(start.Compilation, start.Options.AnalyzerConfigOptionsProvider);
            if (!settings.IsProduct)
                return;

            var (catalogue, _) = UserFiles.Catalogue(start.Options.AdditionalFiles, start.CancellationToken);
            var state = new CompilationState(start.Compilation, catalogue, settings);
            start.RegisterSymbolAction(symbol => Check(symbol, state), SymbolKind.Property, SymbolKind.NamedType);
        });
    }

    private static void Check(SymbolAnalysisContext context, CompilationState state)
    {
        var symbol = context.Symbol;
        if (!symbol.ContainingNamespace.ToDisplayString().Split('.').Any(DomainSegments.Contains))
            return;

        foreach (var vendor in state.Catalogue.Vendors.Values.OrderBy(v => v.Id, StringComparer.Ordinal))
        {
            if (vendor.Tokens.FirstOrDefault(t => t.Length > 3 && Words.Contains(symbol.Name, t)) is not { } token)
                continue;

            if ((symbol as INamedTypeSymbol ?? symbol.ContainingType) is { } type && state.Zone.Of(type).IsAdapter)
                return;

            var finding = new Finding(Rules.VendorName, vendor, token);
            finding.Places.Add(symbol.Locations[0]);
            context.ReportDiagnostic(state.Diagnose(finding, symbol));
            return;
        }
    }
}
