using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Html.Parser;
using Companion.Tests.Domain;
using Companion.Tests.Support;
using Companion.Views;
using static Companion.Tests.Domain.Cooperative;

namespace Companion.Tests.Faults;

/// <summary>Hostile names and texts of everything that can have one, through every view.</summary>
public sealed class HostileNamesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Markup, a text that turns its direction, invisible characters, four-byte letters, wildcards and quotes of SQL, line breaks, a formula, great length.</summary>
    public static TheoryData<string, string> Hostile => new()
    {
        { "<script>alert(1)</script><img src=x onerror=alert(2)>", "script" },
        { "\u202Edet\u202C \u2066u\u2069rned \u200F", "turned" },
        { "in\u200Bvis\u200Dible\uFEFF\u00AD", "invisible" },
        { "Ana 👩🏽‍🚀 𝔘𝔫𝔦𝔱 שרה Юлия 你好", "letters" },
        { "%' OR '1'='1'; DROP TABLE units;-- _", "wildcards" },
        { "=cmd|' /C calc'!A0 | **bold** [x](javascript:alert(1)) `code` <@U1> <!channel>", "formula" },
        { string.Concat(Enumerable.Repeat("long", 2000)), "long" },
        { "one\ntwo\r\nthree\ttabbed", "lines" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Whatever_things_are_called_every_view_shows_it_as_text(string hostile, string key)
    {
        using var coop = await SetUpAsync();
        string Cut(int length) => $"{key} {hostile}" is var text && text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
        await DoneAsync(coop.Ana, "units add", new() { ["name"] = Cut(80), ["basis"] = "scratch" });
        var unit = (await coop.UnitsAsync()).Single(u => u.Key.StartsWith(key, StringComparison.Ordinal)).Key;
        await DoneAsync(coop.Ana, $"stages {unit} edit 20", new() { ["title"] = Cut(60), ["says"] = Cut(300), ["rationale"] = Cut(4000) });
        await DoneAsync(coop.Ana, $"criteria {unit} add", new() { ["key"] = "it", ["stage"] = "20", ["sentence"] = Cut(300), ["kind"] = "Fact", ["answer"] = "Number", ["question"] = Cut(300), ["comparison"] = "AtLeast", ["threshold"] = "3", ["counted"] = Cut(40), ["rationale"] = Cut(4000) });
        await DoneAsync(coop.Ana, "checkin create", new() { ["name"] = Cut(80), ["units"] = unit, ["cadence"] = "every Tuesday 10:00", ["gate"] = "yes", ["anonymous"] = "no", ["window"] = "3" });
        await DoneAsync(coop.Ana, $"evidence {unit}", new() { ["criterion"] = "it", ["value"] = "4", ["note"] = Cut(1000) });
        await DoneAsync(coop.Ana, $"target {unit}", new() { ["target"] = "20", ["rationale"] = Cut(4000) });
        await DoneAsync(coop.Ana, "log", new() { ["what"] = Cut(300), ["rationale"] = Cut(4000), ["unit"] = unit });
        if (key != "lines")
            await DoneAsync(coop.Ana, $"holidays add 2026-12-25 {Cut(100)}");
        if (!hostile.AsSpan().ContainsAny(",;\n"))
            await DoneAsync(coop.Ana, $"members add {Cut(80)}");

        string[] lines = [.. HelpTopics.All.SelectMany(t => t.Examples).Where(e => !e.StartsWith("forget-me yes", StringComparison.Ordinal) && !e.StartsWith("connect", StringComparison.Ordinal)), $"search {Cut(300)}", $"search unit:{unit}", $"status {Cut(100)}", $"why {unit} it", Cut(3000), $"export markdown"];
        foreach (var line in lines.Concat(lines.Where(l => l.Contains("contributors", StringComparison.Ordinal)).Select(l => l.Replace("contributors", unit, StringComparison.Ordinal))))
        {
            using var response = await coop.Ana.SendAsync(new { @as = coop.Ana.Id, text = line }, Ct);
            var body = await response.Content.ReadAsStringAsync(Ct);
            Assert.True(response.IsSuccessStatusCode, $"{line}: {body}");
            Assert.DoesNotContain("Something went wrong", body, StringComparison.Ordinal);
        }

        await coop.DaysAsync(2);
        foreach (var place in (string[])["direct", "general"])
            foreach (var html in await HtmlAsync(coop, place))
                ExpectNothingInjected(html);
        ExpectNothingInjected(await coop.Http.GetStringAsync("/", Ct));
        Assert.Contains("The log is whole", await ShownAsync(coop.Ana, "decisions verify"), StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<string>> HtmlAsync(Cooperative coop, string place)
    {
        var look = await coop.Http.GetFromJsonAsync<JsonElement>($"/chat/messages?as={coop.Ana.Id}&in={place}", Ct);
        return [.. look.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("html").GetString()!)];
    }

    private static void ExpectNothingInjected(string html)
    {
        var page = new HtmlParser().ParseDocument(html);
        Assert.DoesNotContain(page.All, e => (e.LocalName == "script" && e.TextContent.Contains("alert", StringComparison.Ordinal)) || e.LocalName == "img" || e.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.Ordinal) || a.Value.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase)));
    }
}
