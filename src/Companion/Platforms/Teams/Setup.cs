using Companion.Chat;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Companion.Platforms.Teams;

internal static partial class Setup
{
    /// <summary>The name of the HTTP client that reaches the Connector and those who vouch for it.</summary>
    public const string Client = "Teams";

    // Teams gives up on us after 15 seconds; an answer that takes the Connector longer than this comes later.
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(8);

    public static void AddTeams(this WebApplicationBuilder builder)
    {
        if (!builder.Configuration.GetSection(Settings.Section).Exists())
            return;

        builder.Services.AddOptions<Settings>().BindConfiguration(Settings.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<Settings>, SettingsValidator>();
        builder.Services.AddSingleton<SigningKeys>().AddSingleton<Proofs>().AddSingleton<Tokens>().AddSingleton<Connector>().AddSingleton<Repeats>()
            // How fast one may send is the wire's affair, and so is its clock.
            .AddSingleton(new Pace(TimeProvider.System))
            .AddSingleton<Talks>().AddSingleton<People>().AddSingleton<Welcome>().AddSingleton<Composer>().AddSingleton<Extension>().AddSingleton<PeopleChoices>()
            .AddHostedService<RefreshKeys>().AddSingleton<SettledCards>().AddHostedService(services => services.GetRequiredService<SettledCards>())
            .AddSingleton<ILiveCheck, LiveCheck>().AddSingleton<Activities>().AddSingleton<Invokes>()
            .AddSingleton<Sender>().AddSingleton<ISender>(services => services.GetRequiredService<Sender>());
        builder.Services.AddHttpClient(Client, client => client.Timeout = LongestCall)
            // A token goes to the host it was meant for and to no other.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
            .RemoveAllLoggers();
        builder.Services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, Verifier>(Verifier.SchemeName, null);
        builder.Services.AddAuthorizationBuilder().AddPolicy(
            Verifier.Policy, policy => policy.AddAuthenticationSchemes(Verifier.SchemeName).RequireAuthenticatedUser());
    }

    public static void UseTeams(this WebApplication app)
    {
        if (!app.Configuration.GetSection(Settings.Section).Exists())
            return;

        if (app.Services.GetRequiredService<IOptions<Settings>>().Value.Emulator)
            TakesUnsigned(app.Logger);
        app.MapTeams();
    }

    [LoggerMessage(LogLevel.Critical, "Teams:Emulator is on: POST /api/messages takes requests that NOBODY SIGNED. This is for the local emulator only; never run it where others can reach it.")]
    private static partial void TakesUnsigned(ILogger logger);
}
