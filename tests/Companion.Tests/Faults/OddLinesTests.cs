using Companion.Tests.Domain;
using Companion.Tests.Support;

namespace Companion.Tests.Faults;

/// <summary>Odd days, hours and words behind every command that reads some: an answer always, a failure never.</summary>
public sealed class OddLinesTests
{
    private static readonly string[] Lines =
    [
        "hours ", "hours zone ", "timeoff ", "timeoff remove ", "target contributors 40 by ", "waive gate until ", "holidays add ", "holidays remove ", "search from ", "search to ", "search ", "decisions ", "decide contributors hold until ",
        "snooze 1 until ", "snooze 1 for ", "snooze ", "expect ", "report ", "supersede ", "answer ", "evidence contributors first-response ", "evidence gate ", "why contributors ", "status page ", "members page ", "members add ", "token create ci for ", "token create ", "checkin now ", "link ", "volume ", "criteria contributors ", "stages contributors ",
    ];

    private static readonly string[] Words =
    [
        "9-17", "24:00", "H", "htt", "0001-01-01", "9999-12-31", "9999-12-31..9999-12-31", "0001-01-01..9999-12-31", "2026-02-30", "29 Feb", "31 Dec to 1 Jan 9999", "tomorrow", "today", "99999999999999999999", "-1", "1e400", "0", "%", "days", "1 day", "99999 days", "10000000000 weeks", "week",
        "\ud83d", "\u0000", "\uFEFF", "🚀", "..", "-", ":", "@", "\"", "\t", "Europe/Berlin", "../etc", "'; --", "until", "because", "by", "to", "NaN", "∞", "½", "٣", "١٠:٠٠",
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_line_is_answered()
    {
        using var coop = await Cooperative.SetUpAsync();
        var random = new Random(20260204);

        foreach (var line in Lines)
            for (var i = 0; i < 20; i++)
                await AnsweredAsync(coop.Ana, line + string.Join(' ', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Words[random.Next(Words.Length)])));
    }

    [Fact]
    public async Task Every_day_in_a_form_is_answered()
    {
        using var coop = await Cooperative.SetUpAsync();
        foreach (var day in Words)
        {
            await SubmittedAsync(coop.Ana, "log", new() { ["what"] = "x", ["rationale"] = "y", ["review"] = day });
            await SubmittedAsync(coop.Ana, "target finance", new() { ["target"] = "20", ["by"] = day, ["rationale"] = "y" });
            await SubmittedAsync(coop.Ana, "setup processes", new() { ["level"] = "0", ["target"] = "20", ["by"] = day });
            await SubmittedAsync(coop.Ana, "decide contributors", new() { ["decision"] = "hold", ["rationale"] = "y", ["review"] = day });
            await SubmittedAsync(coop.Ana, "waive gate", new() { ["until"] = day, ["rationale"] = "y" });
            await SubmittedAsync(coop.Ana, "import", new() { ["list"] = $"name,template,target,by\nBoard,contributors,40,{day}" });
            await SubmittedAsync(coop.Ana, "checkin create", new() { ["name"] = "Odd", ["units"] = "finance", ["cadence"] = $"every month on day 1 10:00 from {day}", ["gate"] = "no", ["anonymous"] = "no", ["window"] = "3" });
        }
    }

    [Fact]
    public async Task Every_filter_of_the_log_is_answered()
    {
        using var coop = await Cooperative.SetUpAsync();
        var reader = await ApiClient.MadeByAsync(coop.Http, coop.Ana, Ct, "board scope read");
        foreach (var day in Words)
            foreach (var filter in (string[])["from", "to", "text", "unit", "by", "kind"])
                Assert.InRange((await reader.GetAsync($"/decisions?{filter}={Uri.EscapeDataString(day.Replace("\ud83d", "", StringComparison.Ordinal))}", Ct)).Status, 200, 499);
    }

    private static async Task AnsweredAsync(ChatPerson person, string line)
    {
        var answer = await person.SayAsync(line.Replace("\ud83d", "", StringComparison.Ordinal), Ct);
        Assert.False(answer.Text.Contains("Something went wrong", StringComparison.Ordinal), line);
    }

    private static async Task SubmittedAsync(ChatPerson person, string command, Dictionary<string, string> fields)
    {
        var answer = await person.SubmitAsync(command, fields.ToDictionary(f => f.Key, f => f.Value.Replace("\ud83d", "", StringComparison.Ordinal)), Ct);
        Assert.False(answer.Text.Contains("Something went wrong", StringComparison.Ordinal), $"{command} {string.Join(' ', fields.Values)}");
    }
}
