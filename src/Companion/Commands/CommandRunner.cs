using System.Diagnostics;
using Companion.Messages;

namespace Companion.Commands;

/// <summary>Finds the handler of a command: one arm each, and a test proves that none is missing.</summary>
internal sealed class CommandRunner(
    SetUpHandler setUp,
    ShowStatusHandler status,
    ExplainWhyHandler why,
    AnswerCheckInHandler answer,
    CreateCheckInHandler createCheckIn,
    RunCheckInsHandler checkIns,
    GiveEvidenceHandler evidence,
    DecideHandler decide,
    SetTargetHandler target,
    SnoozeHandler snooze,
    ReadDecisionsHandler decisions,
    ReviewDecisionHandler review,
    TakeTimeOffHandler timeOff)
{
    public Task<Reply> RunAsync(Command command, Caller caller, CancellationToken ct) => command switch
    {
        ShowHelp help => Task.FromResult(ShowHelpHandler.Handle(help, caller)),
        SetUp wish => setUp.HandleAsync(wish, caller, ct),
        ShowStatus wish => status.HandleAsync(wish, caller, ct),
        ExplainWhy wish => why.HandleAsync(wish, caller, ct),
        AnswerCheckIn wish => answer.HandleAsync(wish, caller, ct),
        ListCheckIns => checkIns.ListAsync(caller, ct),
        CreateCheckIn wish => createCheckIn.HandleAsync(wish, caller, ct),
        OpenRoundNow wish => checkIns.OpenNowAsync(wish, caller, ct),
        PauseCheckIn wish => checkIns.PauseAsync(wish, caller, ct),
        GiveEvidence wish => evidence.HandleAsync(wish, caller, ct),
        Decide wish => decide.HandleAsync(wish, caller, ct),
        SetTarget wish => target.HandleAsync(wish, caller, ct),
        Snooze wish => snooze.HandleAsync(wish, caller, ct),
        ListDecisions wish => decisions.ListAsync(wish, caller, ct),
        ShowDecision wish => decisions.ShowAsync(wish, caller, ct),
        ReviewDecision wish => review.HandleAsync(wish, caller, ct),
        TakeTimeOff wish => timeOff.HandleAsync(wish, caller, ct),
        _ => throw new UnreachableException($"{command.GetType().Name} has no handler."),
    };
}
