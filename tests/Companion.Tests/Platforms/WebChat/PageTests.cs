using System.Reflection;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Companion.Tests.Platforms.WebChat;

public sealed partial class PageTests
{
    private static readonly IDocument Page = new HtmlParser().ParseDocument(Read("chat.html"));

    [Fact]
    public void Needs_nothing_that_its_policy_forbids()
    {
        Assert.All(Page.QuerySelectorAll("script"), script => Assert.StartsWith("/chat/", script.GetAttribute("src"), StringComparison.Ordinal));
        Assert.All(Page.QuerySelectorAll("link[rel=stylesheet]"), sheet => Assert.StartsWith("/chat/", sheet.GetAttribute("href"), StringComparison.Ordinal));
        Assert.Empty(Page.QuerySelectorAll("style, [style], [onclick], [onload], [onsubmit], iframe, base"));
        Assert.DoesNotContain("url(", Read("chat.css"), StringComparison.Ordinal);
    }

    [Fact]
    public void Has_every_element_its_script_looks_for() =>
        Assert.All(Ids().Matches(Read("chat.js")), id => Assert.NotNull(Page.GetElementById(id.Groups["id"].Value)));

    [Fact]
    public void Points_only_at_elements_there_are()
    {
        // The title of a form arrives with the form.
        var named = Page.QuerySelectorAll("[aria-labelledby], [aria-describedby], [aria-controls], [for]")
            .SelectMany(element => new[] { "aria-labelledby", "aria-describedby", "aria-controls", "for" }.Select(element.GetAttribute))
            .OfType<string>()
            .Where(id => id != "form-title");

        Assert.All(named, id => Assert.NotNull(Page.GetElementById(id)));
    }

    private static string Read(string file)
    {
        using var stream = Assembly.Load("companion").GetManifestResourceStream($"Companion.Platforms.WebChat.Page.{file}");
        return new StreamReader(stream!).ReadToEnd();
    }

    [GeneratedRegex(@"\$\('(?<id>[^']+)'\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ids();
}
