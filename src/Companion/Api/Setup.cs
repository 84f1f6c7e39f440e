using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Companion.Api;

internal static class Setup
{
    public static void AddApi(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<Settings>().BindConfiguration(Settings.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<Settings>, SettingsValidator>();
        builder.Services.AddSingleton<Queries>();
        builder.Services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, Verifier>(Verifier.SchemeName, null);
        Policies.AddTo(builder.Services);
        Limits.AddTo(builder.Services);
        OpenApi.AddTo(builder.Services);
        builder.Services.Configure<ProblemDetailsOptions>(problems => problems.CustomizeProblemDetails = context => AddCode(context));
    }

    public static void UseApi(this WebApplication app)
    {
        app.UseRateLimiter();
        if (!app.Services.GetRequiredService<IOptions<Settings>>().Value.Enabled)
            return;

        app.MapApi();
        // Anybody may know what can be asked; it says nothing about the organisation.
        app.MapOpenApi($"{Endpoints.Root[..^OpenApi.Document.Length]}{{documentName}}/openapi.json").RequireRateLimiting(Limits.Policy);
    }

    // Whatever is refused before an endpoint is reached gets a code and a sentence too.
    private static void AddCode(ProblemDetailsContext context)
    {
        if (!context.HttpContext.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) || context.ProblemDetails.Extensions.ContainsKey("code"))
            return;

        var status = context.ProblemDetails.Status ?? context.HttpContext.Response.StatusCode;
        context.ProblemDetails.Extensions["code"] = Problems.CodeOf(status);
        context.ProblemDetails.Detail ??= Problems.SentenceOf(status);
    }
}
