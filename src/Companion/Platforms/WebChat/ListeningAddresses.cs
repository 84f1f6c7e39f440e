namespace Companion.Platforms.WebChat;

/// <summary>The addresses the server was told to listen on.</summary>
internal sealed record ListeningAddresses(IReadOnlyList<string> Urls)
{
    /// <summary>True when nobody on another machine can reach any of them.</summary>
    public bool AreLoopback => Urls.All(u => Uri.TryCreate(u.Replace("//*", "//0.0.0.0", StringComparison.Ordinal).Replace("//+", "//0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var uri) && Verifier.IsLoopback(uri.Host));
}
