using System.Diagnostics.CodeAnalysis;

namespace Companion.Platforms.WebChat;

/// <summary>Only http and https can be clicked: any other scheme could run something in the page.</summary>
internal static class WebLink
{
    public static bool TryParse(string address, [NotNullWhen(true)] out Uri? link) =>
        Uri.TryCreate(address, UriKind.Absolute, out link)
        && (link.Scheme == Uri.UriSchemeHttp || link.Scheme == Uri.UriSchemeHttps);
}
