using System.Collections.Immutable;

namespace Companion.Core.Units;

/// <summary>A part of the organisation that can be decentralized on its own (an MDU): one slider of the equalizer.</summary>
/// <param name="Key">Short name for typing: lower-case letters of any script, digits and dashes; unique in the organisation.</param>
/// <param name="Name">Name for reading.</param>
/// <param name="Harm">How bad it is if this unit's move goes wrong.</param>
/// <param name="Stages">The positions of the slider, ascending; position 0 is implied and always there.</param>
/// <param name="Owners">The members who answer for it; none means it is the stewards'.</param>
/// <param name="Version">Counts the changes, for optimistic writing.</param>
public sealed record Unit(
    Guid Id,
    string Key,
    string Name,
    Harm Harm,
    ImmutableArray<Stage> Stages,
    ImmutableArray<Guid> Owners,
    long Version)
{
    /// <summary>Since when it is out of use; null while it is in use. Its history stays, and nobody is asked about it.</summary>
    public DateTimeOffset? RetiredAt { get; init; }

    /// <summary>The longest key that is accepted, in characters.</summary>
    public const int LongestKey = 40;

    /// <summary>The stage that a unit at <paramref name="level"/> can move to next; null at the top.</summary>
    public Stage? NextAbove(int level) => Stages.FirstOrDefault(s => s.Position > level);

    /// <summary>True for 0 and for every stage's position.</summary>
    public bool HasPosition(int position) => position == 0 || Stages.Any(s => s.Position == position);

    /// <summary>The title of the stage at <paramref name="position"/>; "centralized" at 0.</summary>
    public string TitleOf(int position) => Stages.FirstOrDefault(s => s.Position == position)?.Title ?? "centralized";

    /// <inheritdoc cref="UnitKey.From" />
    public static string KeyFrom(string name) => UnitKey.From(name);
}

/// <summary>How bad it is if a unit's move goes wrong.</summary>
public enum Harm
{
    /// <summary>Easily mended.</summary>
    Low,

    /// <summary>Costs weeks.</summary>
    Medium,

    /// <summary>May not be mended.</summary>
    High,
}
