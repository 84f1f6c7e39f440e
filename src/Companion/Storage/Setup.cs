using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Companion.Storage;

internal static class Setup
{
    public static void AddStorage(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;

        services.AddOptions<Settings>().BindConfiguration(Settings.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<Settings>, SettingsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Database>();
        services.AddSingleton(provider => Migrator.Of(provider.GetRequiredService<Database>(), provider));
        services
            .AddSingleton<OrganisationStore>().AddSingleton<MemberStore>().AddSingleton<UnitStore>().AddSingleton<RetirementStore>().AddSingleton<TimelineStore>().AddSingleton<NudgeStore>()
            .AddSingleton<CheckInStore>().AddSingleton<RoundStore>().AddSingleton<OpenRoundStore>().AddSingleton<DecisionStore>().AddSingleton<SetUpStore>()
            .AddSingleton<OutboxStore>().AddSingleton<InboxStore>().AddSingleton<DeliveryStore>().AddSingleton<PostStore>().AddSingleton<AddressStore>()
            .AddSingleton<PersonStore>().AddSingleton<HolidayStore>().AddSingleton<ReporterStore>().AddSingleton<ChangeStore>()
            .AddSingleton<TokenStore>().AddSingleton<MeasurementStore>().AddSingleton<HomeStore>()
            .AddSingleton<ConnectionStore>().AddSingleton<ConversationStore>().AddSingleton<IdentityStore>().AddSingleton<JoinStore>().AddSingleton<StewardStore>().AddSingleton<InviteeStore>()
            .AddSingleton<LinkStore>().AddSingleton<ErasureStore>().AddSingleton<DepartureStore>().AddSingleton<ExportStore>().AddSingleton<RecordStore>();
    }
}
