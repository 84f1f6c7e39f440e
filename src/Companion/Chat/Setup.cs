using Companion.Commands;

namespace Companion.Chat;

internal static class Setup
{
    public static void AddChat(this WebApplicationBuilder builder)
    {
        AddCommands(builder.Services);
        builder.Services.AddSingleton<Signals>().AddSingleton<Relevance>().AddSingleton<ChatPipeline>().AddSingleton<OutboxWorker>().AddSingleton<InboxWorker>();
    }

    private static void AddCommands(IServiceCollection services) => services
        .AddSingleton<CommandRunner>()
        .AddSingleton<UnitStates>()
        .AddSingleton<OpenRounds>()
        .AddSingleton<SetUpHandler>()
        .AddSingleton<ShowStatusHandler>()
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
        .AddSingleton<TakeTimeOffHandler>();
}
