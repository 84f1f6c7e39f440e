using Companion.Commands;
using Companion.Storage;

namespace Companion.Chat;

internal static class Setup
{
    public static void AddChat(this WebApplicationBuilder builder)
    {
        AddCommands(builder.Services);
        builder.Services.AddSingleton<Signals>().AddSingleton<Relevance>().AddSingleton<SendFaults>().AddSingleton<ChatPipeline>().AddSingleton<OutboxWorker>().AddSingleton<InboxWorker>();
    }

    private static void AddCommands(IServiceCollection services) => services
        .AddSingleton<CommandRunner>()
        .AddSingleton<UnitStates>()
        .AddSingleton<OpenRounds>()
        .AddSingleton<InviteeNames>()
        .AddSingleton<SetUpHandler>()
        .AddSingleton<SetUpStart>()
        .AddSingleton<DeclareUnit>()
        .AddSingleton<ShowStatusHandler>()
        .AddSingleton<ShowHomeHandler>()
        .AddSingleton<ExplainWhyHandler>()
        .AddSingleton<AnswerCheckInHandler>()
        .AddSingleton<CreateCheckInHandler>()
        .AddSingleton<RunCheckInsHandler>()
        .AddSingleton<GiveEvidenceHandler>()
        .AddSingleton<DecideHandler>()
        .AddSingleton<SetTargetHandler>()
        .AddSingleton<SnoozeHandler>()
        .AddSingleton<ReadDecisionsHandler>()
        .AddSingleton<ReviewDecisionHandler>()
        .AddSingleton<TakeTimeOffHandler>()
        .AddSingleton<Ledger>()
        .AddSingleton<PrecedentSearch>()
        .AddSingleton<LogExport>()
        .AddSingleton<WaiveGateHandler>()
        .AddSingleton<SetDependencyHandler>()
        .AddSingleton<EditCriteriaHandler>()
        .AddSingleton<EditStagesHandler>()
        .AddSingleton<AssignRolesHandler>()
        .AddSingleton<KeepMembersHandler>()
        .AddSingleton<KeepUnitsHandler>()
        .AddSingleton<RetireUnitsHandler>()
        .AddSingleton<KeepHoursHandler>()
        .AddSingleton<KeepHolidaysHandler>()
        .AddSingleton<LinkIdentitiesHandler>()
        .AddSingleton<AnnotateHandler>()
        .AddSingleton<SearchDecisionsHandler>()
        .AddSingleton<ExportLogHandler>()
        .AddSingleton<ForgetMeHandler>()
        .AddSingleton<KeepTokensHandler>()
        .AddSingleton<TakeMeasurements>()
        .AddSingleton<ChooseChannelHandler>()
        .AddSingleton<JoinOrganisationHandler>()
        .AddSingleton<LogDecisionHandler>()
        .AddSingleton(provider => new UndoHandler(
            provider.GetRequiredService<ChangeStore>(),
            line => CommandParser.Parse(new(line)),
            (command, caller, ct) => provider.GetRequiredService<CommandRunner>().RunAsync(command, caller, ct)));
}
