using System.Reflection;

namespace Companion.Tests.Dashboard;

public sealed class PaletteTests
{
    [Fact]
    public void Dashboard_and_chat_share_their_colours() =>
        Assert.Equal(Palette("Companion.Platforms.WebChat.Page.chat.css"), Palette("Companion.Dashboard.Page.dashboard.css"));

    // What comes before the first rule for all elements: both sheets open with their colours.
    private static string Palette(string resource)
    {
        using var stream = Assembly.Load("companion").GetManifestResourceStream(resource);
        var css = new StreamReader(stream!).ReadToEnd();
        var (start, end) = (css.IndexOf(":root", StringComparison.Ordinal), css.IndexOf("*, *::before", StringComparison.Ordinal));

        Assert.InRange(end, start + 500, css.Length);
        return css[start..end];
    }
}
