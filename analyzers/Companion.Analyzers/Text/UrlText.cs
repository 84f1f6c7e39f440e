using System;

namespace Companion.Analyzers.Text;

/// <summary>The host of a text that is a URL, or a bare host name, as a whole; prose with a URL in it has none.</summary>
internal static class UrlText
{
    private static readonly string[] Schemes = ["https://", "http://", "wss://", "ws://", "amqps://", "amqp://", "sb://", "mongodb+srv://", "postgres://", "smtp://", "smtps://"];

    /// <param name="text">Holes of interpolated and format strings are written as <c>{...}</c> and stand for any word.</param>
    public static string? Host(string text)
    {
        if (text.Length is < 6 or > 2000 || text.IndexOf(' ') >= 0 || text.IndexOf('\n') >= 0 || text.IndexOf('<') >= 0 || text.IndexOf(';') >= 0 || text.IndexOf(',') >= 0)
            return null;

        var scheme = Array.Find(Schemes, s => text.StartsWith(s, StringComparison.OrdinalIgnoreCase));
        var rest = Filled(scheme is null ? text : text.Substring(scheme.Length));
        if (scheme is null && (rest.IndexOf('@') >= 0 || rest.IndexOf('/') >= 0 || rest.IndexOf('\\') >= 0))
            return null;

        var end = rest.IndexOfAny(['/', '?', '#']);
        var host = end < 0 ? rest : rest.Substring(0, end);
        host = host.Substring(host.LastIndexOf('@') + 1);
        if (host.IndexOf(':') is var colon and >= 0)
            host = host.Substring(0, colon);

        // "discord.com" alone is a name in some list; "smtp.sendgrid.net" is a machine to talk to.
        if (scheme is null && host.IndexOf('.') == host.LastIndexOf('.'))
            return null;

        return host.IndexOf('.') > 0 && Uri.CheckHostName(host) == UriHostNameType.Dns ? host.ToLowerInvariant() : null;
    }

    private static string Filled(string text)
    {
        for (var open = text.IndexOf('{'); open >= 0; open = text.IndexOf('{'))
        {
            var close = text.IndexOf('}', open);
            if (close < 0)
                break;
            text = text.Substring(0, open) + "x" + text.Substring(close + 1);
        }

        return text;
    }
}
