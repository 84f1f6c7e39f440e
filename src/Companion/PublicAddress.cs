namespace Companion;

/// <summary>Where people reach this server: the setting <c>PublicUrl</c>, else the first address it listens on.</summary>
internal sealed class PublicAddress(IConfiguration configuration, ListeningAddresses listening)
{
    private readonly string _root = (configuration["PublicUrl"] ?? listening.Urls[0].Replace("//*", "//localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal)).TrimEnd('/');

    /// <summary>The whole address of a path that begins with a slash.</summary>
    public string Of(string path) => _root + path;
}
