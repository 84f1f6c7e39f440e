using System.Text.Json.Serialization;
using Companion.Chat;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Companion.Platforms.WebChat;

internal static class Setup
{
    public static void AddWebChat(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<Settings>().BindConfiguration(Settings.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<Settings>, SettingsValidator>();
        builder.Services.AddSingleton<People>().AddSingleton<ISender, Sender>();
        builder.Services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, Verifier>(Verifier.SchemeName, null);
        builder.Services.AddAuthorizationBuilder().AddPolicy(
            Verifier.Policy, policy => policy.AddAuthenticationSchemes(Verifier.SchemeName).RequireAuthenticatedUser());
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter()));
    }

    /// <summary>It is there only while the server listens on loopback alone, and no other platform is configured, unless asked for.</summary>
    public static void UseWebChat(this WebApplication app)
    {
        var wanted = app.Services.GetRequiredService<IOptions<Settings>>().Value.Enabled;
        if (!app.Services.GetRequiredService<ListeningAddresses>().AreLoopback)
            return;

        var others = new[] { "Slack", "Teams" }.Any(p => app.Configuration.GetSection(p).Exists());
        if (wanted == false || (wanted is null && others))
            return;

        app.MapWebChat();
    }
}
