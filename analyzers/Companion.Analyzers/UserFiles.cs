using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading;
using Companion.Analyzers.Catalogue;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Companion.Analyzers;

/// <summary>The files a project brings along: its own catalogue entries and its baseline.</summary>
internal static class UserFiles
{
    public const string BaselineName = "decentralization-baseline.txt";

    /// <summary>The built-in catalogue with the project's own laid over it, file by file in order of their paths.</summary>
    public static (ServiceCatalogue Catalogue, bool Extended) Catalogue(ImmutableArray<AdditionalText> files, CancellationToken ct)
    {
        var catalogue = ServiceCatalogue.BuiltIn;
        var extended = false;
        foreach (var file in files.Where(IsCatalogue).OrderBy(f => f.Path, StringComparer.Ordinal))
        {
            if (file.GetText(ct) is not { } text)
                continue;
            catalogue = CatalogueReader.Merge(catalogue, text.ToString(), new List<CatalogueProblem>());
            extended = true;
        }

        return (catalogue, extended);
    }

    /// <summary>PD9002, while the file is edited.</summary>
    public static void Check(AdditionalFileAnalysisContext context)
    {
        if (context.AdditionalFile.GetText(context.CancellationToken) is not { } text)
            return;

        var problems = new List<CatalogueProblem>();
        if (IsCatalogue(context.AdditionalFile))
            CatalogueReader.Merge(ServiceCatalogue.BuiltIn, text.ToString(), problems);
        else if (IsBaseline(context.AdditionalFile))
            problems.AddRange(Baseline.Entries(text).Where(e => !Baseline.IsValid(e.Fingerprint)).Select(e => new CatalogueProblem("A baseline line is 'rule|vendor|container|subject'.", e.Span.Start, e.Span.End)));

        foreach (var problem in problems)
            context.ReportDiagnostic(Diagnostic.Create(Rules.InvalidEntry, Place(context.AdditionalFile.Path, text, TextSpan.FromBounds(problem.Start, problem.End)), problem.Message));
    }

    public static Location Place(string path, SourceText text, TextSpan span) => Location.Create(path, span, text.Lines.GetLinePositionSpan(span));

    public static bool IsBaseline(AdditionalText file) => Path.GetFileName(file.Path).Equals(BaselineName, StringComparison.OrdinalIgnoreCase);

    private static bool IsCatalogue(AdditionalText file)
    {
        var name = Path.GetFileName(file.Path);
        return name.Equals("decentralization.json", StringComparison.OrdinalIgnoreCase)
            || (name.StartsWith("decentralization.", StringComparison.OrdinalIgnoreCase) && name.EndsWith(".json", StringComparison.OrdinalIgnoreCase));
    }
}
