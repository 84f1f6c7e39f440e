using Companion.Chat;
using Microsoft.Extensions.Options;
using Quartz;

namespace Companion.Schedule;

internal static class Setup
{
    public static void AddSchedule(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection(Settings.Section);
        builder.Services.AddOptions<Settings>().Bind(section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<Settings>, SettingsValidator>();
        builder.Services
            .AddSingleton<OpenDueRounds>().AddSingleton<RemindAndClose>().AddSingleton<AssessUnits>()
            .AddSingleton<NudgeOwners>().AddSingleton<AskForReviews>().AddSingleton<MeasureRecords>().AddSingleton<ForgetDeliveries>().AddSingleton<ForgetUninstalled>().AddSingleton<Ticks>();

        var settings = section.Get<Settings>() ?? new();
        if (!settings.Enabled)
            return;

        var often = TimeSpan.FromSeconds(Math.Max(1, settings.EverySeconds));
        builder.Services.AddHostedService(s => s.GetRequiredService<OutboxWorker>());
        builder.Services.AddHostedService(s => s.GetRequiredService<InboxWorker>());
        builder.Services.AddQuartz(quartz =>
        {
            Every<OpenDueRounds>(quartz, often);
            Every<RemindAndClose>(quartz, often);
            Every<MeasureRecords>(quartz, often);
            Every<AssessUnits>(quartz, often);
            Every<NudgeOwners>(quartz, often);
            Every<AskForReviews>(quartz, often);
            Every<ForgetDeliveries>(quartz, TimeSpan.FromHours(1));
            Every<ForgetUninstalled>(quartz, TimeSpan.FromHours(1));
        });
        builder.Services.AddQuartzHostedService(quartz => quartz.WaitForJobsToComplete = true);
    }

    private static void Every<T>(IQuartzBuilder quartz, TimeSpan interval)
        where T : ITick =>
        quartz.ScheduleJob<TickJob<T>>(
            trigger => trigger.StartNow().WithSimpleSchedule(s => s.WithInterval(interval).RepeatForever()),
            job => job.WithIdentity(typeof(T).Name));
}
