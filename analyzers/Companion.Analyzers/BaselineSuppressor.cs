using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Companion.Analyzers.Findings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Companion.Analyzers;

/// <summary>Silences findings that stand in the baseline; they stay in the report as suppressed, also where warnings are errors.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BaselineSuppressor : DiagnosticSuppressor
{
    private static readonly ImmutableDictionary<string, SuppressionDescriptor> ByRule = Rules.All
        .Where(r => r != Rules.NoSwapPath && r != Rules.Summary && r != Rules.InvalidEntry && r != Rules.StaleBaseline)
        .ToImmutableDictionary(r => r.Id, r => new SuppressionDescriptor("PDS" + r.Id.Substring(2), r.Id, "Accepted in " + UserFiles.BaselineName));

    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } =
        ByRule.Values.OrderBy(s => s.Id, StringComparer.Ordinal).ToImmutableArray();

    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        var accepted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in context.Options.AdditionalFiles.Where(UserFiles.IsBaseline))
        {
            if (file.GetText(context.CancellationToken) is { } text)
                accepted.UnionWith(Baseline.Entries(text).Select(e => e.Fingerprint));
        }

        foreach (var diagnostic in context.ReportedDiagnostics)
        {
            if (diagnostic.Properties.TryGetValue(Fingerprint.Key, out var fingerprint) && fingerprint is not null && accepted.Contains(fingerprint))
                context.ReportSuppression(Suppression.Create(ByRule[diagnostic.Id], diagnostic));
        }
    }
}
