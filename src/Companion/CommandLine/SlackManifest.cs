using System.CommandLine;
using Companion.Platforms.Slack;

namespace Companion.CommandLine;

/// <summary><c>companion manifest slack --url https://companion.example.org</c>; without an address, the manifest for Socket Mode.</summary>
internal static class SlackManifest
{
    public static Command Command()
    {
        var url = new Option<string?>("--url") { Description = "Where Slack reaches this server, such as https://companion.example.org; left out, the app uses Socket Mode and needs no address." };
        var command = new Command("slack", "Print the app manifest for Slack.") { url };
        command.SetAction((parsed, ct) => WriteAsync(parsed.GetValue(url), Console.Out, Console.Error, ct));
        return command;
    }

    public static async Task<int> WriteAsync(string? url, TextWriter output, TextWriter errors, CancellationToken ct)
    {
        Uri? address = null;
        if (url is not null && (!Uri.TryCreate(url, UriKind.Absolute, out address) || address.Scheme != Uri.UriSchemeHttps || address.PathAndQuery.Length > 1))
        {
            await errors.WriteLineAsync("--url is the https address of this server, without a path: https://companion.example.org");
            return 1;
        }

        await output.WriteLineAsync(Manifest.For(address).AsMemory(), ct);
        return 0;
    }
}
