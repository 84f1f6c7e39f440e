using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.Text;

namespace Companion.Analyzers;

/// <summary>Findings that a project has accepted for now: one fingerprint a line, <c>#</c> for comments.</summary>
internal static class Baseline
{
    public static IEnumerable<(string Fingerprint, TextSpan Span)> Entries(SourceText text) =>
        text.Lines
            .Select(line => (Fingerprint: line.ToString().Trim(), line.Span))
            .Where(e => e.Fingerprint.Length > 0 && e.Fingerprint[0] != '#');

    public static bool IsValid(string fingerprint) =>
        fingerprint.StartsWith("PD", StringComparison.Ordinal) && fingerprint.Split('|') is { Length: 4 } parts && parts.All(p => p.Length > 0);

    /// <summary>The container of an entry, to tell which project it speaks about.</summary>
    public static string Container(string fingerprint) => fingerprint.Split('|')[2];
}
