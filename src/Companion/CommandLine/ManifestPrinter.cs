using Companion.Platforms.Slack;

namespace Companion.CommandLine;

/// <summary><c>companion manifest slack --url https://companion.example.org</c>; without an address, the manifest for Socket Mode.</summary>
internal static class ManifestPrinter
{
    public static async Task<int> RunAsync(string platform, string? url, TextWriter output, TextWriter errors, CancellationToken ct)
    {
        if (!string.Equals(platform, "slack", StringComparison.OrdinalIgnoreCase))
        {
            await errors.WriteLineAsync($"There is no manifest for {(platform.Length > 40 ? platform[..40] : platform)}. There is one for slack.");
            return 1;
        }

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
