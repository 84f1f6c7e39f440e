using Microsoft.AspNetCore.DataProtection;

namespace Companion.Dashboard;

internal static class Setup
{
    public static void AddDashboard(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<Settings>().BindConfiguration(Settings.Section);
        // Pages are static: nothing of theirs is protected beyond this process.
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddRazorComponents();
        builder.Services.AddSingleton<Queries>();
    }
}
