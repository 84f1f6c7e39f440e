using System.Collections.Immutable;
using System.Globalization;

namespace Companion.Collecting.Sarif;

/// <summary>The technology stack as the reports of its projects show it together: each finding once, however many target frameworks saw it.</summary>
internal sealed class StackReport
{
    // Notes about style and about where to look; they are shown, but no waived debt.
    private static readonly ImmutableHashSet<string> Advice = ["PD2003", "PD2004", "PD3003", "PD4002", "PD9001", "PD9002", "PD9003"];

    private readonly ImmutableArray<string> _missing;

    /// <param name="expected">Projects that belong to the solution: one without a report was not looked at.</param>
    public StackReport(IReadOnlyList<ProjectReport> projects, IEnumerable<string> expected)
    {
        Projects = projects;
        _missing = [.. expected.Where(e => projects.All(p => !Same(p.Project, e) && !Same(Path.GetFileName(p.File).Split(".net")[0], e))).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
        // The same finding of two target frameworks is one; it is waived only where every framework waives it.
        All = [.. projects.SelectMany(p => p.Findings.Select(f => (p.Project, Finding: f)))
            .GroupBy(f => (f.Project, f.Finding.Rule, f.Finding.Vendor, f.Finding.Container))
            .Select(g => (g.Key.Project, g.OrderBy(f => f.Finding.Waiver is null ? 0 : 1).ThenBy(f => Rank(f.Finding.Severity)).First().Finding))
            .OrderBy(f => f.Project, StringComparer.Ordinal).ThenBy(f => f.Finding.Container, StringComparer.Ordinal).ThenBy(f => f.Finding.Rule, StringComparer.Ordinal)];
        Paths = [.. projects.SelectMany(p => p.Paths).GroupBy(p => (p.Vendor, p.Capability, p.Port)).Select(g => new SwapPath(g.Key.Vendor, g.Key.Capability, g.Key.Port, Union(g.Select(p => p.Adapters)), Union(g.Select(p => p.Implementations))))
            .OrderBy(p => p.Capability, StringComparer.Ordinal).ThenBy(p => p.Port, StringComparer.Ordinal).ThenBy(p => p.Vendor, StringComparer.Ordinal)];
    }

    public IReadOnlyList<ProjectReport> Projects { get; }

    /// <summary>Every finding once for each project, rule, type and service.</summary>
    public ImmutableArray<(string Project, Finding Finding)> All { get; }

    public ImmutableArray<SwapPath> Paths { get; }

    /// <summary>Types that bind neutral code to a service, unwaived: one for each type and service, whatever rules it breaks.</summary>
    public IEnumerable<(string Project, string Container, string Vendor, ImmutableArray<Finding> Findings)> Unwaived => Bound(f => f.Waiver is null);

    /// <summary>What the reports cannot show; while there is any, nothing is called clean.</summary>
    public IEnumerable<string> BlindSpots
    {
        get
        {
            foreach (var project in _missing)
                yield return $"{project} has no report";
            foreach (var project in Projects.Where(p => !p.IsAnalysed).Select(p => p.Project).Distinct(StringComparer.Ordinal))
                yield return $"{project} was built without the analyzer (or not built at all: use --no-incremental)";
            foreach (var project in Projects.Where(p => !p.Succeeded).Select(p => p.Project).Distinct(StringComparer.Ordinal))
                yield return $"{project} did not compile";
            foreach (var project in Projects.Where(p => p is { IsAnalysed: true, HasSummary: false }).Select(p => p.Project).Distinct(StringComparer.Ordinal))
                yield return $"{project} was built without DecentralizationReport=true: its adapters are not known";
            foreach (var rule in Projects.SelectMany(p => p.SwitchedOff.Where(r => !Advice.Contains(r)).Select(r => (Rule: r, p.Project))).Distinct().GroupBy(r => r.Rule, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
                yield return $"{rule.Key} is switched off in {string.Join(", ", rule.Select(r => r.Project).Order(StringComparer.Ordinal))}";
        }
    }

    /// <summary>Each service that the code uses: bound to it somewhere (waived or not), or behind an adapter everywhere.</summary>
    public IEnumerable<(string Vendor, string Capability, bool IsBehindAdapter)> Services
    {
        get
        {
            var bound = Bound(_ => true).Select(b => (b.Vendor, b.Findings[0].Capability)).Distinct().ToList();
            var behind = Paths.Select(p => (p.Vendor, p.Capability)).Distinct().Where(p => bound.All(b => b.Vendor != p.Vendor));
            return bound.Select(b => (b.Vendor, b.Capability, false)).Concat(behind.Select(b => (b.Vendor, b.Capability, true))).OrderBy(s => s.Item1, StringComparer.Ordinal);
        }
    }

    /// <summary>Ports with at least two implementations that do something, the service's own among them.</summary>
    public IEnumerable<SwapPath> Swappable => Paths.Where(p => p.Implementations.Length > 1);

    /// <summary>Parts of the code that touch a service: types that are bound to it, and its adapters. They weigh who the code depends on.</summary>
    public IEnumerable<(string Operator, int Parts)> Operators => Bound(_ => true).Select(b => b.Vendor)
        .Concat(Paths.SelectMany(p => p.Adapters.Select(a => (p.Vendor, Adapter: a))).Distinct().Select(a => a.Vendor))
        .GroupBy(OperatorOf, StringComparer.Ordinal).Select(g => (g.Key, g.Count())).OrderByDescending(o => o.Item2).ThenBy(o => o.Key, StringComparer.Ordinal);

    /// <summary>The places that would help most: services bound in the most types first, since those are the hardest to swap; within a service the type with the most to say.</summary>
    public IEnumerable<string> Places(int most)
    {
        var perVendor = Unwaived.GroupBy(b => b.Vendor, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        return Unwaived.OrderBy(b => b.Findings.Any(f => f.Rule == "PD3002") ? 0 : 1).ThenByDescending(b => b.Findings.Any(f => f.Rule is "PD2001") ? 1 : 0)
            .ThenByDescending(b => perVendor[b.Vendor]).ThenByDescending(b => b.Findings.Length).ThenBy(b => b.Project, StringComparer.Ordinal).ThenBy(b => b.Container, StringComparer.Ordinal)
            .Take(most).Select(b => Place(b.Findings[0]));
    }

    /// <summary>Who runs a service: two services of one company are one dependency.</summary>
    public static string OperatorOf(string vendor) => vendor.Split('-')[0] switch
    {
        "aws" or "amazon" => "amazon",
        "azure" or "microsoft" or "github" or "bing" => "microsoft",
        "google" or "firebase" => "google",
        "cloudflare" => "cloudflare",
        _ => vendor,
    };

    private IEnumerable<(string Project, string Container, string Vendor, ImmutableArray<Finding> Findings)> Bound(Func<Finding, bool> which) => All
        .Where(f => !Advice.Contains(f.Finding.Rule) && which(f.Finding))
        .GroupBy(f => (f.Project, f.Finding.Container, f.Finding.Vendor))
        .Select(g => (g.Key.Project, g.Key.Container, g.Key.Vendor, g.Select(f => f.Finding).OrderBy(f => Rank(f.Severity)).ThenBy(f => f.Rule, StringComparer.Ordinal).ToImmutableArray()));

    private static string Place(Finding f)
    {
        var where = f.File is null ? f.Container : f.Line is { } line ? string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(f.File)}:{line}") : Path.GetFileName(f.File);
        var text = $"{where}: {f.Says} ({f.Rule})";
        return text.Length > 400 ? $"{text[..399]}…" : text;
    }

    private static int Rank(string severity) => severity switch
    {
        "error" => 0,
        "warning" => 1,
        _ => 2,
    };

    private static ImmutableArray<string> Union(IEnumerable<ImmutableArray<string>> names) => [.. names.SelectMany(n => n).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
