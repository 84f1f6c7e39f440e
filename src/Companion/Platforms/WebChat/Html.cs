using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Companion.Platforms.WebChat;

/// <summary>Text made safe for an element's content and for a double-quoted attribute.</summary>
internal static class Html
{
    // Letters of every script stay readable in the source; what could be markup or invisible becomes a character reference.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Text(string text) => Encoder.Encode(text);
}
