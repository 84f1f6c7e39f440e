namespace Companion.Core.Decisions;

/// <summary>What a log entry decided or recorded.</summary>
public enum DecisionKind
{
    /// <summary>A unit's level was declared at setup.</summary>
    Declare,

    /// <summary>Up by one stage.</summary>
    Advance,

    /// <summary>Stay, and look again at a date.</summary>
    Hold,

    /// <summary>Down, by any distance.</summary>
    StepBack,

    /// <summary>A target was set, re-dated or dropped.</summary>
    SetTarget,

    /// <summary>A reviewed decision: expected beside actual.</summary>
    Review,

    /// <summary>The stability gate was waived for a while, or the waiver ended early.</summary>
    WaiveGate,

    /// <summary>A unit began to need another, or needs it no longer.</summary>
    SetDependency,

    /// <summary>A criterion came, changed or went.</summary>
    ChangeCriterion,

    /// <summary>A criterion was declared not applicable, or applicable again.</summary>
    DeclareApplicability,

    /// <summary>The stages of a unit changed, or one was declared to need no criterion.</summary>
    ChangeStages,

    /// <summary>A unit came, or its name or harm changed.</summary>
    ChangeUnit,

    /// <summary>A unit got other owners.</summary>
    ChangeOwners,

    /// <summary>Stewardship was handed over or shared.</summary>
    ChangeStewards,

    /// <summary>Why a move is considered: pushed or chosen.</summary>
    Consider,

    /// <summary>The expected effect and cost of an earlier decision, written down afterwards.</summary>
    Expect,

    /// <summary>An earlier decision no longer holds.</summary>
    Supersede,

    /// <summary>A decision that moves no slider, made in a conversation and logged with its source.</summary>
    Record,

    /// <summary>A member had their name and texts erased.</summary>
    Forget,
}

/// <summary>Why a move is considered.</summary>
public enum Trigger
{
    /// <summary>Something forces it: too much content to curate.</summary>
    Pushed,

    /// <summary>Long-run value.</summary>
    Chosen,
}

/// <summary>Who decides, by the unit's own level: the equalizer applies to itself.</summary>
public enum DecisionRule
{
    /// <summary>Below 40.</summary>
    OwnerDecides,

    /// <summary>From 40 to 69.</summary>
    Advice,

    /// <summary>From 70 on.</summary>
    Vote,

    /// <summary>What concerns no single unit, a unit without an owner, and what a steward may do in any: declare, step back, change its rules.</summary>
    StewardDecides,

    /// <summary>What everybody may for themselves: to be forgotten.</summary>
    OwnRight,
}

/// <summary>How far the prediction of a decision was off; what <c>review</c> keeps.</summary>
public enum PredictionError
{
    /// <summary>It came as expected.</summary>
    None,

    /// <summary>Roughly so.</summary>
    Small,

    /// <summary>Far from it.</summary>
    Large,

    /// <summary>The other way round.</summary>
    Opposite,
}
