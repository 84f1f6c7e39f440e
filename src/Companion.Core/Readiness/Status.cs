namespace Companion.Core.Readiness;

/// <summary>What a unit's sliders and evidence add up to. The order is the order of precedence: the first that applies is the status.</summary>
public enum Status
{
    /// <summary>A criterion at or below the level has been contradicted for as long as sustain.</summary>
    Overextended,

    /// <summary>The next stage is proved, for as long as sustain, and nothing stands in the way.</summary>
    Ready,

    /// <summary>As ready, but for the gate, a dependency or the cool-down.</summary>
    HeldBack,

    /// <summary>A criterion at or below the level is unknown.</summary>
    Unproven,

    /// <summary>More than half of what guards the next stage is unknown.</summary>
    Blind,

    /// <summary>The next stage lacks at most two criteria, and at least one is met.</summary>
    Nearing,

    /// <summary>Nothing to do.</summary>
    Steady,
}

/// <summary>What the stability gate's criteria say together.</summary>
public enum GateState
{
    /// <summary>At least one criterion is unknown and none is contradicted.</summary>
    Unknown,

    /// <summary>A criterion is contradicted.</summary>
    Fails,

    /// <summary>All criteria are met.</summary>
    Holds,
}
