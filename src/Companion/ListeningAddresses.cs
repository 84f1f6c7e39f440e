using System.Net;

namespace Companion;

/// <summary>The addresses the server was told to listen on, and whether anybody on another machine can reach one of them.</summary>
internal sealed record ListeningAddresses(IReadOnlyList<string> Urls)
{
    public bool AreLoopback => Urls.All(u => Uri.TryCreate(WithHost(u), UriKind.Absolute, out var uri) && IsLoopback(uri.Host));

    /// <summary>True for this machine's own names.</summary>
    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    // A star or a plus stands for every address of the machine.
    private static string WithHost(string url) =>
        url.Replace("//*", "//0.0.0.0", StringComparison.Ordinal).Replace("//+", "//0.0.0.0", StringComparison.Ordinal);
}
