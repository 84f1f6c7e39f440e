using System.Globalization;

namespace Companion.Collecting.Sarif;

/// <summary>What a stack report says about the criteria of the technology stack. Blind spots make a figure unknown, never clean.</summary>
internal static class StackFigures
{
    private const int MostPlaces = 5;

    public static IReadOnlyList<Figure> Of(StackReport report)
    {
        var blind = report.BlindSpots.ToList();
        var services = report.Services.ToList();
        return [Inventory(report, services.Count), BehindAdapter(services, report, blind), Findings(report, blind), SecondImplementation(report, blind), VendorHhi(report, blind)];
    }

    /// <summary>There is a list of the outside services: the reports are one, as far as they can see.</summary>
    private static Figure Inventory(StackReport report, int services) => report.Projects.Any(p => p.IsAnalysed)
        ? new("inventory", 1, null, $"analyzer reports of {Count(report.Projects.Select(p => p.Project).Distinct(StringComparer.Ordinal).Count(), "project")} list {Count(services, "outside service")}: {List(report.Services.Select(s => s.Vendor))}. Owner and exit cost of each belong into a written list") { IsYesNo = true }
        : new("inventory", null, null, "no project was analysed") { IsYesNo = true };

    private static Figure BehindAdapter(List<(string Vendor, string Capability, bool IsBehindAdapter)> services, StackReport report, List<string> blind)
    {
        if (blind.Count > 0)
            return Unknown("behind-adapter", blind);
        if (services.Count == 0)
            return new("behind-adapter", 100, 0, "no outside service of the catalogue is used");

        var behind = services.Count(s => s.IsBehindAdapter);
        return new("behind-adapter", Math.Round(100m * behind / services.Count, 1), services.Count, $"percent of {Count(services.Count, "outside service")} used through an adapter alone; bound to: {List(services.Where(s => !s.IsBehindAdapter).Select(s => s.Vendor))}")
        {
            Places = [.. report.Places(MostPlaces)],
        };
    }

    /// <summary>Types that bind neutral code to a service without a waiver, one for each type and service.</summary>
    private static Figure Findings(StackReport report, List<string> blind)
    {
        var unwaived = report.Unwaived.Count();
        var waived = report.All.Count(f => f.Finding.Waiver is not null);
        var says = $"types bound to an outside service, each type and service once; {Count(waived, "more finding")} waived";
        return new("findings", blind.Count > 0 ? null : unwaived, null, blind.Count > 0 ? $"at least {unwaived}: {says}. {BlindWords(blind)}" : says) { Places = [.. report.Places(MostPlaces)] };
    }

    private static Figure SecondImplementation(StackReport report, List<string> blind)
    {
        var swappable = report.Swappable.Select(p => p.Vendor).Distinct(StringComparer.Ordinal).ToList();
        // More reports can only show more of them, so one that was seen counts even beside a blind spot.
        return swappable.Count == 0 && blind.Count > 0
            ? Unknown("second-implementation", blind)
            : new("second-implementation", swappable.Count, null, $"services whose port has a second implementation that does something: {List(swappable)}. Whether it works is for a swap drill to show");
    }

    private static Figure VendorHhi(StackReport report, List<string> blind)
    {
        if (blind.Count > 0)
            return Unknown("vendor-hhi", blind);
        var operators = report.Operators.ToList();
        var parts = operators.Sum(o => o.Parts);
        return parts == 0
            ? new("vendor-hhi", 0, 0, "no outside service of the catalogue is used")
            : new("vendor-hhi", Math.Round(operators.Sum(o => (decimal)o.Parts * o.Parts) * 10_000 / ((decimal)parts * parts), 0), parts, $"Herfindahl-Hirschman index over {Count(parts, "type")} that use outside services: {string.Join(", ", operators.Take(5).Select(o => $"{o.Operator} {(100m * o.Parts / parts).ToString("0", CultureInfo.InvariantCulture)}%"))}");
    }

    private static Figure Unknown(string criterion, List<string> blind) => new(criterion, null, null, BlindWords(blind));

    private static string BlindWords(List<string> blind) => $"Blind spots: {string.Join("; ", blind.Take(10))}{(blind.Count > 10 ? $"; and {blind.Count - 10} more" : "")}";

    private static string List(IEnumerable<string> names)
    {
        var all = names.Distinct(StringComparer.Ordinal).ToList();
        return all.Count == 0 ? "none" : string.Join(", ", all.Take(12)) + (all.Count > 12 ? $" and {all.Count - 12} more" : "");
    }

    public static string Count(int count, string one) => $"{count.ToString(CultureInfo.InvariantCulture)} {(count == 1 ? one : $"{one}s")}";
}
