using System.Globalization;

namespace Companion.Collecting.Sarif;

/// <summary>A stack report as text for a console or a build log.</summary>
internal static class StackText
{
    public static IEnumerable<string> Lines(StackReport report)
    {
        var names = report.Projects.Select(p => p.Project).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        yield return $"{StackFigures.Count(report.Projects.Count, "report")} of {StackFigures.Count(names.Count, "project")}: {string.Join(", ", names)}";
        var others = report.Projects.Where(p => p.Role != "product").Select(p => $"{p.Project} ({p.Role})").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (others.Count > 0)
            yield return $"Not judged, since they are no product: {string.Join(", ", others)}";
        foreach (var line in Findings(report).Concat(Services(report)).Concat(Paths(report)))
            yield return line;

        yield return "";
        var blind = report.BlindSpots.ToList();
        yield return blind.Count == 0 ? "No blind spots." : "Blind spots:";
        foreach (var spot in blind)
            yield return $"  {spot}";

        var places = report.Places(5).ToList();
        if (places.Count == 0)
            yield break;
        yield return "";
        yield return "Where a change helps most:";
        foreach (var place in places)
            yield return $"  {place}";
    }

    private static IEnumerable<string> Findings(StackReport report)
    {
        yield return "";
        yield return "Findings by capability   error  warning  note  waived in the source / by the baseline";
        foreach (var group in report.All.Select(f => f.Finding).GroupBy(f => f.Capability, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            int Open(string severity) => group.Count(f => f.Waiver is null && f.Severity == severity);
            yield return string.Create(CultureInfo.InvariantCulture, $"  {group.Key,-22} {Open("error"),5}  {Open("warning"),7}  {Open("note"),4}  {group.Count(f => f.Waiver == "in the source"),6} / {group.Count(f => f.Waiver is not null and not "in the source")}");
        }

        if (report.All.IsEmpty)
            yield return "  none";
    }

    private static IEnumerable<string> Services(StackReport report)
    {
        yield return "";
        yield return "Outside services";
        foreach (var (vendor, capability, behind) in report.Services)
            yield return $"  {vendor,-22} {capability,-14} {(behind ? "behind an adapter" : "bound in neutral code")}";
        if (!report.Services.Any())
            yield return "  none of the catalogue";
    }

    /// <summary>How far each capability is on the way from hard-coded to swappable.</summary>
    private static IEnumerable<string> Paths(StackReport report)
    {
        yield return "";
        yield return "Swap paths";
        foreach (var capability in report.Services.Select(s => s.Capability).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var paths = report.Paths.Where(p => p.Capability == capability).ToList();
            var bound = report.Unwaived.Where(b => b.Findings[0].Capability == capability).ToList();
            var says = paths.Exists(p => p.Implementations.Length > 1) ? $"a second implementation behind {string.Join(", ", paths.Where(p => p.Implementations.Length > 1).Select(p => p.Port).Distinct(StringComparer.Ordinal))}"
                : paths.Count > 0 ? $"one adapter behind {string.Join(", ", paths.Select(p => p.Port).Distinct(StringComparer.Ordinal))}, no second implementation"
                : bound.Exists(b => b.Findings.Any(f => f.Rule == "PD2001")) ? "a port that leaks the service's types"
                : "hard-coded";
            yield return $"  {capability,-22} {says}{(paths.Count > 0 && bound.Count > 0 ? $"; {StackFigures.Count(bound.Count, "type")} still {(bound.Count == 1 ? "goes" : "go")} around it" : "")}";
        }
    }
}
