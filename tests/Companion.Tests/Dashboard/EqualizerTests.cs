using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Companion.Dashboard;
using Companion.Tests.Support;

namespace Companion.Tests.Dashboard;

public sealed class EqualizerTests
{
    private static readonly Slider Contributors =
        new("contributors", "External contributors", 20, 40, 60, "30 June 2026", [0, 20, 40, 60, 80, 100], "ready", null);

    [Fact]
    public void Draws_one_unit() =>
        Golden.Matches("Dashboard/one.svg", Equalizer.Render([Contributors]));

    [Fact]
    public void Draws_five_units_side_by_side() => Golden.Matches("Dashboard/five.svg", Equalizer.Render(Five()));

    [Fact]
    public void Draws_nine_units_with_long_names() => Golden.Matches("Dashboard/nine.svg", Equalizer.Render(
    [
        .. Five(),
        new("docs", "Documentation, translations and onboarding of newcomers everywhere", 60, 60, 60, null, [0, 50, 100], "steady", null),
        new("grants", "Förderprogrammverwaltungsausschuss", 5, 0, 10, "1 May 2027", [0, 5, 10, 100], "unproven", null),
        new("events", "Юлия и друзья: встречи", 100, 100, null, null, [0, 100], "steady", null),
        new("hebrew", "קהילה ותמיכה 👩🏽‍🚀", 50, 50, 55, "31 December 2026", [0, 50, 55, 100], "held back by the gate until it holds again", "late"),
    ]));

    [Fact]
    public void Says_so_when_there_is_no_unit_yet()
    {
        var drawing = Parse(Equalizer.Render([]));

        Assert.Equal("No units yet.", drawing.QuerySelector("desc")!.TextContent);
        Assert.Equal("No units yet", drawing.QuerySelector("text")!.TextContent);
    }

    [Fact]
    public void Says_in_words_what_it_shows()
    {
        var drawing = Parse(Equalizer.Render([Contributors with { Mark = "late" }, Contributors with { Name = "Finance", Target = null, TargetBy = null }]));

        Assert.Equal("img", drawing.GetAttribute("role"));
        Assert.All(drawing.GetAttribute("aria-labelledby")!.Split(' '), id => Assert.NotNull(drawing.QuerySelector($"#{id}")));
        Assert.Equal(
            "External contributors: ready, late; level 20, supported 40, target 60 by 30 June 2026. Finance: ready; level 20, supported 40, no target.",
            drawing.QuerySelector("desc")!.TextContent);
    }

    [Theory]
    [InlineData(0, 240)]
    [InlineData(50, 130)]
    [InlineData(100, 20)]
    [InlineData(-5, 240)]
    [InlineData(140, 20)]
    public void Fills_the_track_up_to_the_level(int level, int top)
    {
        var fill = Parse(Equalizer.Render([Contributors with { Level = level }])).QuerySelector("rect.level")!;

        Assert.Equal($"{top}", fill.GetAttribute("y"));
        Assert.Equal($"{240 - top}", fill.GetAttribute("height"));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\" onload=\"alert(1)")]
    [InlineData("</title></desc></svg><img src=x>")]
    public void Shows_hostile_text_as_text(string text)
    {
        var harmless = Parse(Equalizer.Render([Named("harmless")]));
        var hostile = Parse(Equalizer.Render([Named(text)]));

        Assert.Equal(Skeleton(harmless), Skeleton(hostile));
        Assert.Contains(text, hostile.QuerySelector("desc")!.TextContent, StringComparison.Ordinal);

        static Slider Named(string text) => Contributors with { Key = text, Name = text, TargetBy = text, StatusWords = text, Mark = text };
    }

    [Fact]
    public void Breaks_inside_a_word_only_when_it_must()
    {
        Assert.Equal(["External", "contributors"], Wrapping.Lines("External contributors", 16, 3));
        Assert.Equal(["Förder", "progra", "mm"], Wrapping.Lines("Förderprogramm", 6, 3));
        Assert.Equal(["one two", "three…"], Wrapping.Lines("one two three four five", 7, 2));
        Assert.Equal(["👩🏽‍🚀👩🏽‍🚀", "👩🏽‍🚀"], Wrapping.Lines("👩🏽‍🚀👩🏽‍🚀👩🏽‍🚀", 2, 3));
        Assert.Empty(Wrapping.Lines("  ", 5, 3));
    }

    private static Slider[] Five() =>
    [
        new("core-team", "Core team", 40, 60, 60, "31 March 2026", [0, 20, 40, 60, 80, 100], "held back by the gate", "late"),
        Contributors,
        new("tech-stack", "Technology stack", 0, 0, 40, "30 September 2026", [0, 20, 40, 60, 80, 100], "blind", null),
        new("finance", "Finance", 20, 20, 20, null, [0, 20, 40, 60, 80, 100], "steady", null),
        new("processes", "Internal processes", 60, 40, 80, "1 December 2026", [0, 20, 40, 60, 80, 100], "overextended", null),
    ];

    private static IElement Parse(string svg) => new HtmlParser().ParseDocument(svg).QuerySelector("svg")!;

    // Which elements and attributes there are; how many lines a text takes may differ.
    private static IEnumerable<string> Skeleton(IElement svg) => svg.Owner!.All
        .Select(element => $"{element.LocalName} {string.Join(' ', element.Attributes.Select(attribute => attribute.Name))}")
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);
}
