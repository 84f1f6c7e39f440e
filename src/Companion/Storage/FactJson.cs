using System.Diagnostics;
using Companion.Core.Readiness;

namespace Companion.Storage;

/// <summary>Facts as rows: a kind and a JSON body. The kinds are written into databases, so they never change.</summary>
internal static class FactJson
{
    public static string KindOf(Fact fact) => fact switch
    {
        Observed => "observed",
        LevelDeclared => "level-declared",
        LevelMoved => "level-moved",
        TargetSet => "target-set",
        HoldDecided => "held",
        CriterionSet => "criterion-set",
        ApplicabilityDeclared => "applicability-declared",
        StageFreed => "stage-freed",
        GateWaived => "gate-waived",
        DependencySet => "dependency-set",
        NeededLevel => "needed-level",
        ObservationRetracted => "observation-retracted",
        StagesSet => "stages-set",
        _ => throw new UnreachableException($"{fact.GetType().Name} has no kind."),
    };

    public static string Write(Fact fact) => Json.Write<object>(fact);

    public static Fact Read(string kind, string body) => kind switch
    {
        "observed" => Json.Read<Observed>(body),
        "level-declared" => Json.Read<LevelDeclared>(body),
        "level-moved" => Json.Read<LevelMoved>(body),
        "target-set" => Json.Read<TargetSet>(body),
        "held" => Json.Read<HoldDecided>(body),
        "criterion-set" => Json.Read<CriterionSet>(body),
        "applicability-declared" => Json.Read<ApplicabilityDeclared>(body),
        "stage-freed" => Json.Read<StageFreed>(body),
        "gate-waived" => Json.Read<GateWaived>(body),
        "dependency-set" => Json.Read<DependencySet>(body),
        "needed-level" => Json.Read<NeededLevel>(body),
        "observation-retracted" => Json.Read<ObservationRetracted>(body),
        "stages-set" => Json.Read<StagesSet>(body),
        _ => throw new InvalidDataException($"The database holds a fact of kind '{kind}' that this version does not know."),
    };
}
