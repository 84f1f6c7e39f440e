namespace Companion.Core.Units;

/// <summary>Where a unit should be, and the last day on which being there is not late.</summary>
/// <param name="Level">One of the unit's stages.</param>
/// <param name="By">Null when no date was promised.</param>
public sealed record Target(int Level, DateOnly? By);
