using System.Collections.Immutable;

namespace Companion.Collecting.Sarif;

/// <summary>What the compiler reported about one project and target framework.</summary>
/// <param name="File">The file it was read from.</param>
/// <param name="Project">The assembly's name; the file's where no summary tells it.</param>
/// <param name="IsAnalysed">False when the analyzer's rules did not run: that is no clean bill.</param>
/// <param name="HasSummary">False when the build was made without DecentralizationReport: what is behind adapters is not known then.</param>
/// <param name="SwitchedOff">Rules that were switched off for all or some of the code.</param>
internal sealed record ProjectReport(string File, string Project, bool IsAnalysed, bool HasSummary, ImmutableArray<string> SwitchedOff, ImmutableArray<Finding> Findings, ImmutableArray<SwapPath> Paths)
{
    /// <summary>What the analyzer took the project for: only a product is judged, not its tests, samples and infrastructure code.</summary>
    public string Role { get; init; } = "product";

    /// <summary>Whether the compiler got to its end.</summary>
    public bool Succeeded { get; init; } = true;
}

/// <summary>One finding, as the compiler kept it.</summary>
/// <param name="Container">The type, by its documentation id: "T:Shop.OrderService".</param>
/// <param name="Severity">error, warning or note.</param>
/// <param name="Waiver">How it was waived: in the source, or by the baseline; null when it was not.</param>
internal sealed record Finding(string Rule, string Severity, string Vendor, string Capability, string Container, string Says, string? File, int? Line, string? Waiver);

/// <summary>What stands behind a port.</summary>
/// <param name="Adapters">Those of the vendor.</param>
/// <param name="Implementations">All of them, the vendor's among them.</param>
internal sealed record SwapPath(string Vendor, string Capability, string Port, ImmutableArray<string> Adapters, ImmutableArray<string> Implementations);
