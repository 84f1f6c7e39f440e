using Companion.Chat;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Companion.Platforms.Slack;

internal static class Setup
{
    /// <summary>Without a section Slack there is no Slack.</summary>
    public static void AddSlack(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection(Settings.Section);
        if (!section.Exists())
            return;

        builder.Services.AddOptions<Settings>().Bind(section).Configure(s => Hosts(s, section)).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<Settings>, SettingsValidator>();
        builder.Services.AddHttpClient(SlackApi.ClientName).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(5),
            MaxConnectionsPerServer = 64,
        }).RemoveAllLoggers();
        builder.Services
            .AddSingleton<SlackApi>().AddSingleton<Pace>().AddSingleton<TokenVault>().AddSingleton<Workspaces>().AddSingleton<People>().AddSingleton<Groups>().AddSingleton<Conversations>()
            .AddSingleton<Looks>().AddSingleton<Views>().AddSingleton<Presses>().AddSingleton<Submissions>().AddSingleton<Events>().AddSingleton<Inbound>().AddSingleton<Install>()
            .AddSingleton<FollowUps>().AddSingleton<Home>().AddSingleton<SocketFrames>().AddSingleton<SocketMode>().AddSingleton<ISender, Sender>().AddSingleton<ILiveCheck, LiveCheck>();
        builder.Services.AddHostedService(s => s.GetRequiredService<FollowUps>()).AddHostedService(s => s.GetRequiredService<Home>()).AddHostedService(s => s.GetRequiredService<Groups>());
        if (section[nameof(Settings.BotToken)] is { Length: > 0 })
            builder.Services.AddHostedService<ConnectAtStart>();
        if (section[nameof(Settings.AppToken)] is { Length: > 0 })
            builder.Services.AddHostedService(s => s.GetRequiredService<SocketMode>());
        builder.Services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, Verifier>(Verifier.SchemeName, null);
        builder.Services.AddAuthorizationBuilder().AddPolicy(
            Verifier.Policy, policy => policy.AddAuthenticationSchemes(Verifier.SchemeName).RequireAuthenticatedUser());
    }

    public static void UseSlack(this WebApplication app)
    {
        if (app.Configuration.GetSection(Settings.Section).Exists())
            app.MapSlack(app.Services.GetRequiredService<IOptions<Settings>>().Value);
    }

    // A list in the settings is as good as one line with commas.
    private static void Hosts(Settings settings, IConfigurationSection section)
    {
        var list = section.GetSection(nameof(Settings.ResponseHosts)).GetChildren().Select(c => c.Value).OfType<string>().ToList();
        if (list.Count > 0)
            settings.ResponseHosts = string.Join(',', list);
    }
}
