using System.CommandLine;
using Companion.Platforms.Teams;

namespace Companion.CommandLine;

/// <summary><c>companion manifest teams --out companion.zip</c>: the package to upload to Teams.</summary>
internal static class TeamsPackage
{
    public static Command Command()
    {
        var url = new Option<string?>("--url") { Description = "Where people reach this server, such as https://companion.example.org; the setting PublicUrl otherwise." };
        var id = new Option<string?>("--app-id") { Description = "The application id of the registration; the setting Teams:AppId otherwise." };
        var file = new Option<string>("--out") { Description = "The file to write.", DefaultValueFactory = _ => "companion.zip" };
        var command = new Command("teams", "Write the app package (manifest and icons) for Microsoft Teams.") { url, id, file };
        command.SetAction((parsed, ct) => WriteAsync(parsed.GetValue(url), parsed.GetValue(id), parsed.GetValue(file)!, ct));
        return command;
    }

    private static async Task<int> WriteAsync(string? url, string? id, string file, CancellationToken ct)
    {
        var settings = new ConfigurationBuilder().AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().Build();
        id ??= settings["Teams:AppId"];
        url ??= settings["PublicUrl"];
        if (!Guid.TryParseExact(id, "D", out _))
            return await RefuseAsync("Name the app: --app-id with the Application (client) ID of your registration, or the setting Teams:AppId.");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var root) || root.Scheme != Uri.UriSchemeHttps)
            return await RefuseAsync("Say where people reach this server: --url https://companion.example.org, or the setting PublicUrl. Teams takes https only.");

        try
        {
            await using (var zip = File.Create(file))
                await Manifest.WriteAsync(zip, id, root, ct);
            await Console.Out.WriteLineAsync($"Wrote {Path.GetFullPath(file)}. Upload it in Teams under Apps, Manage your apps, Upload an app. The bot's messaging endpoint is {new Uri(root, "/api/messages")}");
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return await RefuseAsync($"{file} cannot be written: {e.Message}");
        }
    }

    private static async Task<int> RefuseAsync(string why)
    {
        await Console.Error.WriteLineAsync(why);
        return 1;
    }
}
