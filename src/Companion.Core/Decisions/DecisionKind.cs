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
