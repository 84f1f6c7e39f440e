namespace Companion.Dashboard;

/// <summary>A unit as the equalizer draws it; positions are 0 to 100.</summary>
/// <param name="TargetBy">The target's date in words.</param>
/// <param name="StatusWords">What the status is called.</param>
/// <param name="Mark">What stands beside the status, such as "late".</param>
internal sealed record Slider(
    string Key,
    string Name,
    int Level,
    int Supported,
    int? Target,
    string? TargetBy,
    IReadOnlyList<int> Stages,
    string StatusWords,
    string? Mark);
