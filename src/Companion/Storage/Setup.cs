using Microsoft.Extensions.Options;

namespace Companion.Storage;

internal static class Setup
{
    public static void AddStorage(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<Settings>().BindConfiguration(Settings.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<Settings>, SettingsValidator>();
        builder.Services
            .AddSingleton<Database>().AddSingleton<Migrator>(s => new(s.GetRequiredService<Database>(), s.GetRequiredService<TimeProvider>()))
            .AddSingleton<OrganisationStore>().AddSingleton<MemberStore>().AddSingleton<UnitStore>().AddSingleton<NudgeStore>()
            .AddSingleton<CheckInStore>().AddSingleton<RoundStore>().AddSingleton<DecisionStore>().AddSingleton<SetUpStore>()
            .AddSingleton<OutboxStore>().AddSingleton<DeliveryStore>().AddSingleton<PostStore>().AddSingleton<AddressStore>().AddSingleton<InboxStore>();
    }
}
